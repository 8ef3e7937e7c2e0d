import { loadConfig, root, startServer } from '@quancheng/server';
const t=Date.now();
const r = await startServer(loadConfig({PORT:'18080',QC_DATA:'/tmp/qcdata', QC_DEMO_PEOPLE:'2000', LOG_LEVEL:'info'}, root), {step:(s)=>console.log(Date.now()-t,s)});
console.log(Date.now()-t,'ready',r.origin);
process.on('SIGTERM',async()=>{await r.stop();process.exit(0)});
