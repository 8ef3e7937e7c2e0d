import type { Context } from '../../platform/context/index.ts';
import { defineMessages, getTemplate, sendMessage } from '../../platform/messages/index.ts';
import { fillText, type Text } from '../../platform/text/index.ts';

/** What the holder of an account hears of it; an administrator may change the words. */
const messages = defineMessages('account', [], {
  newDevice: {
    title: { zh: '有新设备登录了您的账号', en: 'A new device signed in to your account' },
    body: {
      zh: '设备：{device}，网络：{network}。如果不是您本人，请到“登录设备”让它退出，并修改密码。',
      en: 'Device: {device}, network: {network}. If this was not you, sign it out under “Signed-in devices” and change your password.',
    },
  },
  passwordChanged: {
    title: { zh: '您的密码已修改', en: 'Your password was changed' },
    body: {
      zh: '其他设备已经退出登录。如果不是您本人修改的，请立即联系管理员。',
      en: 'All other devices were signed out. If you did not do this, tell an administrator at once.',
    },
  },
  codeOn: {
    title: { zh: '登录时要输入动态验证码了', en: 'Codes at sign-in are on' },
    body: {
      zh: '请把备用码保存在安全的地方。如果不是您本人开启的，请立即联系管理员。',
      en: 'Keep your recovery codes in a safe place. If you did not do this, tell an administrator at once.',
    },
  },
  codeOff: {
    title: { zh: '登录时不再要动态验证码', en: 'Codes at sign-in are off' },
    body: {
      zh: '以后只凭密码登录。如果不是您本人关闭的，请立即修改密码。',
      en: 'From now on the password alone is asked. If you did not do this, change your password at once.',
    },
  },
  recoveryUsed: {
    title: { zh: '有人用备用码登录了您的账号', en: 'A recovery code was used to sign in' },
    body: {
      zh: '这个备用码不能再用。如果不是您本人，请立即修改密码。',
      en: 'It works no more. If this was not you, change your password at once.',
    },
  },
  passkeyAdded: {
    title: { zh: '您的账号添加了通行密钥', en: 'A passkey was added to your account' },
    body: {
      zh: '名称：{name}。如果不是您本人添加的，请到“密码与验证”删除它，并修改密码。',
      en: 'Its name: {name}. If you did not add it, remove it under “Password and codes” and change your password.',
    },
  },
  passkeyRemoved: {
    title: { zh: '您的一把通行密钥已删除', en: 'One of your passkeys was removed' },
    body: {
      zh: '名称：{name}。它不能再用来登录。如果不是您本人删除的，请立即修改密码。',
      en: 'Its name: {name}. It opens your account no more. If you did not remove it, change your password at once.',
    },
  },
  certificateIssued: {
    title: {
      zh: '管理员为您签发了登录证书',
      en: 'An administrator issued you a certificate to sign in with',
    },
    body: {
      zh: '有效期至 {until}。请到“密码与验证”添加后使用。如果您没有申请，请不要添加，并联系管理员。',
      en: 'It is valid until {until}. Add it under “Password and codes” before you use it. If you did not ask for it, do not add it and tell an administrator.',
    },
  },
  certificateAdded: {
    title: { zh: '您的账号添加了数字证书', en: 'A certificate was added to your account' },
    body: {
      zh: '签发机构：{issuer}。如果不是您本人添加的，请到“密码与验证”删除它，并修改密码。',
      en: 'Its issuer: {issuer}. If you did not add it, remove it under “Password and codes” and change your password.',
    },
  },
  certificateEnds: {
    title: { zh: '您的数字证书快到期了', en: 'Your certificate ends soon' },
    body: {
      zh: '签发机构：{issuer}，有效期至 {until}。到期后不能再用它登录，请提前到签发机构更换，再到“密码与验证”添加新的。',
      en: 'Its issuer: {issuer}; valid until {until}. After that it opens your account no more: get another one from its issuer in time, and add it under “Password and codes”.',
    },
  },
  certificateRemoved: {
    title: { zh: '您的一张数字证书已删除', en: 'One of your certificates was removed' },
    body: {
      zh: '签发机构：{issuer}。它不能再用来登录。如果不是您本人删除的，请立即修改密码。',
      en: 'Its issuer: {issuer}. It opens your account no more. If you did not remove it, change your password at once.',
    },
  },
  faceFailed: {
    title: { zh: '有一次刷脸没有通过', en: 'A face check did not pass' },
    body: {
      zh: '有人登录您的账号后刷脸，没有通过。如果不是您本人，请立即修改密码。',
      en: 'Someone signed in to your account, and a face check did not pass. If this was not you, change your password at once.',
    },
  },
  atWindow: {
    title: { zh: '您正在窗口办理业务', en: 'You are being helped at a window' },
    body: {
      zh: '窗口：{place}，工作人员：{clerk}，证件尾号：{end}。如果您本人不在窗口，请立即联系该单位负责人。',
      en: 'Window: {place}, clerk: {clerk}, document ending in {end}. If you are not there, tell the head of that agency at once.',
    },
  },
  passwordAtWindow: {
    title: { zh: '您的密码已在窗口重设', en: 'Your password was replaced at a window' },
    body: {
      zh: '窗口：{place}，工作人员：{clerk}，证件尾号：{end}，所有设备已退出登录。如果不是您本人，请立即联系该单位负责人。',
      en: 'Window: {place}, clerk: {clerk}, document ending in {end}; all devices were signed out. If this was not you, tell the head of that agency at once.',
    },
  },
  cardsOnDevice: {
    title: { zh: '有一台设备要存放您的证照', en: 'A device is to hold your licences' },
    body: {
      zh: '名称：{name}。如果不是您本人，请到“卡包”停用它，并修改密码。',
      en: 'Its name: {name}. If this was not you, stop it under “Cards” and change your password.',
    },
  },
  resetMade: {
    title: { zh: '管理员为您生成了重设链接', en: 'An administrator made a reset link for you' },
    body: {
      zh: '链接 24 小时内有效，只能用一次。如果您没有申请，请立即告诉单位负责人。',
      en: 'It is valid for 24 hours and works once. If you did not ask for it, tell the head of your agency at once.',
    },
  },
  codeReset: {
    title: { zh: '您的动态验证码已重设', en: 'Your authenticator was reset' },
    body: {
      zh: '旧验证器不能再用，所有设备已经退出登录。如果不是您本人，请立即联系管理员。',
      en: 'The old one works no more and all devices were signed out. If you did not do this, tell an administrator at once.',
    },
  },
});

export async function tellAccount(
  ctx: Context,
  accountId: string,
  kind: Exclude<keyof typeof messages, 'newDevice'>,
  told: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { title, body } = await getTemplate(ctx, `account.${kind}`);
  sendMessage(ctx, { accountId, title, body: fillText(body, told) });
}

/** Tells the holder of an account that it was entered from a browser that it had not met. */
export async function tellNewDevice(
  ctx: Context,
  accountId: string,
  told: { device: Text; network: string },
): Promise<void> {
  const { title, body } = await getTemplate(ctx, 'account.newDevice');
  sendMessage(ctx, { accountId, title: fillText(title, told), body: fillText(body, told) });
}
