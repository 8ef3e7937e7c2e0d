import type { Context } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { makePaper, type PaperBlock } from '../../platform/papers/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { CaseSession } from './session.ts';

export type NoticeKind =
  'accepted' | 'correction' | 'notAccepted' | 'extended' | 'granted' | 'refused' | 'suspended';

/** Title and the character that numbers of a kind carry, as official papers do. */
const kinds: Readonly<Record<NoticeKind, { title: Text; mark: string }>> = {
  accepted: { title: { zh: '受理通知书', en: 'Notice of acceptance' }, mark: '受' },
  correction: { title: { zh: '一次性告知补正通知书', en: 'Notice of corrections' }, mark: '补' },
  notAccepted: { title: { zh: '不予受理通知书', en: 'Notice of non-acceptance' }, mark: '不受' },
  extended: { title: { zh: '延长办理期限通知书', en: 'Notice of extension' }, mark: '延' },
  suspended: { title: { zh: '除外时间告知书', en: 'Notice of time outside the term' }, mark: '除' },
  granted: { title: { zh: '准予决定书', en: 'Decision to grant' }, mark: '准' },
  refused: { title: { zh: '不予批准决定书', en: 'Decision to refuse' }, mark: '驳' },
};

/** What a notice of each kind is called. */
export const noticeTitles: Readonly<Record<string, Text>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, { title }]) => [kind, title]),
);

interface NoticeBody {
  agency: string;
  to: string;
  paragraphs: string[];
  fields: { label: string; value: string }[];
}

/** Writes a numbered notice; its PDF is set when it is fetched, always from the same content. */
export async function issueNotice(
  ctx: Context,
  session: CaseSession,
  kind: NoticeKind,
  content: { paragraphs: string[]; fields?: { label: string; value: string }[] },
): Promise<string> {
  const { row, item } = session;
  const id = newId();
  const { title, mark } = kinds[kind];
  const { rows } = await sql<{ n: number }>`select nextval('notice_number_seq') as n`.execute(ctx.tx);
  const number = `${mark}字〔${dateOf(ctx.now).slice(0, 4)}〕第 ${String(rows[0]?.n ?? 0).padStart(6, '0')} 号`;
  const body: NoticeBody = {
    agency: item.agencyName.zh,
    to: row.applicantName,
    paragraphs: content.paragraphs,
    fields: [
      { label: '事项名称', value: row.itemName },
      { label: '办件编号', value: row.number },
      ...(content.fields ?? []),
    ],
  };
  await ctx.tx
    .insertInto('notice')
    .values({
      id,
      caseId: row.id,
      number,
      kind,
      titleZh: title.zh,
      titleEn: title.en,
      body: JSON.stringify(body),
      createdAt: ctx.now,
    })
    .execute();
  return id;
}

export interface NoticeRow {
  id: string;
  caseId: string;
  kind: string;
  number: string;
  titleZh: string;
  body: NoticeBody;
  createdAt: Date;
}

export async function findNotice(ctx: Context, id: string): Promise<NoticeRow | undefined> {
  const row = await ctx.tx
    .selectFrom('notice')
    .select(['id', 'caseId', 'kind', 'number', 'titleZh', 'body', 'createdAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, body: row.body as NoticeBody };
}

/** How many notices of a kind a case has had. */
export async function countNotices(ctx: Context, caseId: string, kind: NoticeKind): Promise<number> {
  const rows = await ctx.tx
    .selectFrom('notice')
    .select('id')
    .where('caseId', '=', caseId)
    .where('kind', '=', kind)
    .limit(50)
    .execute();
  return rows.length;
}

/** The notice as PDF, in the form of an official paper. */
export function noticePaper(notice: NoticeRow): Promise<Uint8Array> {
  const { body } = notice;
  const blocks: PaperBlock[] = [
    { kind: 'text', text: `${body.to}:` },
    ...body.paragraphs.map((text): PaperBlock => ({ kind: 'text', text, indent: true })),
    { kind: 'fields', rows: body.fields },
  ];
  const [year, month, day] = dateOf(notice.createdAt).split('-').map(Number);
  return makePaper({
    heading: body.agency,
    title: notice.titleZh,
    number: notice.number,
    blocks,
    signer: body.agency,
    date: `${year} 年 ${month} 月 ${day} 日`,
  });
}
