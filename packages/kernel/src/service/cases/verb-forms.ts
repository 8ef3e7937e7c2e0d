import type { FormFieldSource, FormSource } from '@quancheng/pack-sdk';
import type { Text } from '../../platform/text/index.ts';
import type { Verb } from './model.ts';

/** What a verb asks for, as a form: buttons show it, commands are checked by it. */
function form(verb: string, required: string[], properties: Record<string, FormFieldSource>): FormSource {
  const title: Text = { zh: '办理信息', en: 'Details' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `verb-${verb}`,
    title: title.zh,
    type: 'object',
    required,
    properties,
    additionalProperties: false,
    'x-steps': [{ id: 'main', title, fields: Object.keys(properties) }],
    'x-confirm': title,
  };
}

const text = (zh: string, en: string, extra: Partial<FormFieldSource> = {}): FormFieldSource => ({
  type: 'string',
  minLength: 2,
  maxLength: 1000,
  'x-title': { zh, en },
  'x-widget': 'textarea',
  ...extra,
});

const choice = (zh: string, en: string, options: Record<string, Text>): FormFieldSource => ({
  type: 'string',
  enum: Object.keys(options),
  'x-title': { zh, en },
  'x-enum': options,
  'x-widget': 'radio',
});

const comment = text('说明', 'Comment', { minLength: 0 });
const reason = text('理由', 'Reason');
const basis = text('法律依据', 'Legal basis', { maxLength: 300 });

/** Forms of the verbs that ask for something; the others need nothing. */
export const verbForms: Readonly<Partial<Record<Verb, FormSource>>> = {
  'ask-person': form('ask-person', [], {
    reason: text('您希望审查人员了解什么？', 'What should the reviewer know?', { minLength: 0 }),
  }),
  confirm: form('confirm', ['agree'], {
    agree: { type: 'boolean', 'x-title': { zh: '您是否同意？', en: 'Do you agree?' }, 'x-widget': 'radio' },
    comment,
  }),
  dispute: form('dispute', ['resource', 'field', 'reason'], {
    resource: { type: 'string', maxLength: 100, 'x-title': { zh: '数据来源', en: 'Source' } },
    recordId: { type: 'string', maxLength: 36, 'x-title': { zh: '记录', en: 'Record' } },
    field: { type: 'string', maxLength: 100, 'x-title': { zh: '哪一项有误', en: 'Which field is wrong' } },
    reason: text('哪里不对，正确的是什么？', 'What is wrong, and what is right?'),
  }),
  pay: form('pay', [], {
    orderId: { type: 'string', maxLength: 36, 'x-title': { zh: '订单', en: 'Order' } },
  }),
  withdraw: form('withdraw', ['reason'], {
    reason: text('撤回原因', 'Why do you withdraw?', { maxLength: 300 }),
  }),
  rate: form('rate', ['stars'], {
    stars: {
      type: 'integer',
      minimum: 1,
      maximum: 5,
      'x-title': { zh: '您对本次办理满意吗？', en: 'How satisfied are you?' },
    },
    indices: {
      type: 'array',
      items: { type: 'string', enum: ['efficiency', 'guide', 'ease', 'operation', 'quality', 'attitude'] },
      'x-title': { zh: '哪些方面', en: 'In what' },
      'x-enum': {
        efficiency: { zh: '办理效率', en: 'Efficiency' },
        guide: { zh: '指南准确', en: 'Accuracy of the guide' },
        ease: { zh: '操作便捷', en: 'Ease' },
        operation: { zh: '运行稳定', en: 'Operation' },
        quality: { zh: '服务质量', en: 'Quality' },
        attitude: { zh: '服务态度', en: 'Attitude' },
      },
    },
    comment,
    named: {
      type: 'boolean',
      'x-title': { zh: '实名评价（差评会有人回访）', en: 'With my name (a bad rating is called back)' },
    },
  }),
  'request-correction': form('request-correction', ['corrections'], {
    corrections: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'text'],
        properties: {
          path: { type: 'string', maxLength: 200 },
          text: {
            type: 'object',
            required: ['zh'],
            properties: {
              zh: { type: 'string', minLength: 2, maxLength: 500 },
              en: { type: 'string', minLength: 2, maxLength: 500 },
            },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
      'x-title': { zh: '需要补正的内容', en: 'What needs correcting' },
    },
  }),
  accept: form('accept', [], { comment }),
  'not-accept': form('not-accept', ['reason', 'basis'], { reason, basis }),
  suspend: form('suspend', ['cause', 'reason'], {
    cause: choice('所需程序', 'Procedure', {
      hearing: { zh: '听证', en: 'Hearing' },
      test: { zh: '检验、检测、检疫、鉴定', en: 'Test' },
      expertReview: { zh: '专家评审', en: 'Expert review' },
    }),
    reason,
  }),
  resume: form('resume', [], { comment }),
  extend: form('extend', ['reason'], { reason }),
  'hand-over': form('hand-over', ['to', 'reason'], {
    to: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      'x-title': { zh: '转交给', en: 'Hand over to' },
    },
    reason,
  }),
  deliver: form('deliver', ['method'], {
    method: choice('送达方式', 'How', {
      electronic: { zh: '电子送达', en: 'Electronic' },
      window: { zh: '窗口领取', en: 'At the window' },
      courier: { zh: '邮寄', en: 'By courier' },
    }),
    receivedBy: { type: 'string', maxLength: 100, 'x-title': { zh: '签收人', en: 'Received by' } },
  }),
  end: form('end', ['reason'], { reason }),
  review: form('review', ['opinion'], {
    opinion: choice('审查意见', 'Opinion', {
      agree: { zh: '建议同意', en: 'Agree' },
      disagree: { zh: '建议不同意', en: 'Disagree' },
    }),
    comment,
  }),
  decide: form('decide', ['outcome', 'reason', 'basis'], {
    outcome: choice('决定', 'Decision', {
      granted: { zh: '准予', en: 'Grant' },
      refused: { zh: '不予批准', en: 'Refuse' },
    }),
    reason,
    basis: { ...basis, 'x-when': 'outcome = "refused"' },
  }),
};

/** Of a verb for which a click is enough: whatever comes along is refused. */
export const noQuestions: FormSource = form('none', [], {});
