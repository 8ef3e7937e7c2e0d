import type { Context } from '../../platform/context/index.ts';
import {
  defineMessages,
  getTemplate,
  sendMessage,
  type MessageWords,
} from '../../platform/messages/index.ts';
import { accountsOfPeople } from '../accounts/index.ts';
import { fillText, type Text } from '../../platform/text/index.ts';
import { namedItems } from './present.ts';

/** Puts a message into the inbox of each of these people who has an account. */
export async function tellPeople(
  ctx: Context,
  personIds: readonly string[],
  message: MessageWords,
): Promise<void> {
  for (const accountId of await accountsOfPeople(ctx, personIds)) sendMessage(ctx, { accountId, ...message });
}

const messages = defineMessages('mandate', [], {
  granted: {
    title: { zh: '您授权了{agent}', en: 'You appointed {agent}' },
    body: {
      zh: '{agent}可以替{principal}办理{scope}，到 {until}为止。您随时可以在“替别人办事”里收回。',
      en: '{agent} may act for {principal} in {scope} until {until}. You can revoke this at any time under “Acting for others”.',
    },
  },
  appointed: {
    title: { zh: '您可以替{principal}办事', en: 'You may act for {principal}' },
    body: {
      zh: '{principal}授权您办理{scope}，到 {until}为止。不愿意代办的，可以在“替别人办事”里点“不再代办”。',
      en: '{principal} appointed you for {scope} until {until}. If you do not wish to, choose “Stop acting” under “Acting for others”.',
    },
  },
  caseGranted: {
    title: { zh: '您请{agent}代办一件事', en: 'You appointed {agent} for one case' },
    body: {
      zh: '{agent}可以替{principal}继续办理“{item}”这一件（办件编号 {number}），办完或者到 {until}为止。您随时可以在“替别人办事”里收回。',
      en: '{agent} may go on with case {number}, “{item}”, for {principal} until it ends, or until {until} at the latest. You can revoke this at any time under “Acting for others”.',
    },
  },
  caseAppointed: {
    title: { zh: '{principal}请您代办一件事', en: '{principal} appointed you for one case' },
    body: {
      zh: '您可以替{principal}继续办理“{item}”这一件（办件编号 {number}），办完或者到 {until}为止。不愿意代办的，可以在“替别人办事”里点“不再代办”。',
      en: 'You may go on with case {number}, “{item}”, for {principal} until it ends, or until {until} at the latest. If you do not wish to, choose “Stop acting” under “Acting for others”.',
    },
  },
  guardianRecorded: {
    title: { zh: '已登记{agent}为{principal}的监护人', en: '{agent} is recorded as guardian of {principal}' },
    body: {
      zh: '{agent}可以替{principal}办理{scope}，到 {until}为止。有误的，请到登记的窗口更正。',
      en: '{agent} may act for {principal} in {scope} until {until}. If this is wrong, have it corrected at the window that recorded it.',
    },
  },
  guardianEnded: {
    title: { zh: '{agent}不再是{principal}的监护人', en: '{agent} is no longer guardian of {principal}' },
    body: { zh: '窗口已撤销登记。理由：{scope}', en: 'A window ended the record. Reason: {scope}' },
  },
  revoked: {
    title: { zh: '{agent}不再替{principal}办事', en: '{agent} no longer acts for {principal}' },
    body: {
      zh: '授权已结束，正在办理的事项会继续。{agent}不能再凭这份授权操作。',
      en: 'The mandate has ended. Cases under way go on, but {agent} can do nothing more in them.',
    },
  },
  laidOff: {
    title: { zh: '您不再替{principal}办事', en: 'You no longer act for {principal}' },
    body: {
      zh: '授权已结束，您代办的事项会继续办理。您不能再凭这份授权操作。',
      en: 'The mandate has ended. Cases that you filed go on, but you can do nothing more in them.',
    },
  },
});

interface ToldOfBoth {
  agent: string;
  principal: string;
  until: Text;
}

/** What both sides read of a mandate for items; `scope` and `until` in each language. */
export interface Told extends ToldOfBoth {
  scope: Text;
}

/** What both sides read of a mandate for one case under way. */
interface ToldOfCase extends ToldOfBoth {
  item: Text;
  /** Of the case. */
  number: string;
}

/** Items as a sentence names them; none means all. */
export function scopeText(scope: readonly string[], titles: ReadonlyMap<string, Text>): Text {
  if (scope.length === 0) return { zh: '所有事项', en: 'all matters' };
  const names = namedItems(scope, titles).map(({ title }) => title);
  return {
    zh: names.map(({ zh }) => `“${zh}”`).join('、'),
    en: names.map(({ en }) => `“${en}”`).join(', '),
  };
}

export async function tellOf(
  ctx: Context,
  kind: keyof typeof messages,
  personIds: readonly string[],
  told: Told | ToldOfCase,
): Promise<void> {
  const { title, body } = await getTemplate(ctx, `mandate.${kind}`);
  await tellPeople(ctx, personIds, {
    title: fillText(title, { ...told }),
    body: fillText(body, { ...told }),
  });
}
