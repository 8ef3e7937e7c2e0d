import type { Context } from '../../platform/context/index.ts';
import { defineMessages, getTemplate, sendMessage } from '../../platform/messages/index.ts';
import { fillText, type Text } from '../../platform/text/index.ts';

defineMessages('upstream', [], {
  linked: {
    title: { zh: '您的账号关联了新的登录方式', en: 'A sign-in was linked to your account' },
    body: {
      zh: '以后可以用“{name}”登录。如果不是您本人关联的，请到“关联的登录方式”解除，并修改密码。',
      en: 'You can sign in with {name} from now on. If you did not link it, unlink it under “Linked sign-ins” and change your password.',
    },
  },
  unlinked: {
    title: { zh: '一种登录方式已解除关联', en: 'A sign-in was unlinked from your account' },
    body: {
      zh: '“{name}”不能再登录您的账号。如果不是您本人解除的，请立即修改密码。',
      en: '{name} opens your account no more. If you did not unlink it, change your password at once.',
    },
  },
});

export function tellLinked(ctx: Context, accountId: string, name: Text): Promise<void> {
  return tell(ctx, accountId, 'linked', name);
}

export function tellUnlinked(ctx: Context, accountId: string, name: Text): Promise<void> {
  return tell(ctx, accountId, 'unlinked', name);
}

async function tell(ctx: Context, accountId: string, kind: 'linked' | 'unlinked', name: Text): Promise<void> {
  const { title, body } = await getTemplate(ctx, `upstream.${kind}`);
  sendMessage(ctx, { accountId, title, body: fillText(body, { name }) });
}
