import { loadConfig, root, startServer } from '@quancheng/server';
await startServer(loadConfig({ PORT: '18090', QC_DATA: '/tmp/qc-desk', QC_DEMO_PEOPLE: '600', LOG_LEVEL: 'error' }, root));
