import type { Text } from '../text/index.ts';

export interface Purpose {
  code: string;
  name: Text;
  /** Who may give it. */
  by: 'staff' | 'system' | 'resident';
  text: Text;
}

/** Purposes for which data of another person may be read; `contracts/purposes.md` lists them. */
export const purposes = [
  {
    code: 'case-handling',
    by: 'staff',
    name: { zh: '办理事项', en: 'Handling a case' },
    text: { zh: '受理、审查、决定某一具体办件。', en: 'To accept, review or decide one case.' },
  },
  {
    code: 'case-decision',
    by: 'system',
    name: { zh: '按规则自动核验', en: 'Checking by rule' },
    text: {
      zh: '您提交申请后，系统按公开规则核验所需信息。',
      en: 'After you applied, the published rules checked what they need.',
    },
  },
  {
    code: 'licence-issue',
    by: 'system',
    name: { zh: '制发电子证照', en: 'Making an electronic licence' },
    text: {
      zh: '发证机关按登记信息为您制发电子证照。',
      en: 'The issuing agency made an electronic licence from what is registered.',
    },
  },
  {
    code: 'licence-use',
    by: 'staff',
    name: { zh: '使用电子证照', en: 'Use of a licence' },
    text: {
      zh: '凭您的授权或者法律规定，使用您的电子证照。',
      en: 'A licence was used as you granted or as the law provides.',
    },
  },
  {
    code: 'case-intake',
    by: 'staff',
    name: { zh: '窗口代办', en: 'Help at a window' },
    text: {
      zh: '您在窗口请工作人员代为填写申请。',
      en: 'You asked a clerk at a window to fill in an application.',
    },
  },
  {
    code: 'account-recovery',
    by: 'staff',
    name: { zh: '窗口重设密码', en: 'A new password at a window' },
    text: {
      zh: '您到窗口出示身份证，重设登录密码。',
      en: 'At a window you showed your identity card to choose a new password.',
    },
  },
  {
    code: 'sign-in',
    by: 'system',
    name: { zh: '核对登录人', en: 'Checking who signs in' },
    text: {
      zh: '您用其他平台的账号登录时，系统核对姓名和身份证号。',
      en: 'When you signed in through another service, name and identity number were compared.',
    },
  },
  {
    code: 'certificate-issue',
    by: 'system',
    name: { zh: '签发登录证书', en: 'Issuing a certificate' },
    text: {
      zh: '管理员给您签发登录证书时，系统读取您的姓名。',
      en: 'When an administrator issued you a certificate to sign in with, your name was read.',
    },
  },
  {
    code: 'form-filling',
    by: 'resident',
    name: { zh: '代他人办理', en: 'Acting for another' },
    text: { zh: '受您委托的人填写申请。', en: 'Someone you appointed filled in an application.' },
  },
  {
    code: 'case-confirming',
    by: 'resident',
    name: { zh: '确认共同申请', en: 'Confirming a joint application' },
    text: {
      zh: '与您共同申请的人核对申请后确认。',
      en: 'Someone who applies together with you read the application to confirm it.',
    },
  },
  {
    code: 'dispute',
    by: 'staff',
    name: { zh: '核实异议', en: 'Checking a dispute' },
    text: { zh: '核实您对数据提出的异议。', en: 'To check data that you disputed.' },
  },
  {
    code: 'rating-follow-up',
    by: 'staff',
    name: { zh: '差评回访', en: 'Following up a rating' },
    text: { zh: '就您的评价回访并整改。', en: 'To call back and mend what your rating named.' },
  },
  {
    code: 'supervision',
    by: 'staff',
    name: { zh: '监督检查', en: 'Supervision' },
    text: {
      zh: '依法对办理过程进行监督检查。',
      en: 'To supervise how cases are handled, as the law provides.',
    },
  },
] as const satisfies readonly Purpose[];

export type PurposeCode = (typeof purposes)[number]['code'];

export function isPurpose(code: string): code is PurposeCode {
  return purposes.some((purpose) => purpose.code === code);
}
