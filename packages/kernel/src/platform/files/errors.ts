import { defineErrors } from '../errors/index.ts';

export const fileErrors = defineErrors('file', {
  kind: {
    status: 415,
    zh: '不支持“{name}”这种文件。',
    en: 'Files like “{name}” are not accepted.',
    remedyZh: '请上传 PDF、JPG、PNG、WebP 或 HEIC；内容应与扩展名一致。',
    remedyEn: 'Upload a PDF, JPG, PNG, WebP or HEIC whose content is what its name says.',
  },
  empty: {
    status: 400,
    zh: '没有收到文件内容。',
    en: 'The file is empty.',
    remedyZh: '请重新选择文件后上传。',
    remedyEn: 'Choose the file again.',
  },
  tooLarge: {
    status: 413,
    zh: '文件超过 {limit}。',
    en: 'The file is larger than {limit}.',
    remedyZh: '请压缩图片或分开上传。',
    remedyEn: 'Compress the picture, or upload it in parts.',
  },
  full: {
    status: 507,
    zh: '存储空间已满，文件没有保存。',
    en: 'There is no space left; the file was not kept.',
    remedyZh: '您填的内容都在。请过一会儿再上传；如仍不行，请告诉客服。',
    remedyEn: 'Nothing else of yours is lost. Upload it again later; if it persists, tell support.',
  },
  infected: {
    status: 422,
    zh: '文件“{name}”没有通过安全检查。',
    en: 'The file “{name}” did not pass the safety check.',
    remedyZh: '请用杀毒软件检查后换一份文件上传。',
    remedyEn: 'Check your device, then upload another copy.',
  },
  unchecked: {
    status: 503,
    zh: '安全检查暂时无法进行，文件没有保存。',
    en: 'The safety check is not available at the moment; the file was not kept.',
    remedyZh: '您填的内容都在。请过几分钟再上传；也可以把材料带到办事大厅。',
    remedyEn: 'Nothing else of yours is lost. Upload it again in a few minutes, or bring it to a hall.',
  },
});
