import type { Clock } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Ask, Reply } from './channel.ts';
import { bytesOf, contentOf, typesHere, type ContentDeps } from './content.ts';
import { contentDigest, mostMessages, type LicenceMessage, type Receipt } from './model.ts';
import {
  findUpper,
  listBusyLanes,
  listWaiting,
  saveAnswered,
  saveAway,
  saveContent,
  saveRefused,
  saveTaken,
  type Message,
  type Upper,
} from './upper-store.ts';

const kind = 'exchange.send';
/** Files are sent one by one, so that fewer messages with one go at once. */
const mostFiles = 5;

export interface SendDeps extends ContentDeps {
  ask: Ask;
  /** A step lines up behind what came while it worked. */
  clock: Clock;
}

/** Sees to it that each lane in which something waits has its job; called from time to time. */
export async function wakeLanes(ctx: Context): Promise<void> {
  const upper = await findUpper(ctx);
  if (upper?.state !== 'active') return;
  const lanes = await listBusyLanes(ctx);
  if (lanes.length === 0) return;
  for (const lane of lanes)
    ctx.enqueue({
      kind,
      key: `lane-${lane}`,
      payload: { lane },
      ...(upper.retryAt ? { runAt: upper.retryAt } : {}),
    });
}

/**
 * Sends what waits in a lane, some at a time, each time in a transaction of its own. Whatever happens in between is
 * harmless: what was sent and not noted is sent again just as it was, and answered as the first time. While the upper
 * level is away one attempt is made after growing pauses, however long it takes.
 */
export function sendHandlers(deps: SendDeps) {
  const { ask, files, clock } = deps;

  async function step(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const lane = Number(payload['lane']);
    const upper = await findUpper(ctx);
    if (upper?.state !== 'active') return;
    const lineUp = (runAt = clock.now()) =>
      ctx.enqueue({ kind, key: `lane-${lane}`, payload: { lane }, runAt });
    if (upper.retryAt !== null && upper.retryAt > ctx.now) return lineUp(upper.retryAt);
    const waiting = await listWaiting(ctx, lane, mostMessages);
    if (waiting.length === 0) return;
    // Fixed and committed before the first of it leaves the house.
    const loose = waiting.filter(({ content }) => content === null);
    if (loose.length > 0) {
      for (const message of loose) await fix(ctx, message);
      return lineUp();
    }
    const told = await tellTypes(ctx, upper);
    // Committed before more is sent: nobody waits for the row of the upper level while it thinks.
    if (told === 'told') return lineUp();
    if (told === 'away' || !(await sendSome(ctx, upper, fewFiles(waiting))))
      return lineUp(await pauseOf(ctx));
    await saveAnswered(ctx, upper.id);
    lineUp();
  }

  async function fix(ctx: Context, message: Message): Promise<void> {
    const content = await contentOf(ctx, deps, message);
    await saveContent(ctx, message, content, contentDigest(content));
  }

  async function tellTypes(ctx: Context, upper: Upper): Promise<'known' | 'told' | 'away'> {
    const types = await typesHere(ctx);
    const hash = contentDigest(types);
    if (upper.typesDigest === hash) return 'known';
    const reply = await ask(ctx, upper, 'types', { types });
    if (reply.kind !== 'answer') {
      await away(ctx, upper, reply.problem);
      return 'away';
    }
    await sql`update exchange_upper set types_digest = ${hash} where id = ${upper.id}`.execute(ctx.tx);
    return 'told';
  }

  /** False when it is away. */
  async function sendSome(ctx: Context, upper: Upper, messages: readonly Message[]): Promise<boolean> {
    const sent: Message[] = [];
    for (const message of messages) {
      const reply = hasFile(message) ? await sendFile(ctx, upper, message) : undefined;
      if (reply?.kind === 'away') return away(ctx, upper, reply.problem);
      // Too large, for instance; the licence must not seem to have a file there.
      if (reply?.kind === 'refused') await saveRefused(ctx, message, reply.problem);
      else sent.push(message);
    }
    return sent.length === 0 || sendMessages(ctx, upper, sent);
  }

  async function sendMessages(ctx: Context, upper: Upper, messages: readonly Message[]): Promise<boolean> {
    const reply = await ask<{ receipts: Receipt[] }>(ctx, upper, 'licences', {
      messages: messages.map(({ content }) => content),
    });
    if (reply.kind === 'away') return away(ctx, upper, reply.problem);
    if (reply.kind === 'answer') {
      await noteReceipts(ctx, messages, reply.body.receipts);
      return true;
    }
    const [only] = messages;
    // One of many that is wrong must not hold up the others.
    if (messages.length === 1 && only) await saveRefused(ctx, only, reply.problem);
    else for (const message of messages) if (!(await sendMessages(ctx, upper, [message]))) return false;
    return true;
  }

  async function sendFile(ctx: Context, upper: Upper, message: Message): Promise<Reply<unknown>> {
    const bytes = await bytesOf(ctx, files, message.ofdFileId ?? '');
    const { fileDigest } = message.content as LicenceMessage;
    return ask(ctx, upper, 'files', { fileDigest, content: bytes.toString('base64') });
  }

  async function away(ctx: Context, upper: Upper, problem: Text): Promise<false> {
    await saveAway(ctx, upper.id, problem);
    return false;
  }

  return { [kind]: step };
}

function hasFile({ kind: of, ofdFileId }: Message): boolean {
  return ofdFileId !== null && (of === 'file' || of === 'stock');
}

function fewFiles(messages: readonly Message[]): Message[] {
  let files = 0;
  const end = messages.findIndex((message) => hasFile(message) && (files += 1) > mostFiles);
  return messages.slice(0, end === -1 ? messages.length : end);
}

async function pauseOf(ctx: Context): Promise<Date> {
  return (await findUpper(ctx))?.retryAt ?? ctx.now;
}

const unsaid = { zh: '上级系统没有说明原因。', en: 'The upper level did not say why.' };
const differs = {
  zh: '上级系统已有同一版本、内容不同的记录，等待上级人工核对。',
  en: 'The upper level has another content under the same version; a person there has to decide.',
};

async function noteReceipts(
  ctx: Context,
  messages: readonly Message[],
  receipts: readonly Receipt[],
): Promise<void> {
  for (const message of messages) {
    const { certificateIdentifier: identifier, certificateTypeCode: typeCode } =
      message.content as LicenceMessage;
    const receipt = receipts.find(
      ({ certificateIdentifier, version }) =>
        certificateIdentifier === identifier && version === message.version,
    );
    if (receipt?.outcome === 'accepted' || receipt?.outcome === 'late')
      await saveTaken(ctx, message, { identifier, typeCode });
    else
      await saveRefused(
        ctx,
        message,
        receipt?.outcome === 'conflict' ? differs : (receipt?.reason ?? unsaid),
      );
  }
}
