import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyAs,
  makeSoftToken,
  softHsm,
  startTestServer,
  tokenProcesses,
  type Client,
  type SoftToken,
  type TestServer,
} from '@quancheng/testing';
import { tokenMaster } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { system } from '../../platform/context/index.ts';
import { base64, makeKey, registerAt } from './testkit.ts';

interface Problem {
  code: string;
  title: string;
}

const market = 'market-supervision';
const now = new Date('2026-03-02T02:00:00Z');

describe.skipIf(softHsm === undefined)('a server whose master key is in a token (SoftHSM)', () => {
  let soft: SoftToken;
  let env: Record<string, string>;
  let server: TestServer;
  let officer: Client;
  let program: Client;
  beforeAll(async () => {
    soft = await makeSoftToken();
    const { module, token, pin, pinFile } = soft;
    env = { QC_PKCS11_MODULE: module, QC_PKCS11_TOKEN: token, QC_PKCS11_PIN_FILE: pinFile };
    const maker = tokenMaster({ module, token, key: 'quancheng-master', readPin: async () => pin });
    await maker.makeKey();
    maker.close();
    server = await startTestServer({ env, now });
    await server.settle();
    officer = await server.as('market-data-officer');
    ({ client: program } = await registerAt(server, market));
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await soft.remove();
  });

  const sign = (id: string) =>
    program.post<{ signature: string } & Problem>(`/api/v1/crypto/keys/${id}/sign`, { data: base64('x') });
  const takeOut = async () => {
    await soft.takeOut();
    for (const child of await tokenProcesses()) process.kill(child, 'SIGKILL');
  };
  const read = async <T>(query: ReturnType<typeof sql<T>>) =>
    (await server.services.unit.run({ actor: system('a test looks') }, (ctx) => query.execute(ctx.tx))).rows;

  it('says what is wrong while the token is out, loses nothing, and goes on when it is back', async () => {
    const [used, fresh] = [
      await makeKey(officer, market, 'sign', 'SM2'),
      await makeKey(officer, market, 'sign', 'P-256'),
    ];
    expect((await sign(used.id)).status).toBe(200);
    await takeOut();
    // What was unwrapped a moment ago still signs; nothing else does.
    expect((await sign(used.id)).status).toBe(200);
    const { status, body } = await sign(fresh.id);
    expect([status, body.code]).toEqual([503, 'key-store.gone']);
    expect(JSON.stringify(body)).toMatch(/\p{Script=Han}/u);
    const spec = { agency: market, name: '停机时做的密钥', use: 'sign', algorithm: 'SM2' };
    const refused = await officer.post<Problem>('/api/v1/crypto/keys', spec);
    expect([refused.status, refused.body.code]).toEqual([503, 'key-store.gone']);
    // A licence is granted all the same; its files wait for their seal.
    const { view } = await applyAs(server, 'elder-72');
    await server.settle();
    const files = sql<{ sealed: boolean }>`
      select sealed from licence where id = ${view.licence?.id} and file_id is not null`;
    expect(await read(files)).toEqual([]);

    await soft.putIn();
    expect((await sign(fresh.id)).status).toBe(200);
    expect((await officer.post('/api/v1/crypto/keys', spec)).status).toBe(201);
    server.setTime(new Date(now.getTime() + 24 * 3_600_000));
    await server.settle();
    expect(await read(files)).toEqual([{ sealed: true }]);
  });

  it('does not start without the token, and says what to do', async () => {
    await takeOut();
    await expect(startTestServer({ env, now })).rejects.toMatchObject({
      entry: { code: 'key-store.gone', remedy: { en: expect.stringContaining('QC_PKCS11_TOKEN') } },
    });
    await soft.putIn();
  });
});
