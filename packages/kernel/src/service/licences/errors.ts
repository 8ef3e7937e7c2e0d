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
});
