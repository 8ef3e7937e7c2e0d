import type { PackTexts } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { defineMessages, wordsFor, type MessageWords } from '../../platform/messages/index.ts';
import type { CaseSession } from './session.ts';
import { placeholders } from './tell.ts';

type Texts = Readonly<Record<'zh' | 'en', PackTexts>>;

/**
 * Lets administrators change the messages of a pack: every text whose keys end with `.title` and `.body`.
 * They are listed as `pack.PACK.KEY`.
 */
export function definePackMessages(pack: string, texts: Texts): void {
  const keys = Object.keys(texts.zh.texts)
    .filter((key) => key.endsWith('.title'))
    .map((key) => key.slice(0, -'.title'.length))
    .filter((key) => `${key}.body` in texts.zh.texts);
  const kinds = Object.fromEntries(keys.map((key) => [key, messageOf(texts, key)]));
  defineMessages(prefixOf(pack), placeholders, kinds);
}

/** What a message of the case's pack says now. */
export function packMessage(ctx: Context, { item, words }: CaseSession, key: string): Promise<MessageWords> {
  const own = messageOf(words, key);
  return item.pack === null ? Promise.resolve(own) : wordsFor(ctx, `${prefixOf(item.pack)}.${key}`, own);
}

const prefixOf = (pack: string): string => `pack.${pack}`;

function messageOf({ zh, en }: Texts, key: string): MessageWords {
  const part = (name: 'title' | 'body') => ({
    zh: zh.texts[`${key}.${name}`] ?? key,
    en: en.texts[`${key}.${name}`] ?? key,
  });
  return { title: part('title'), body: part('body') };
}
