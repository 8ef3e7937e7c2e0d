import { defineErrors } from '@quancheng/kernel/platform/errors';

export const configErrors = defineErrors('config', {
  clock: {
    status: 503,
    zh: '本机时间与数据库时间相差 {seconds} 秒。',
    en: 'The clock of this machine and that of the database are {seconds} seconds apart.',
    remedyZh: '办理期限按时间计算，请先在两台机器上校准时间（例如启用 NTP），再启动。',
    remedyEn: 'Terms run by the clock: set both machines right first, with NTP for instance, then start.',
  },
  invalid: {
    status: 503,
    zh: '配置有误：{problems}',
    en: 'The configuration is not right: {problems}',
    remedyZh: '请对照 contracts/config.md 修改环境变量；可先运行 ./qc config check。',
    remedyEn: 'Compare the environment with contracts/config.md; try ./qc config check.',
  },
  portTaken: {
    status: 503,
    zh: '端口 {port} 已被占用。',
    en: 'Port {port} is taken.',
    remedyZh: '请停止占用它的程序，或换一个端口，例如：PORT={other} npm start',
    remedyEn: 'Stop the program that uses it, or choose another, such as: PORT={other} npm start',
  },
  portForbidden: {
    status: 503,
    zh: '当前账户不能使用端口 {port}。',
    en: 'This account may not use port {port}.',
    remedyZh: '请换 1024 以上的端口，例如：PORT=8080 npm start；对外端口可由前置代理转发。',
    remedyEn: 'Choose a port above 1024, such as: PORT=8080 npm start; let a proxy serve the public one.',
  },
  hostUnknown: {
    status: 503,
    zh: '本机没有地址“{host}”。',
    en: 'This machine has no address “{host}”.',
    remedyZh: '请把 HOST 设为本机的地址，或去掉它。',
    remedyEn: 'Set HOST to an address of this machine, or unset it.',
  },
  unknownCity: {
    status: 503,
    zh: '没有城市“{city}”。',
    en: 'There is no city “{city}”.',
    remedyZh: '可选：{known}。新城市可由 cities/_template 复制。',
    remedyEn: 'Known: {known}. A new one begins as a copy of cities/_template.',
  },
  otherCity: {
    status: 503,
    zh: '数据库属于城市“{found}”，不是“{wanted}”。',
    en: 'The database belongs to the city “{found}”, not “{wanted}”.',
    remedyZh: '请改回 QC_CITY={found}，或使用另一个数据目录。',
    remedyEn: 'Set QC_CITY={found}, or use another data folder.',
  },
  demoFixed: {
    status: 503,
    zh: '这个数据库建立时演示为“{found}”，不能改为“{wanted}”。',
    en: 'This database was made with the demo {found}; it cannot become {wanted}.',
    remedyZh: '请去掉 QC_DEMO，或使用另一个数据库。',
    remedyEn: 'Unset QC_DEMO, or use another database.',
  },
  schemaPending: {
    status: 503,
    zh: '资源表有 {count} 处与目录不一致。',
    en: 'The tables of the resources lag behind the catalogue ({count} statements).',
    remedyZh: '请先运行 ./qc schema plan 查看，再运行 ./qc schema apply。',
    remedyEn: 'See them with ./qc schema plan, then run ./qc schema apply.',
  },
  webMissing: {
    status: 503,
    zh: '还没有构建网页。',
    en: 'The web has not been built.',
    remedyZh: '请用 npm start 启动，或先运行 node packages/web/build.mjs。',
    remedyEn: 'Start with npm start, or run node packages/web/build.mjs first.',
  },
});
