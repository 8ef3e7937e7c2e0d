import { defineErrors } from '@quancheng/kernel/platform/errors';

export const postgresErrors = defineErrors('postgres', {
  noPlatform: {
    status: 503,
    zh: '没有适合本机（{platform}）的内置 PostgreSQL。',
    en: 'There is no built-in PostgreSQL for this machine ({platform}).',
    remedyZh: '请安装 PostgreSQL 15 到 18,并设置 DATABASE_URL。',
    remedyEn: 'Install PostgreSQL 15 to 18 and set DATABASE_URL.',
  },
  rootOnly: {
    status: 503,
    zh: 'PostgreSQL 不能以 root 运行，本机也没有可以代替的账户。',
    en: 'PostgreSQL does not run as root, and no account here can stand in for it.',
    remedyZh:
      '请用普通用户启动，或把 QC_DATA 设到其他账户能进入的目录，或设置 DATABASE_URL 使用已有的数据库。',
    remedyEn:
      'Start as an ordinary user, or set QC_DATA to a folder that other accounts can enter, or set DATABASE_URL to a database that runs already.',
  },
  dataVersion: {
    status: 503,
    zh: '数据目录由 PostgreSQL {found} 创建，内置的是 {known}。',
    en: 'The data folder was made by PostgreSQL {found}; the built-in one is {known}.',
    remedyZh: '请用当时的版本启动并备份，再恢复到新的数据目录。数据没有被改动。',
    remedyEn: 'Start the version that made it, back up, and restore into a new folder. Nothing was changed.',
  },
  failed: {
    status: 503,
    zh: '内置 PostgreSQL 没有启动成功：{reason}',
    en: 'The built-in PostgreSQL did not start: {reason}',
    remedyZh: '请查看数据目录中的 postgres.log。',
    remedyEn: 'See postgres.log in the data folder.',
  },
});
