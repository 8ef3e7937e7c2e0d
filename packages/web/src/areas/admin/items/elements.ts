/** How an element of the implementation list is asked for. */
export type Kind =
  | 'line'
  | 'date'
  | 'number'
  | 'money'
  | 'flag'
  | 'text'
  | 'long'
  | 'texts'
  | 'tags'
  | 'choice'
  | 'choices'
  | 'agency'
  | 'agencies'
  | 'event'
  | 'group'
  | 'rows'
  | 'values';

export interface Element {
  name: string;
  kind: Kind;
  /** Key of its words, where its name means something else elsewhere. */
  label?: string;
  /** Said while nothing is chosen. */
  placeholder?: string;
  /** Values that may be chosen; their words are `option.<name>.<value>`. */
  options?: readonly (string | number)[];
  /** Parts of a group or of a row. */
  parts?: readonly Element[];
}

const line = (name: string): Element => ({ name, kind: 'line' });
const date = (name: string): Element => ({ name, kind: 'date' });
const number = (name: string): Element => ({ name, kind: 'number' });
const flag = (name: string): Element => ({ name, kind: 'flag' });
const text = (name: string): Element => ({ name, kind: 'text' });
const long = (name: string): Element => ({ name, kind: 'long' });
const texts = (name: string): Element => ({ name, kind: 'texts' });
const tags = (name: string): Element => ({ name, kind: 'tags' });
const choice = (name: string, ...options: (string | number)[]): Element => ({
  name,
  kind: 'choice',
  options,
});
const choices = (name: string, ...options: (string | number)[]): Element => ({
  name,
  kind: 'choices',
  options,
});
const group = (name: string, ...parts: Element[]): Element => ({ name, kind: 'group', parts });
const rows = (name: string, ...parts: Element[]): Element => ({ name, kind: 'rows', parts });

const duration = (name: string): Element =>
  group(name, number('amount'), choice('unit', 'workingDay', 'calendarDay', 'officeHour'));

export interface Section {
  key: string;
  elements: readonly Element[];
}

/** The whole implementation list (`packages/pack-sdk/src/item.ts`) in the order in which it is written. */
export const sections: readonly Section[] = [
  {
    key: 'basics',
    elements: [
      { name: 'name', kind: 'line', label: 'officialName' },
      text('title'),
      long('summary'),
      { name: 'code', kind: 'line', label: 'basicCode' },
      line('slug'),
      line('variant'),
      line('localCode'),
      line('base'),
      { name: 'agency', kind: 'agency' },
      line('entrustingAgency'),
      { name: 'jointAgencies', kind: 'agencies' },
      choice('type', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '20'),
      choice('caseType', 'instant', 'promise'),
      choice('level', 1, 2, 3, 4, 5, 6),
      choice('powerSource', 1, 2, 3, 4, 5, 6),
      choices('serviceObjects', 1, 2, 3, 4, 5, 6, 9),
      date('effectiveFrom'),
      date('effectiveTo'),
    ],
  },
  {
    key: 'law',
    elements: [rows('legalBasis', text('title'), long('clause')), texts('conditions'), long('appeal')],
  },
  {
    key: 'terms',
    elements: [
      duration('statutory'),
      duration('promised'),
      texts('specialProcedures'),
      group(
        'clock',
        long('law'),
        number('correctionNoticeDays'),
        number('correctionDays'),
        choices('suspendFor', 'hearing', 'test', 'expertReview'),
        duration('extension'),
        rows(
          'versions',
          date('from'),
          duration('statutory'),
          duration('promised'),
          duration('extension'),
          text('basis'),
          { name: 'parameters', kind: 'values' },
        ),
      ),
    ],
  },
  {
    key: 'handling',
    elements: [
      choices('handlingForm', 'window', 'online', 'post'),
      choice('onlineDepth', 'consult', 'handIn', 'preCheck', 'accept', 'handle', 'result', 'licence'),
      number('visits'),
      text('visitReason'),
      choice('reach', 'city', 'district', 'town'),
      flag('inHall'),
      flag('courier'),
      flag('appointment'),
      flag('selfService'),
      rows('steps', text('name'), long('what'), number('days')),
    ],
  },
  {
    key: 'materials',
    elements: [
      rows(
        'materials',
        text('name'),
        line('id'),
        choice('need', 'needed', 'notNeeded', 'later'),
        choice('origin', 'own', 'issuedByGovernment', 'other'),
        choice('form', 'electronic', 'paper', 'both'),
        number('copies'),
        text('source'),
        text('standard'),
        text('legalBasis'),
        group('metBy', choice('kind', 'resource', 'licence'), line('code')),
      ),
    ],
  },
  {
    key: 'fees',
    elements: [
      rows(
        'fees',
        text('name'),
        { name: 'amount', kind: 'money', label: 'fee' },
        { name: 'unit', kind: 'text', label: 'per' },
        text('basis'),
      ),
      flag('onlinePayment'),
    ],
  },
  {
    key: 'places',
    elements: [
      rows('places', text('name'), text('address'), text('hours'), line('phone')),
      line('enquiryPhone'),
      line('complaintPhone'),
    ],
  },
  { key: 'questions', elements: [rows('questions', text('question'), long('answer'))] },
  {
    key: 'wiring',
    elements: [
      { name: 'form', kind: 'line', label: 'formKey' },
      line('process'),
      line('licence'),
      group('result', text('name'), line('type'), flag('sample')),
      rows('situations', text('name'), line('when')),
    ],
  },
  {
    key: 'finding',
    elements: [
      tags('keywords'),
      group('themes', tags('person'), tags('enterprise')),
      { name: 'lifeEvents', kind: 'event' },
      flag('popular'),
    ],
  },
];

/** The section in which an element stands. */
export function sectionOf(field: string): string | undefined {
  return sections.find(({ elements }) => elements.some(({ name }) => name === field))?.key;
}
