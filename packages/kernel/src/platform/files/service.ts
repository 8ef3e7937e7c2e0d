import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import type { Context } from '../context/index.ts';
import { platformErrors } from '../errors/index.ts';
import { newId } from '../ids/index.ts';
import type { Blobs } from './blobs.ts';
import { fileErrors } from './errors.ts';
import type { Scanner } from './scanner.ts';

export interface FileRow {
  id: string;
  hash: string;
  name: string;
  mediaType: string;
  bytes: number;
  accountId: string | null;
}

/** An upload that may be kept. */
export interface Examined {
  name: string;
  mediaType: string;
  content: Uint8Array;
  scan: 'clean' | 'skipped';
}

export interface Files {
  /**
   * Looks at an upload before anything is kept, outside any transaction; its type is what its first bytes say.
   * Errors: `file.*`.
   */
  examine(file: { name: string; content: Uint8Array }): Promise<Examined>;
  upload(ctx: Context, file: Examined): Promise<FileRow>;
  /** Keeps a document that the platform made itself. */
  keep(ctx: Context, file: { name: string; mediaType: string; content: Uint8Array }): Promise<FileRow>;
  find(ctx: Context, id: string): Promise<FileRow | undefined>;
  get(ctx: Context, id: string): Promise<FileRow>;
  read(file: FileRow): Readable;
}

const accepted = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic']);
const columns = ['id', 'hash', 'name', 'mediaType', 'bytes', 'accountId'] as const;

export function createFiles(deps: { blobs: Blobs; scanner: Scanner }): Files {
  const { blobs, scanner } = deps;

  async function examine({ name, content }: { name: string; content: Uint8Array }): Promise<Examined> {
    if (content.byteLength === 0) throw fileErrors.empty();
    const type = await fileTypeFromBuffer(content);
    if (!type || !accepted.has(type.mime)) throw fileErrors.kind({ name: name.slice(-80) });
    const scan = await scanner.scan(Readable.from([content]));
    if (scan === 'infected') throw fileErrors.infected({ name: name.slice(-80) });
    return { name: cleanName(name), mediaType: type.mime, content, scan };
  }

  async function store(ctx: Context, { scan, ...file }: Examined): Promise<FileRow> {
    const hash = createHash('sha256').update(file.content).digest('hex');
    await blobs.put(hash, file.content);
    const row: FileRow = {
      id: newId(),
      hash,
      name: file.name,
      mediaType: file.mediaType,
      bytes: file.content.byteLength,
      accountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
    };
    await ctx.tx
      .insertInto('file')
      .values({ ...row, scan, createdAt: ctx.now })
      .execute();
    ctx.record({
      action: 'file.keep',
      entity: 'file',
      entityId: row.id,
      detail: { mediaType: row.mediaType },
    });
    return row;
  }

  const find = (ctx: Context, id: string): Promise<FileRow | undefined> =>
    ctx.tx.selectFrom('file').select(columns).where('id', '=', id).executeTakeFirst();

  return {
    examine,
    upload: store,
    keep: (ctx, file) => store(ctx, { ...file, scan: 'clean' }),
    find,
    get: async (ctx, id) => {
      const file = await find(ctx, id);
      if (!file) throw platformErrors.notFound();
      return file;
    },
    read: (file) => blobs.get(file.hash),
  };
}

/** The last part of what a browser called the file, without characters that headers or shells dislike. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(/[\p{Cc}"<>|:*?]/gu, '').slice(-120) || 'file';
}
