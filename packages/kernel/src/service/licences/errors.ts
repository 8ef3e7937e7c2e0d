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
    zh: '持有人已有一份有效的“{name}”。',
    en: 'The holder has a valid “{name}” already.',
    remedyZh: '请先注销或换发原证照。',
    remedyEn: 'Have the old one revoked or replaced first.',
  },
  notDecidable: {
    status: 404,
    zh: '没有找到由您决定的这份证照。',
    en: 'There is no such licence that you may decide on.',
    remedyZh: '请核对编号。只有发证机关的审批岗，在其辖区内，可以撤销证照。',
    remedyEn: 'Check the number. Only a deciding post of the issuing agency may revoke, within its division.',
  },
  notValid: {
    status: 409,
    zh: '这份证照现在不是有效状态。',
    en: 'This licence is not valid now.',
    remedyZh: '请刷新后查看；只有有效的证照可以撤销。',
    remedyEn: 'Reload to see its state; only a valid licence can be revoked.',
  },
  ownLicence: {
    status: 403,
    zh: '不能决定自己或自己代办的人的证照。',
    en: 'Nobody decides on a licence of their own or of whom they act for.',
    remedyZh: '请交由其他审批人员办理。',
    remedyEn: 'Leave it to another decider.',
  },
  notRevoked: {
    status: 404,
    zh: '这份证照没有被撤销。',
    en: 'This licence was not revoked.',
    remedyZh: '只有被撤销的证照才有撤销通知书。',
    remedyEn: 'Only a revoked licence has such a notice.',
  },
});
