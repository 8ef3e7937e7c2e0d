import { addParty } from '../store.ts';
import { packMessage } from '../pack-messages.ts';
import { tellPerson, tellSide } from '../tell.ts';
import type { Operation } from './model.ts';
import { header, inputText } from './inputs.ts';

const askParty: Operation = async (ctx, session, call) => {
  const personId = inputText(call, 'personId');
  await addParty(ctx, session.row.id, personId, header(call, 'role'));
  await tellPerson(ctx, session, personId, 'confirm');
  return {};
};

const message: Operation = async (ctx, session, call) => {
  const words = await packMessage(ctx, session, header(call, 'text'));
  const values = Object.fromEntries(
    Object.entries(call.inputs).map(([name, value]) => [name, String(value)]),
  );
  await tellSide(ctx, session, words, values);
  return {};
};

export const peopleOperations = { 'party.ask': askParty, 'message.send': message };
