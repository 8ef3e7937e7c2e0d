import { addParty } from '../store.ts';
import { tellPerson, tellSide } from '../tell.ts';
import type { Operation } from './index.ts';
import { header, inputText } from './inputs.ts';

const askParty: Operation = async (ctx, session, call) => {
  const personId = inputText(call, 'personId');
  await addParty(ctx, session.row.id, personId, header(call, 'role'));
  await tellPerson(ctx, session, personId, 'confirm');
  return {};
};

const message: Operation = async (ctx, session, call) => {
  const key = header(call, 'text');
  const part = (name: 'title' | 'body') => ({
    zh: session.words.zh.texts[`${key}.${name}`] ?? key,
    en: session.words.en.texts[`${key}.${name}`] ?? key,
  });
  const values = Object.fromEntries(
    Object.entries(call.inputs).map(([name, value]) => [name, String(value)]),
  );
  await tellSide(ctx, session, { title: part('title'), body: part('body') }, values);
  return {};
};

export const peopleOperations = { 'party.ask': askParty, 'message.send': message };
