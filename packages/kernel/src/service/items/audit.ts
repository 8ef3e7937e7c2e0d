import type { Text } from '../../platform/text/index.ts';
import { isBasicCode } from './codes.ts';
import { elementsOf, incompleteElements, type DraftContent } from './draft-shape.ts';
import type { ItemContent } from './model.ts';

/** One way in which an item breaks the rules of publication. */
export interface Defect {
  rule: string;
  field: string;
  text: Text;
}

type Rule = (item: Partial<ItemContent>) => Omit<Defect, 'rule'> | undefined;

const broken = (field: string, zh: string, en: string): Omit<Defect, 'rule'> => ({ field, text: { zh, en } });
const phone = /^(?:0\d{2,3}-?)\d{7,8}(?:-\d+)?$|^1\d{4}$/;

/** The audit rules of a published item (national exchange schema); each has a name that reports group by. */
const rules: Record<string, Rule> = {
  'basic-code': (item) =>
    isBasicCode(item.code ?? '')
      ? undefined
      : broken('code', '基本编码应为 12 位。', 'The basic code has 12 characters.'),
  name: (item) => (item.name?.trim() ? undefined : broken('name', '缺少事项名称。', 'The name is missing.')),
  'legal-basis': (item) =>
    item.legalBasis?.length
      ? undefined
      : broken('legalBasis', '缺少设定依据。', 'The legal basis is missing.'),
  conditions: (item) =>
    item.conditions?.length
      ? undefined
      : broken('conditions', '缺少受理条件。', 'The conditions are missing.'),
  'instant-case': (item) => {
    const instant = item.caseType === 'instant';
    if (item.caseType === undefined) return broken('caseType', '缺少办件类型。', 'The case type is missing.');
    if (instant && (item.promised?.amount ?? 0) > 0) {
      return broken(
        'promised',
        '即办件应当场办结，承诺时限应为 0。',
        'An instant case is done on the spot: its promised term is 0.',
      );
    }
    return undefined;
  },
  terms: (item) => {
    const { statutory, promised } = item;
    if (!statutory || !promised) return broken('promised', '缺少法定或承诺时限。', 'A term is missing.');
    return statutory.unit === promised.unit && promised.amount > statutory.amount
      ? broken('promised', '承诺时限不能长于法定时限。', 'The promise cannot be longer than the law allows.')
      : undefined;
  },
  'visit-reason': (item) =>
    (item.visits ?? 0) > 0 && !item.visitReason
      ? broken('visitReason', '到现场次数大于 0 时应说明原因。', 'Visits need a reason.')
      : undefined,
  'no-visit': (item) =>
    item.visits === 0 && !item.handlingForm?.includes('online') && !item.handlingForm?.includes('post')
      ? broken('handlingForm', '零跑动且不能网办的，应支持邮寄。', 'No visit and not online means by post.')
      : undefined,
  'fully-online': (item) =>
    (item.onlineDepth === 'licence' || item.onlineDepth === 'result') && (item.visits ?? 0) > 0
      ? broken('visits', '全程网办事项的到现场次数应为 0。', 'A fully online item needs no visit.')
      : undefined,
  fees: (item) => {
    const fees = item.fees ?? [];
    if (fees.length === 0 && item.onlinePayment) {
      return broken(
        'onlinePayment',
        '不收费事项不应标记网上支付。',
        'An item without fee has no online payment.',
      );
    }
    return fees.some((fee) => !fee.basis || !fee.name)
      ? broken('fees', '收费应写明项目、标准和依据。', 'A fee needs its name, standard and basis.')
      : undefined;
  },
  'enquiry-phone': (item) =>
    phone.test(item.enquiryPhone ?? '')
      ? undefined
      : broken('enquiryPhone', '咨询电话应带区号。', 'The enquiry phone needs its area code.'),
  'complaint-phone': (item) =>
    phone.test(item.complaintPhone ?? '')
      ? undefined
      : broken('complaintPhone', '投诉电话应带区号。', 'The complaint phone needs its area code.'),
  'different-phones': (item) =>
    item.enquiryPhone && item.enquiryPhone === item.complaintPhone
      ? broken(
          'complaintPhone',
          '咨询电话与投诉电话不能相同。',
          'Enquiry and complaint need different phones.',
        )
      : undefined,
  themes: (item) => {
    const objects = item.serviceObjects ?? [];
    const person = objects.includes(1);
    const entity = objects.some((code) => code !== 1 && code !== 9);
    if (person && !item.themes?.person.length) {
      return broken(
        'themes',
        '面向自然人的事项应有个人主题。',
        'An item for persons needs a personal theme.',
      );
    }
    return entity && !item.themes?.enterprise.length
      ? broken('themes', '面向法人的事项应有法人主题。', 'An item for legal entities needs a business theme.')
      : undefined;
  },
  'licence-questions': (item) =>
    item.type === '01' && !item.questions?.length
      ? broken('questions', '许可事项至少有 1 个常见问题。', 'A licence item has at least one question.')
      : undefined,
  'licence-steps': (item) =>
    item.type === '01' && (item.steps?.length ?? 0) < 5
      ? broken(
          'steps',
          '许可事项至少有受理、审核、审批、办结、送达 5 步。',
          'A licence item has at least five steps.',
        )
      : undefined,
  'result-sample': (item) =>
    item.result && !item.result.sample
      ? broken('result', '办理结果应有样本。', 'A result needs a sample.')
      : undefined,
  places: (item) =>
    item.inHall && !item.places?.length
      ? broken('places', '缺少办理地点。', 'The place is missing.')
      : undefined,
};

/** Everything that keeps a draft from publication: rules that it breaks, then elements that are not complete. */
export function examineItem(content: DraftContent): Defect[] {
  const item = elementsOf(content);
  const broken = auditItem(item);
  const told = new Set(broken.map(({ field }) => field));
  const gaps = incompleteElements(item).filter((field) => !told.has(field));
  return [
    ...broken,
    ...gaps.map((field) => ({
      rule: 'complete',
      field,
      text: { zh: '没有填，或没有填完整。', en: 'Missing or not complete.' },
    })),
  ];
}

/** Checks an item against every audit rule; an empty list means that it may be published. */
export function auditItem(item: Partial<ItemContent>): Defect[] {
  return Object.entries(rules).flatMap(([rule, check]) => {
    const defect = check(item);
    return defect ? [{ rule, ...defect }] : [];
  });
}
