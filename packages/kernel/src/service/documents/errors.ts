import { defineErrors } from '../../platform/errors/index.ts';

export const documentErrors = defineErrors('document', {
  unreadable: {
    status: 422,
    zh: '这份文件读不出来：{reason}',
    en: 'The document cannot be read: {reason}',
    remedyZh: '请确认它是 OFD 或 PDF 文件，并换一份完整的文件再试。',
    remedyEn: 'Make sure that it is an OFD or PDF file, and try again with a complete copy.',
  },
  tooHeavy: {
    status: 422,
    zh: '这份文件太复杂，没有核验完。',
    en: 'The document is too complex to be checked to the end.',
    remedyZh: '它可能是有意做成这样的，请向出具它的单位核实。',
    remedyEn: 'It may have been made so on purpose; ask who issued it.',
  },
  busy: {
    status: 503,
    zh: '正在核验的文件很多，请稍后再试。',
    en: 'Many documents are being checked; try again in a moment.',
    remedyZh: '请过一分钟再试。',
    remedyEn: 'Try again in a minute.',
  },
});
