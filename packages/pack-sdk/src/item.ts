import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

/** Item types of the national exchange schema. */
export const itemTypes = {
  '01': { zh: '行政许可', en: 'Licensing' },
  '02': { zh: '行政处罚', en: 'Penalty' },
  '03': { zh: '行政强制', en: 'Compulsion' },
  '04': { zh: '行政征收', en: 'Levy' },
  '05': { zh: '行政给付', en: 'Benefit' },
  '06': { zh: '行政检查', en: 'Inspection' },
  '07': { zh: '行政确认', en: 'Confirmation' },
  '08': { zh: '行政奖励', en: 'Award' },
  '09': { zh: '行政裁决', en: 'Adjudication' },
  '10': { zh: '其他行政权力', en: 'Other power' },
  '20': { zh: '公共服务', en: 'Public service' },
} as const;

export const caseTypes = { instant: '1', promise: '2' } as const;
export const materialNeeds = ['needed', 'notNeeded', 'later'] as const;

/** The ten elements that are the same at every level (三级十同); a lower level inherits them. */
export const tenElements = [
  'name',
  'code',
  'type',
  'legalBasis',
  'level',
  'conditions',
  'serviceObjects',
  'materials',
  'statutory',
  'fees',
] as const;

const Duration = Type.Object(
  {
    amount: Type.Integer({ minimum: 0 }),
    unit: Type.Union([Type.Literal('workingDay'), Type.Literal('calendarDay'), Type.Literal('officeHour')]),
  },
  { additionalProperties: false },
);

const Law = Type.Object({ title: Text, clause: Text }, { additionalProperties: false });

