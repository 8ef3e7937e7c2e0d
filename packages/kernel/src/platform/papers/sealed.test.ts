import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  issueCertificate,
  oids,
  signCms,
  stamp,
  timeStampRequestFor,
  type CertifiedSigner,
  type Digest,
  type Profile,
} from '@quancheng/engines/pki';
import { makeSealedPaper } from './index.ts';

const hashNames = { SM3: 'sm3', 'SHA-256': 'sha256', 'SHA-1': 'sha1' } as const;
const digest: Digest = (name, bytes) => createHash(hashNames[name]).update(bytes).digest();
const has = (tool: string) => spawnSync(tool, ['-v']).error === undefined;

/** A square with a hole, 40 mm wide. */
const picture = { path: 'M0 0h40v40h-40zM4 4v32h32v-32z', width: 40, height: 40 };

async function certified(profile: Profile, issuer?: CertifiedSigner): Promise<CertifiedSigner> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = { scheme: 'ES256', sign: (bytes: Uint8Array) => sign('sha256', bytes, privateKey) } as const;
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  const certificate = await issueCertificate(
    {
      serial: randomBytes(16),
      subject: { country: 'CN', organisation: '春水市民政局', common: profile },
      key: { scheme: 'ES256', point },
      from: new Date('2026-01-01'),
      until: new Date('2036-01-01'),
      profile,
    },
    issuer ?? signer,
    digest,
  );
  return { ...signer, certificate };
}

describe('a sealed paper', () => {
  let dir: string;
  let file: Uint8Array;
  const at = new Date('2026-03-02T02:00:00Z');

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'papers-'));
    const root = await certified('root');
    const signer = await certified('signer', root);
    const authority = await certified('timestamp', root);
    file = await makeSealedPaper(
      {
        heading: '春水市民政局',
        title: '老年人优待证',
        number: '编号 1',
        blocks: [{ kind: 'fields', rows: [{ label: '持有人', value: '㛃𠮷' }] }],
        signer: '春水市民政局',
        date: '2026 年 3 月 2 日',
        check: { url: 'http://localhost/verify/A', words: '扫码核验' },
      },
      {
        picture,
        data: {
          name: 'licence.json',
          mediaType: 'application/json',
          bytes: Buffer.from('{"holder":"㛃𠮷"}'),
          description: '证照数据',
        },
        signature: {
          name: '春水市民政局',
          reason: '签发电子证照',
          at,
          sign: (covered) =>
            signCms(
              {
                content: covered,
                form: 'detached',
                chain: [root.certificate],
                stamp: (signature) =>
                  stamp(
                    timeStampRequestFor(digest('SHA-256', signature), oids.sha256),
                    { policy: '1.2.3', serial: randomBytes(8), at, chain: [root.certificate] },
                    authority,
                    digest,
                  ),
              },
              signer,
              digest,
            ),
        },
      },
    );
    writeFileSync(path.join(dir, 'sealed.pdf'), file);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const run = (tool: string, ...args: string[]) =>
    spawnSync(tool, args, { cwd: dir, encoding: 'utf8' }).stdout;

  it.runIf(has('pdfsig'))('is accepted by poppler, covers the whole file, and is small', () => {
    const told = run('pdfsig', '-nocert', 'sealed.pdf');
    expect(told).toContain('Signature Validation: Signature is Valid.');
    expect(told).toContain('Total document signed');
    expect(told).toContain('ETSI.CAdES.detached');
    expect(file.length).toBeLessThan(80_000);
  });

  it.runIf(has('pdfsig'))('is refused once a byte of it has changed, wherever that is', () => {
    const text = Buffer.from(file).toString('latin1');
    const from = text.indexOf(`/Contents <`) + 10;
    const to = text.indexOf('>', from) + 1;
    const place = fc.nat({ max: file.length - 1 }).filter((index) => index < from || index >= to);
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Uint8Array.from(file);
        changed[index] = (changed[index] ?? 0) ^ change;
        writeFileSync(path.join(dir, 'changed.pdf'), changed);
        expect(run('pdfsig', '-nocert', 'changed.pdf')).not.toContain('Signature is Valid.');
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it.runIf(has('pdftotext'))('says its words, and carries its data', () => {
    expect(run('pdftotext', 'sealed.pdf', '-')).toContain('㛃𠮷');
    expect(run('pdfdetach', '-list', 'sealed.pdf')).toContain('licence.json');
    run('pdfdetach', '-save', '1', '-o', 'data.json', 'sealed.pdf');
    expect(run('cat', 'data.json')).toBe('{"holder":"㛃𠮷"}');
  });

  it('has the parts of PDF/A-3: metadata, output intent, identifier, the relation of what is attached', () => {
    const text = Buffer.from(file).toString('latin1');
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(text).toMatch(/\/OutputIntents/);
    expect(text).toMatch(/\/S \/GTS_PDFA1/);
    expect(text).toMatch(/\/AFRelationship \/Source/);
    expect(text).toMatch(/\/AF [\d[]/);
    expect(text).toMatch(/\/ID \[/);
  });
});
