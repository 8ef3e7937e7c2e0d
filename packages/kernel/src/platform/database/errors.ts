import { defineErrors } from '../errors/index.ts';

export const databaseErrors = defineErrors('database', {
  unreachable: {
    status: 503,
    zh: '连接不上数据库（{reason}）。',
    en: 'The database cannot be reached ({reason}).',
    remedyZh: '请检查 DATABASE_URL 的地址、端口、用户名和密码，以及数据库是否在运行。',
    remedyEn: 'Check the address, port, user and password in DATABASE_URL, and that the database runs.',
  },
  newer: {
    status: 503,
    zh: '数据库由更新的版本创建（迁移 {found}），本程序只认识到 {known}。',
    en: 'The database was made by a newer version (migration {found}); this one knows up to {known}.',
    remedyZh: '请使用同样新或更新的版本启动；数据没有被改动。',
    remedyEn: 'Start a version at least as new; nothing was changed.',
  },
  changedMigration: {
    status: 503,
    zh: '迁移 {name} 与数据库中已执行的内容不一致。',
    en: 'Migration {name} differs from what was applied to this database.',
    remedyZh: '已执行的迁移不能修改：请恢复该文件，改用新的迁移。',
    remedyEn: 'An applied migration never changes: restore the file and write a new one.',
  },
  tooOld: {
    status: 503,
    zh: 'PostgreSQL {found} 过旧。',
    en: 'PostgreSQL {found} is too old.',
    remedyZh: '请使用 PostgreSQL 15 到 18。',
    remedyEn: 'Use PostgreSQL 15 to 18.',
  },
  encoding: {
    status: 503,
    zh: '数据库编码是 {found}，中文会损坏。',
    en: 'The database encoding is {found}; Chinese text would break.',
    remedyZh: '请以 UTF8 编码重新建库。',
    remedyEn: 'Create the database with encoding UTF8.',
  },
});