const Material = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-zA-Z0-9-]*$' }),
    name: Text,
    need: Type.Union([Type.Literal('needed'), Type.Literal('notNeeded'), Type.Literal('later')]),
    origin: Type.Union([Type.Literal('own'), Type.Literal('issuedByGovernment'), Type.Literal('other')]),
    form: Type.Union([Type.Literal('electronic'), Type.Literal('paper'), Type.Literal('both')]),
    copies: Type.Integer({ minimum: 0 }),
    source: Text,
    legalBasis: Type.Optional(Text),
    standard: Type.Optional(Text),
    licence: Type.Optional(
      Type.String({
        description:
          'Licence type that answers it: a valid one of the applicant is taken at hand-in, before `metBy`',
      }),
    ),
    match: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'Field of the licence, and of the record, to the field of the form that must say the same: of several homes, the one applied for',
      }),
    ),
    /** Not asked for where this record or licence of the applicant is held. */
    metBy: Type.Optional(
      Type.Object(
        {
          kind: Type.Union([Type.Literal('resource'), Type.Literal('licence')]),
          code: Type.String({ description: 'Resource code or licence type' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

const Fee = Type.Object(
  {
    name: Text,
    amount: Type.Integer({ minimum: 0, description: 'fen' }),
    unit: Text,
    basis: Text,
  },
  { additionalProperties: false },
);

const Place = Type.Object(
  { name: Text, address: Text, hours: Text, phone: Type.String() },
  { additionalProperties: false },
);
const Step = Type.Object(
  { name: Text, what: Text, days: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);

/** How the item's own law runs its clock. */
const Clock = Type.Object(
  {
    law: Text,
    /** Working days within which one notice must name all corrections, else the case is deemed accepted. */
    correctionNoticeDays: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Days the applicant has to answer a correction notice before the case may be ended. */
    correctionDays: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Procedures whose time is outside the term. */
    suspendFor: Type.Array(
      Type.Union([Type.Literal('hearing'), Type.Literal('test'), Type.Literal('expertReview')]),
    ),
    /** The one extension that the law allows. */
    extension: Type.Optional(Duration),
    /** Parameters by date of acceptance; the last one that began applies. */
    versions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            from: Type.String({ format: 'date' }),
            statutory: Duration,
            promised: Duration,
            extension: Type.Optional(Duration),
            basis: Text,
            /** Further dated parameters that the process reads as `term.<name>`. */
            parameters: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]))),
          },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false },
);

/** One item of the implementation list (`items/*.json`); field names follow the national exchange schema. */
export const ItemSource = Type.Object(
  {
    code: Type.String({
      pattern: '^[0-9A-Z]{12}$',
      description: '事项基本编码: area 2 + type 2 + agency 2 + main 3 + sub 3',
    }),
    slug: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    name: Type.String({ minLength: 2, description: 'Official name' }),
    title: Text,
    summary: Text,
    agency: Type.Optional(Type.String({ description: 'Slug; the owner of the pack unless said' })),
    entrustingAgency: Type.Optional(Type.String()),
    variant: Type.Optional(Type.String({ pattern: '^[0-9]{2}$', description: 'Handling variant (办理项)' })),
    localCode: Type.Optional(Type.String()),
    base: Type.Optional(
      Type.String({ description: 'Code of the base item whose ten elements this one inherits' }),
    ),
    type: Type.Enum(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '20']),
    caseType: Type.Union([Type.Literal('instant'), Type.Literal('promise')]),
    level: Type.Integer({ minimum: 1, maximum: 6 }),
    powerSource: Type.Integer({ minimum: 1, maximum: 6 }),
    serviceObjects: Type.Array(Type.Enum([1, 2, 3, 4, 5, 6, 9]), { minItems: 1 }),
    assurance: Type.Optional(
      Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(4)], {
        description:
          'How surely it must be the person who applies online: 2 by real name, which is the rule; 3 by a passkey; 4 by a certificate',
      }),
    ),
    handlingForm: Type.Array(
      Type.Union([Type.Literal('window'), Type.Literal('online'), Type.Literal('post')]),
    ),
    legalBasis: Type.Array(Law, { minItems: 1 }),
    conditions: Type.Array(Text),
    statutory: Duration,
    promised: Duration,
    clock: Clock,
    steps: Type.Array(Step, { minItems: 1 }),
    specialProcedures: Type.Array(Text),
    fees: Type.Array(Fee),
    visits: Type.Integer({ minimum: 0 }),
    visitReason: Type.Optional(Text),
    places: Type.Array(Place),
    enquiryPhone: Type.String(),
    complaintPhone: Type.String(),
    effectiveFrom: Type.String({ format: 'date' }),
    effectiveTo: Type.Optional(Type.String({ format: 'date' })),
    reach: Type.Union([Type.Literal('city'), Type.Literal('district'), Type.Literal('town')], {
      description: '通办范围',
    }),
    onlineDepth: Type.Enum(['consult', 'handIn', 'preCheck', 'accept', 'handle', 'result', 'licence']),
    inHall: Type.Boolean(),
    courier: Type.Boolean(),
    onlinePayment: Type.Boolean(),
    appointment: Type.Boolean(),
    selfService: Type.Boolean(),
    result: Type.Optional(
      Type.Object(
        { name: Text, type: Type.String(), sample: Type.Boolean() },
        { additionalProperties: false },
      ),
    ),
    jointAgencies: Type.Array(Type.String()),
    themes: Type.Object({ person: Type.Array(Type.String()), enterprise: Type.Array(Type.String()) }),
    lifeEvents: Type.Array(Type.String()),
    keywords: Type.Array(Type.String()),
    popular: Type.Optional(Type.Boolean()),
    materials: Type.Array(Material),
    questions: Type.Array(Type.Object({ question: Text, answer: Text }, { additionalProperties: false })),
    situations: Type.Array(Type.Object({ name: Text, when: Type.String() }, { additionalProperties: false })),
    form: Type.String({ description: 'Key of the form' }),
    process: Type.String({ description: 'Id of the BPMN process' }),
    licence: Type.Optional(Type.String({ description: 'Licence type that a grant issues' })),
    appeal: Text,
  },
  { additionalProperties: false },
);
export type ItemSource = Static<typeof ItemSource>;
