import Type from 'typebox';
import { Text } from '../../platform/text/index.ts';
import { caseStatuses, readers, verbs, waitingFor } from './model.ts';

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });
const CivilDate = Type.String({ format: 'date' });

export const Status = Type.Enum([...caseStatuses]);

export const ReasonModel = Type.Object(
  {
    rule: Type.String({ description: 'Table and row of the rule; `person` where a person gave the reason' }),
    code: Type.String({ description: 'Code of the ground' }),
    outcome: Type.Enum(['granted', 'notGranted', 'refused']),
    text: Text,
    inputs: Type.Array(
      Type.Object({
        name: Type.String(),
        label: Text,
        value: Type.Unknown(),
        source: Type.String({ description: 'Resource code, `form`, `calendar` or `rule`' }),
        sourceName: Text,
        asOf: Nullable(Instant),
        agency: Nullable(Text),
        field: Nullable(
          Type.String({ description: 'Field of the record of `source` that was read; `dispute` names it' }),
        ),
      }),
    ),
    basis: Text,
    remedy: Text,
  },
  { description: 'Why a rule or a person found what was found' },
);

const DecisionModel = Type.Object({
  outcome: Type.Enum(['granted', 'refused']),
  at: Instant,
  by: Type.String({ description: 'Empty when the published rules decided' }),
  text: Text,
});

const LicenceRef = Type.Object({
  id: Type.String(),
  number: Type.String(),
  name: Text,
  verifyCode: Type.String(),
});

export const CaseAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: Type.String(),
  status: Status,
  statusText: Text,
  decision: Nullable(DecisionModel),
  reasons: Type.Array(ReasonModel),
  licence: Nullable(LicenceRef),
  dueDate: Nullable(CivilDate),
  version: Type.Integer(),
});

export const CommandAnswer = Type.Object({
  id: Type.String(),
  number: Type.String(),
  status: Status,
  version: Type.Integer(),
  orderId: Type.Optional(Type.String()),
  payUrl: Type.Optional(Type.String()),
});

const summary = {
  id: Type.String({ format: 'uuid' }),
  number: Type.String(),
  item: Type.Object({ code: Type.String(), name: Type.String(), title: Text }),
  status: Status,
  statusText: Text,
  applicant: Type.String({ description: 'Masked for staff who gave no purpose' }),
  division: Type.String(),
  agency: Text,
  handler: Nullable(Type.String()),
  mine: Type.Boolean({ description: 'Taken by the caller' }),
  task: Nullable(Type.Object({ id: Type.String(), name: Text })),
  waiting: Nullable(
    Type.Enum([...waitingFor], { description: 'What the case waits for from the caller, in `scope=mine`' }),
  ),
  updatedAt: Instant,
  submittedAt: Nullable(Instant),
  dueDate: Nullable(CivilDate),
  due: Type.Enum(['none', 'fine', 'soon', 'overdue', 'suspended']),
  version: Type.Integer(),
};

export const CaseSummary = Type.Object(summary, { description: 'A case as lists show it' });

const SourceModel = Type.Object({
  resource: Type.String(),
  resourceName: Text,
  agency: Text,
  asOf: Type.String(),
  locked: Type.Boolean(),
});

