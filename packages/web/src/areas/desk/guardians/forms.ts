import type { DeskForm } from '../api/types.ts';

const name = (zh: string, en: string) =>
  ({ type: 'string', minLength: 2, maxLength: 100, 'x-title': { zh, en }, 'x-widget': 'text' }) as const;
const number = (zh: string, en: string) =>
  ({ type: 'string', minLength: 18, maxLength: 18, 'x-title': { zh, en }, 'x-widget': 'text' }) as const;

const asked = [
  'wardName',
  'wardNumber',
  'guardianName',
  'guardianNumber',
  'basis',
  'documentEnd',
  'term',
  'until',
  'scope',
];

/** Who is the guardian of whom, by which document, in what and for how long. */
export function recordForm(): DeskForm {
  return {
    type: 'object',
    required: asked,
    properties: {
      wardName: name('被监护人姓名', 'Name of the ward'),
      wardNumber: number('被监护人身份证号', 'Identity number of the ward'),
      guardianName: name('监护人姓名', 'Name of the guardian'),
      guardianNumber: number('监护人身份证号', 'Identity number of the guardian'),
      basis: {
        type: 'string',
        enum: ['birth-certificate', 'household-register', 'court-decision', 'appointment'],
        'x-title': { zh: '出示的文件', en: 'Document shown' },
        'x-help': {
          zh: '成年人的监护人只凭法院裁判登记',
          en: 'The guardian of an adult is recorded by a court’s decision alone',
        },
        'x-enum': {
          'birth-certificate': { zh: '出生医学证明', en: 'Birth certificate' },
          'household-register': { zh: '户口簿', en: 'Household register' },
          'court-decision': { zh: '法院裁判文书', en: 'Decision of a court' },
          appointment: { zh: '监护人指定文书', en: 'Appointment of a guardian' },
        },
        'x-widget': 'radio',
      },
      documentEnd: {
        type: 'string',
        minLength: 4,
        maxLength: 4,
        pattern: '^[0-9A-Za-z]{4}$',
        'x-title': { zh: '文件编号的最后 4 位', en: 'Last 4 characters of its number' },
        'x-widget': 'text',
      },
      term: {
        type: 'string',
        enum: ['longest', 'day'],
        'x-title': { zh: '到什么时候为止', en: 'Until when' },
        'x-enum': {
          longest: {
            zh: '未成年人到满 18 岁的前一天，成年人五年',
            en: 'Of a minor until the day before the 18th birthday, of an adult five years',
          },
          day: { zh: '文件写明了日期', en: 'A day that the document names' },
        },
        'x-widget': 'radio',
      },
      until: {
        type: 'string',
        format: 'date',
        'x-title': { zh: '最后一天', en: 'Last day' },
        'x-when': 'term = "day"',
        'x-widget': 'date',
      },
      scope: {
        type: 'string',
        enum: ['all', 'some'],
        'x-title': { zh: '可以办哪些事', en: 'Which matters' },
        'x-enum': {
          all: { zh: '所有事项，也能看被监护人的证照', en: 'All matters, and they see the ward’s licences' },
          some: { zh: '只办选定的事项', en: 'Chosen items alone' },
        },
        'x-widget': 'radio',
      },
    },
    'x-steps': [
      {
        id: 'record',
        title: { zh: '登记监护人', en: 'Record a guardian' },
        fields: asked,
      },
    ],
  };
}

/** Whose guardians are looked for. */
export function wardForm(): DeskForm {
  return {
    type: 'object',
    required: ['name', 'idNumber'],
    properties: { name: name('姓名', 'Name'), idNumber: number('身份证号', 'Identity number') },
    'x-steps': [
      {
        id: 'ward',
        title: { zh: '查找和撤销', en: 'Find and end' },
        fields: ['name', 'idNumber'],
      },
    ],
  };
}

export function endForm(): DeskForm {
  return {
    type: 'object',
    required: ['reason'],
    properties: {
      reason: {
        type: 'string',
        minLength: 2,
        maxLength: 200,
        'x-title': { zh: '撤销的理由', en: 'Reason' },
        'x-help': { zh: '双方都会看到', en: 'Both sides read it' },
        'x-widget': 'text',
      },
    },
    'x-steps': [{ id: 'end', title: { zh: '撤销', en: 'End' }, fields: ['reason'] }],
  };
}
