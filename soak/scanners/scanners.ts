import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, withFolder } from '../../bench/harness/folders.ts';
import { withProduct } from '../../bench/harness/product.ts';
import { none, type Options, type Result, type Soak } from '../harness/model.ts';
import { isFalse } from './falsely.ts';
import { startRelay, type Cast } from './relay.ts';
import { ensureTools, runSqlmap, runWapiti, type Finding } from './tools.ts';

/** Lets sqlmap and wapiti loose on a product of its own and takes what they find. */
async function run({ say, minutes }: Options): Promise<Result> {
  await ensureTools(say);
  return withFolder((folder) =>
    withProduct(folder, { QC_DEMO_PEOPLE: '50' }, async ({ origin }) => {
      const relay = await startRelay(origin, await castOf(folder));
      const timed = async (name: string, scan: () => Promise<Finding[]>): Promise<Finding[]> => {
        const began = performance.now();
        const found = await scan();
        say(`${name}: ${found.length} findings in ${Math.round((performance.now() - began) / 1000)} s`);
        return found;
      };
      try {
        const wapiti = await timed('wapiti', () => runWapiti(relay.origin, folder, (minutes * 60) / 4));
        const walked = relay.seen.requests;
        const sqlmap = await timed('sqlmap', () => runSqlmap(relay.origin, folder, minutes >= 30 ? 2 : 1));
        const injected = relay.seen.requests - walked;
        return {
          counts: { 'requests of wapiti': walked, 'requests of sqlmap': injected },
          invariants: [
            none('wapiti finds nothing', trueOnes(wapiti)),
            none('sqlmap finds nothing', trueOnes(sqlmap)),
            none('nothing they send makes the server fail', relay.seen.faults),
            none(
              'both did ask',
              [walked, injected].filter((count) => count < 500),
            ),
          ],
          notes: [],
        };
      } finally {
        await relay.stop();
      }
    }),
  );
}

const trueOnes = (findings: readonly Finding[]): string[] =>
  findings.filter((finding) => !isFalse(finding)).map(({ what, where }) => `${what} ${where}`);

/** Whoever may ask gets further than the door. */
async function castOf(dataDir: string): Promise<Cast> {
  const token = async (account: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      path.join(root, 'qc'),
      ['token', '--as', account, '--json'],
      {
        env: { ...process.env, QC_DATA: dataDir },
      },
    );
    return (JSON.parse(stdout) as { token: string }).token;
  };
  return [
    [/^\/(api\/v1\/)?admin/, await token('admin')],
    [/^\/(api\/v1\/)?(desk|disputes|ratings|agencies)/, await token('market-data-officer')],
    [/^\//, await token('elder-72')],
  ];
}

export const scanners: Soak = { name: 'scanners', what: 'sqlmap and wapiti find nothing', run };
