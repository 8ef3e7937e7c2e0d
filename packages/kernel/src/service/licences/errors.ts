import { defineErrors } from '../../platform/errors/index.ts';

export const licenceErrors = defineErrors('licence', {
  notFound: {
    status: 404,
    zh: '没有找到这份证照。',
    en: 'There is no such licence.',
    remedyZh: '请核对编号；他人的证照只能用核验码核验。',
    remedyEn: 'Check its number; another person’s licence can only be checked by its code.',
  },
  unknownCode: {
    status: 404,
    zh: '没有核验码为“{code}”的证照。',
    en: 'No licence has the code “{code}”.',
    remedyZh: '请对照证照重新输入；如仍查不到，该证照可能是伪造的，请拨打热线核实。',
    remedyEn: 'Enter it again as printed; if it is still unknown the paper may be forged: call the hotline.',
  },
  alreadyHeld: {
    status: 409,
    zh: '持有人已有一份“{name}”，有效或者正在暂停使用。',
    en: 'The holder has a “{name}” already, valid or suspended.',
    remedyZh: '请先注销或换发原证照。',
    remedyEn: 'Have the old one revoked or replaced first.',
  },
  notDecidable: {
    status: 404,
    zh: '没有找到由您决定的这份证照。',
    en: 'There is no such licence that you may decide on.',
    remedyZh: '请核对编号。只有发证机关的审批岗，在其辖区内，可以变更证照的状态。',
    remedyEn:
      'Check the number. Only a deciding post of the issuing agency may change how a licence stands, within its division.',
  },
  notNow: {
    status: 409,
    zh: '这份证照现在的状态不能这样处理。',
    en: 'As this licence stands now, this cannot be done with it.',
    remedyZh: '请刷新后查看它的状态。',
    remedyEn: 'Reload to see how it stands.',
  },
  basisNeeded: {
    status: 400,
    zh: '请写明法律依据。',
    en: 'State the legal basis.',
    remedyZh: '对持有人不利的决定要写明法律名称和条款。',
    remedyEn: 'What is to the disadvantage of the holder names the law and the article.',
  },
  ownLicence: {
    status: 403,
    zh: '不能决定自己或自己代办的人的证照。',
    en: 'Nobody decides on a licence of their own or of whom they act for.',
    remedyZh: '请交由其他审批人员办理。',
    remedyEn: 'Leave it to another decider.',
  },
  noNotice: {
    status: 404,
    zh: '这次变更没有通知书。',
    en: 'There is no notice of this change.',
    remedyZh: '只有撤销和暂停才有通知书。',
    remedyEn: 'Only what was revoked or suspended has one.',
  },
});
