import { defineErrors } from '@quancheng/kernel/platform/errors';

export const backupErrors = defineErrors('backup', {
  folderTaken: {
    status: 409,
    zh: '目录 {dir} 不是空的。',
    en: 'The folder {dir} is not empty.',
    remedyZh: '请换一个新目录；已有的备份不会被覆盖。',
    remedyEn: 'Name a new folder; an existing backup is never overwritten.',
  },
  weakKey: {
    status: 400,
    zh: '密钥文件 {file} 读不出来，或少于 16 个字符。',
    en: 'The key file {file} cannot be read, or holds fewer than 16 characters.',
    remedyZh: '可以这样生成：openssl rand -base64 32 > backup.key；请与备份分开保存。',
    remedyEn: 'Make one with: openssl rand -base64 32 > backup.key; keep it apart from the backups.',
  },
  incomplete: {
    status: 400,
    zh: '{dir} 不是完整的备份：没有 {file}。',
    en: '{dir} is not a whole backup: {file} is missing.',
    remedyZh: '备份中断时会这样。请改用另一份备份；目标数据库没有被改动。',
    remedyEn: 'An interrupted backup looks like this. Use another one; the target was not touched.',
  },
  altered: {
    status: 400,
    zh: '备份中的 {part} 与清单不符：缺失、被截断或被改动。',
    en: '{part} of the backup is not what the manifest says: missing, cut short or altered.',
    remedyZh: '请从另一处重新复制这份备份，或改用另一份；目标数据库没有被改动。',
    remedyEn: 'Copy this backup again from another place, or use another one; the target was not touched.',
  },
  keyNeeded: {
    status: 400,
    zh: '这份备份已加密。',
    en: 'This backup is encrypted.',
    remedyZh: '请用 --key 给出备份时使用的密钥文件。',
    remedyEn: 'Give the key file it was made with: --key FILE.',
  },
  wrongKey: {
    status: 400,
    zh: '密钥不对：这份备份是用另一把密钥加密的。',
    en: 'The key is wrong: this backup was encrypted with another one.',
    remedyZh: '请用备份时使用的密钥文件；目标数据库没有被改动。',
    remedyEn: 'Use the key file it was made with; the target was not touched.',
  },
  notEncrypted: {
    status: 400,
    zh: '给了密钥，但这份备份没有加密。',
    en: 'A key was given, but this backup is not encrypted.',
    remedyZh: '如果原来的备份是加密的，这一份可能被人替换过。确认无误后，请去掉 --key。',
    remedyEn: 'If yours was encrypted, someone may have replaced it. If you are sure, leave out --key.',
  },
  unknownFormat: {
    status: 400,
    zh: '备份的格式是 {found}，本程序只认识 {known}。',
    en: 'The backup has format {found}; this program knows {known}.',
    remedyZh: '请用做这份备份的版本或更新的版本恢复。',
    remedyEn: 'Restore with the version that made it, or a newer one.',
  },
  newerVersion: {
    status: 400,
    zh: '备份来自 {version} 版，其中的迁移 {name} 本程序没有或内容不同。',
    en: 'The backup is of version {version}; its migration {name} is unknown here or differs.',
    remedyZh: '请用 {version} 或更新的版本恢复；目标数据库没有被改动。',
    remedyEn: 'Restore with {version} or newer; the target was not touched.',
  },
  notEmpty: {
    status: 409,
    zh: '目标数据库不是空的（已有表 {table}）。',
    en: 'The target database is not empty (it has the table {table}).',
    remedyZh:
      '只能恢复到空数据库：请新建一个并设置 DATABASE_URL，或把 QC_DATA 设到新目录。原有数据没有被改动。',
    remedyEn:
      'A backup is restored into an empty database only: make one and set DATABASE_URL, or set QC_DATA to a new folder. Nothing was changed.',
  },
  unknownTable: {
    status: 500,
    zh: '备份中有表 {table}，但迁移和资源目录都没有建它。',
    en: 'The backup holds the table {table}, which neither the migrations nor the resources make.',
    remedyZh: '请在原来的环境中查明这张表从何而来，把它删除或写成迁移，再重新备份。',
    remedyEn: 'Find out where it comes from; remove it there or make it a migration, then back up again.',
  },
});