export const CaseDetail = Type.Object(
  {
    ...summary,
    headline: Text,
    reader: Type.Enum([...readers], {
      description:
        'In which part the caller reads it; a co-applicant is shown what they are asked to confirm',
    }),
    statutoryDueDate: Nullable(CivilDate),
    dueProvisional: Type.Boolean(),
    acceptedAt: Nullable(Instant),
    decidedAt: Nullable(Instant),
    caseType: Type.Enum(['instant', 'promise']),
    channel: Type.String(),
    form: Type.Record(Type.String(), Type.Unknown()),
    formVersion: Type.Integer(),
    schema: Type.Unknown({ description: 'The form, JSON Schema 2020-12 with display hints' }),
    sources: Type.Record(Type.String(), SourceModel),
    onBehalfOf: Nullable(
      Type.Object(
        { id: Type.String({ format: 'uuid' }), name: Type.String() },
        { description: 'The one for whom another applies, or the entity that applies' },
      ),
    ),
    closed: Type.Boolean({
      description: 'The caller acted in it under a mandate that has ended: it shows number, item and status',
    }),
    entrustable: Type.Boolean({
      description: 'Whether the caller may let someone else do it: the applicant, while it is under way',
    }),
    materials: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Text,
        state: Type.Enum(['held', 'given', 'missing', 'later']),
        mayFollow: Type.Boolean({
          description: 'May be handed in, or replaced, now: `materials` does it for who has this action',
        }),
        standard: Type.Optional(Text),
        file: Type.Optional(
          Type.Object({
            id: Type.String(),
            name: Type.String(),
            mediaType: Type.String(),
            bytes: Type.Integer(),
          }),
        ),
        source: Type.Optional(Text),
        licence: Type.Optional(
          Type.Object(
            { useId: Type.String({ format: 'uuid' }), number: Type.String() },
            { description: 'The licence that answers it; its file is `/api/v1/licence-uses/{useId}/file`' },
          ),
        ),
      }),
    ),
    corrections: Type.Array(Type.Object({ path: Type.String(), text: Text })),
    reasons: Type.Array(ReasonModel),
    decision: Nullable(DecisionModel),
    timeline: Type.Array(
      Type.Object({
        at: Instant,
        kind: Type.String(),
        text: Text,
        actor: Type.Object({
          kind: Type.Enum(['applicant', 'staff', 'system']),
          name: Type.String(),
          actsFor: Nullable(
            Type.String({
              description: 'Name of the applicant whom they did this one case for; null without',
            }),
          ),
        }),
        post: Nullable(Text),
        detail: Type.Unknown(),
        notice: Type.Optional(Type.Object({ id: Type.String(), number: Type.String(), title: Text })),
      }),
    ),
    actions: Type.Array(
      Type.Object({
        verb: Type.Enum([...verbs]),
        label: Text,
        primary: Type.Boolean(),
        confirms: Type.Array(Type.String(), {
          description: 'Answers of `form` that the caller stands for by this verb, as the process names them',
        }),
        input: Type.Unknown({ description: 'Form of what the verb asks for, or null' }),
        taskForm: Type.Unknown({
          description: 'Form of the pack for the task, or null; its answers go into `form`',
        }),
      }),
    ),
    licence: Nullable(LicenceRef),
    orders: Type.Array(
      Type.Object({
        id: Type.String(),
        amount: Type.Integer({ description: 'fen' }),
        state: Type.String(),
        name: Text,
        payUrl: Nullable(
          Type.String({
            description:
              'Where the caller, who went there before, goes on to pay; others ask by the verb pay',
          }),
        ),
        paidAt: Nullable(Type.String({ format: 'date-time' })),
        paidBy: Nullable(
          Type.String({ description: 'Who went to pay; unknown where a clerk opened the page' }),
        ),
        receipt: Nullable(Type.String({ description: 'Number of the payment at the channel' })),
      }),
    ),
    payouts: Type.Array(
      Type.Object({
        id: Type.String(),
        amount: Type.Integer({ description: 'fen' }),
        state: Type.String(),
        name: Text,
      }),
    ),
    parties: Type.Array(Type.Object({ role: Type.String(), state: Type.String() })),
    rating: Nullable(
      Type.Object({ stars: Type.Integer(), indices: Type.Array(Type.String()), comment: Type.String() }),
    ),
    process: Nullable(Type.Object({ bpmnId: Type.String(), activeElements: Type.Array(Type.String()) })),
    appeal: Nullable(Text),
  },
  { description: 'A case with everything that the caller may see of it' },
);

const Answers = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown(), {
  description: 'Answers by name of the field',
});
const Materials = Type.Array(
  Type.Object(
    { id: Type.String({ maxLength: 100 }), fileId: Type.String({ format: 'uuid' }) },
    { additionalProperties: false },
  ),
  { maxItems: 100 },
);

export const WindowPapers = Type.Object(
  {
    kind: Type.Enum(['person', 'entity']),
    number: Type.String({ maxLength: 18, description: 'Identity number or credit code' }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
  },
  {
    additionalProperties: false,
    description: 'An applicant who sits in front of the clerk; needs X-Purpose case-intake',
  },
);

export const NewCase = Type.Object(
  {
    item: Type.String({ maxLength: 60, description: 'Implementation code or short name' }),
    onBehalfOf: Type.Optional(Type.String({ format: 'uuid', description: 'Principal of a mandate' })),
    window: Type.Optional(WindowPapers),
    form: Answers,
    materials: Type.Optional(Materials),
    submit: Type.Boolean({ default: true, description: 'False keeps a draft' }),
  },
  { additionalProperties: false },
);

export const VerbBody = Type.Object(
  { form: Type.Optional(Answers), materials: Type.Optional(Materials) },
  { additionalProperties: true, description: 'What the verb asks for; see `actions[].input` of the case' },
);
