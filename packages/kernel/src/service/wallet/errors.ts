import { defineErrors } from '../../platform/errors/index.ts';

export const walletErrors = defineErrors('wallet', {
  notValid: {
    status: 409,
    zh: '这份证照现在不是有效状态，不能添加到钱包。',
    en: 'This licence is not valid now, so it cannot be added to a wallet.',
    remedyZh: '请先在证照页面查看它的状态。',
    remedyEn: 'See on the page of the licence how it stands.',
  },
  noCredential: {
    status: 404,
    zh: '您的钱包里没有这份证照。',
    en: 'There is no such licence in a wallet of yours.',
    remedyZh: '请刷新列表后再试。',
    remedyEn: 'Reload the list and try again.',
  },
  unknownType: {
    status: 404,
    zh: '没有“{type}”这种证照。',
    en: 'There is no licence type “{type}”.',
    remedyZh: '请从证照类型列表中选择。',
    remedyEn: 'Choose one of the types listed.',
  },
  unknownClaim: {
    status: 400,
    zh: '这种证照没有“{claim}”这一项。',
    en: 'This type of licence has no “{claim}”.',
    remedyZh: '请从这种证照的项目中选择。',
    remedyEn: 'Choose among what licences of the type say.',
  },
  unknownRequest: {
    status: 404,
    zh: '没有这次查验，或者它已经过期。',
    en: 'There is no such request, or it has expired.',
    remedyZh: '请重新发起查验。',
    remedyEn: 'Ask anew.',
  },
  unknownDevice: {
    status: 404,
    zh: '您没有这台设备，或者它已经停用。',
    en: 'You have no such device, or its cards have been stopped.',
    remedyZh: '请在“卡包”里重新添加证照。',
    remedyEn: 'Add your licences to the cards of this device again.',
  },
  deviceProof: {
    status: 400,
    zh: '没能确认这台设备的密钥。',
    en: 'The key of this device could not be confirmed.',
    remedyZh: '请重新添加一次。',
    remedyEn: 'Add the card once more.',
  },
  tooManyDevices: {
    status: 409,
    zh: '您已在 {most} 台设备上放了证照，不能再增加。',
    en: 'You keep cards on {most} devices already; no more can be added.',
    remedyZh: '请先停用一台不再使用的设备。',
    remedyEn: 'Stop the cards of a device that you use no more.',
  },
});
