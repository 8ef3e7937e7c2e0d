import type { Context } from '../context/index.ts';
import { defineErrors, platformErrors, type FieldProblem } from '../errors/index.ts';
import type { Text } from '../text/index.ts';
import { keepCurrent, published } from '../publication/index.ts';

/** The words of one kind of message; `{name}` is filled in when it is sent. */
export interface MessageWords {
  title: Text;
  body: Text;
}

export const messageErrors = defineErrors('message', {
  badTemplate: {
    status: 400,
    zh: '消息模板有 {count} 处不能使用。',
    en: '{count} places of the message cannot be used.',
    remedyZh: '请只用列出的占位符，花括号要成对。',
    remedyEn: 'Use the placeholders that are listed, with both braces.',
  },
});

interface Known {
  words: MessageWords;
  placeholders: readonly string[];
}

const known = new Map<string, Known>();

/**
 * Declares kinds of messages under a prefix with the words of the product; `common` are the placeholders
 * that every one of them can fill in besides those of its own words.
 */
export function defineMessages<const T extends Record<string, MessageWords>>(
  prefix: string,
  common: readonly string[],
  kinds: T,
): T {
  for (const [kind, words] of Object.entries(kinds)) {
    const placeholders = [...new Set([...common, ...partsOf(words).flatMap(([, text]) => holesOf(text))])];
    known.set(`${prefix}.${kind}`, { words, placeholders });
  }
  return kinds;
}

export interface MessageTemplate extends MessageWords {
  key: string;
  placeholders: readonly string[];
  /** 0 while the words are those of the product. */
  version: number;
}

/** The words of a kind as they are sent now. */
export async function getTemplate(ctx: Context, key: string): Promise<MessageTemplate> {
  const found = known.get(key);
  if (!found) throw platformErrors.notFound();
  return present(key, found, await findChanged(ctx, key));
}

function findChanged(ctx: Context, key: string): Promise<Row> {
  return rowOf(ctx, key, () => changedRows(ctx).where('key', '=', key).executeTakeFirst());
}

/** Words as they are sent now, of a kind that its sender brings: those of a pack. */
export async function wordsFor(ctx: Context, key: string, own: MessageWords): Promise<MessageWords> {
  const { title, body } = present(key, { words: own, placeholders: [] }, await findChanged(ctx, key));
  return { title, body };
}

/** All kinds that the product sends; some dozens. */
export async function listTemplates(ctx: Context): Promise<MessageTemplate[]> {
  const rows = new Map((await changedRows(ctx).limit(1000).execute()).map((row) => [row.key, row]));
  return [...known]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, found]) => present(key, found, rows.get(key)));
}

function changedRows(ctx: Context) {
  return ctx.tx
    .selectFrom('messageTemplate')
    .select(['key', 'titleZh', 'titleEn', 'bodyZh', 'bodyEn', 'version']);
}

const rowOf = keepCurrent<Row>();

type Row = Awaited<ReturnType<ReturnType<typeof changedRows>['executeTakeFirst']>>;

function present(key: string, { placeholders, words }: Known, row: Row): MessageTemplate {
  if (!row) return { key, placeholders, version: 0, ...words };
  const { titleZh, titleEn, bodyZh, bodyEn, version } = row;
  return {
    key,
    placeholders,
    version,
    title: { zh: titleZh, en: titleEn },
    body: { zh: bodyZh, en: bodyEn },
  };
}

/** Changes the words; messages that are sent already stay. Errors: `message.bad-template`, `platform.version-conflict`. */
export async function changeTemplate(
  ctx: Context,
  key: string,
  seen: number | null,
  words: MessageWords,
): Promise<MessageTemplate> {
  const before = await getTemplate(ctx, key);
  if (seen !== null && seen !== before.version) throw platformErrors.versionConflict();
  const problems = templateProblems(words, before.placeholders);
  if (problems.length > 0) throw messageErrors.badTemplate({ count: problems.length }, problems);
  const values = {
    titleZh: words.title.zh,
    titleEn: words.title.en,
    bodyZh: words.body.zh,
    bodyEn: words.body.en,
    version: before.version + 1,
    updatedAt: ctx.now,
  };
  await ctx.tx
    .insertInto('messageTemplate')
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute();
  published(ctx);
  ctx.record({ action: 'message.change-template', entity: 'messageTemplate', entityId: key });
  return getTemplate(ctx, key);
}

/** Gives a kind the words of the product again. */
export async function resetTemplate(ctx: Context, key: string): Promise<MessageTemplate> {
  await getTemplate(ctx, key);
  await ctx.tx.deleteFrom('messageTemplate').where('key', '=', key).execute();
  published(ctx);
  ctx.record({ action: 'message.reset-template', entity: 'messageTemplate', entityId: key });
  return getTemplate(ctx, key);
}

/** Placeholders that nothing fills in would reach people as they stand, and so would a lonely brace. */
function templateProblems(words: MessageWords, placeholders: readonly string[]): FieldProblem[] {
  return partsOf(words).flatMap(([path, text]) => {
    const unknown = holesOf(text).filter((name) => !placeholders.includes(name));
    const rest = text.replaceAll(/\{\w+\}/g, '');
    return [
      ...unknown.map((name) => ({
        path,
        text: { zh: `没有占位符“{${name}}”。`, en: `There is no placeholder “{${name}}”.` },
      })),
      ...(/[{}]/.test(rest) ? [{ path, text: { zh: '花括号没有成对。', en: 'A brace stands alone.' } }] : []),
    ];
  });
}

function partsOf({ title, body }: MessageWords): [path: string, text: string][] {
  return [
    ['/title/zh', title.zh],
    ['/title/en', title.en],
    ['/body/zh', body.zh],
    ['/body/en', body.en],
  ];
}

function holesOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
