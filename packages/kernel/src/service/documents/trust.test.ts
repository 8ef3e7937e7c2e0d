import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addSignature,
  encodeSealInfo,
  prepareSignature,
  sealFrom,
  writeDocument,
  zipPackage,
} from '@quancheng/engines/ofd';
import { signCms, type CertifiedSigner } from '@quancheng/engines/pki';
import { asSystem } from '@quancheng/server';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';
import { redPng, signInput } from '../../../../engines/ofd/testkit.ts';
import { makePair, requestFor } from '../../../../engines/pki/testkit.ts';
import { documentDigest } from '../../platform/crypto/index.ts';
import { certifyNew } from '../../subject/authority/testkit.ts';

interface Answer {
  kind: string;
  verdict: string;
  signatures: { trust?: string; signerName?: string; checks: { name: string; ok: boolean }[] }[];
}

const began = new Date('2026-03-02T02:00:00Z');
const page = { pages: [{ width: 210, height: 297, objects: [] }] };

/** Whose seal a document bears, beside whether it fits. */
describe('trust in a document', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: began });
    await server.settle();
  });
  afterAll(() => server.stop());

  async function check(content: Uint8Array, name: string): Promise<Answer> {
    const body = new FormData();
    body.set('file', new File([Uint8Array.from(content)], name));
    const answer = await fetch(`${server.origin}/api/v1/documents/verify`, { method: 'POST', body });
    return (await answer.json()) as Answer;
  }
  const judged = async (content: Uint8Array, name = 'paper.ofd') => {
    const { verdict, signatures } = await check(content, name);
    for (const { trust, checks } of signatures)
      expect(checks.find((one) => one.name === 'trust')?.ok).toBe(trust === 'good');
    return [verdict, ...signatures.map(({ trust }) => trust)];
  };

  /** Someone’s certificate to sign in with, whose key they hold themselves. */
  async function personal(scheme: 'SM2' | 'ES256'): Promise<CertifiedSigner> {
    const pair = makePair(scheme);
    const request = await requestFor(pair, '某人');
    const { der } = await asSystem(server.services, 'tests certify a person', (ctx) =>
      server.services.authority.certifyPerson(ctx, { login: 'elder-72' }, request),
    );
    return { ...pair, certificate: der };
  }

  /** A document under a seal of any name, made by one and used by another. */
  async function sealed(maker: CertifiedSigner, signer: CertifiedSigner): Promise<Uint8Array> {
    const info = encodeSealInfo({
      vendor: 'example',
      id: '1',
      type: 1,
      name: '济南市人民政府',
      signers: { kind: 'certificates', certificates: [signer.certificate] },
      created: began,
      from: began,
      to: new Date('2027-03-02T02:00:00Z'),
      picture: { type: 'PNG', data: redPng, width: 42, height: 42 },
      extensions: [],
    });
    const seal = sealFrom(info, maker.certificate, await maker.sign(info));
    const { certificate } = signer;
    const prepared = prepareSignature(writeDocument(page), signInput({ seal, certificate, at: began }));
    return zipPackage(addSignature(prepared, await signer.sign(prepared.toSign)));
  }

  it('is not had by a seal that a resident made with their certificate to sign in', async () => {
    const resident = await personal('SM2');
    expect(await judged(await sealed(resident, resident))).toEqual(['valid', 'other-use']);
  });

  it('is had by a seal of the platform, and no longer once its certificate is revoked', async () => {
    const [makerRow, sealRow] = await asSystem(server.services, 'tests certify a seal', async (ctx) => [
      await certifyNew(ctx, server.services, { scheme: 'SM2', profile: 'maker' }),
      await certifyNew(ctx, server.services, { scheme: 'SM2', profile: 'seal' }),
    ]);
    const document = await asSystem(server.services, 'tests seal a document', async (ctx) => {
      const { authority } = server.services;
      return sealed(
        await authority.signerOf(ctx, makerRow?.id ?? ''),
        await authority.signerOf(ctx, sealRow?.id ?? ''),
      );
    });
    expect(await judged(document)).toEqual(['valid', 'good']);
    const later = new Date(began.getTime() + 3_600_000);
    server.setTime(later);
    await asSystem(server.services, 'tests revoke it', (ctx) =>
      server.services.authority.revoke(ctx, sealRow?.id ?? '', 'keyCompromise'),
    );
    // The time in it is what its signer says, and a thief says what they like.
    expect(await judged(document)).toEqual(['valid', 'revoked']);
    server.setTime(began);
  });

  it('ends where someone else signed a sealed PDF that grew', async () => {
    const { client, view } = await applyAs(server, 'elder-72');
    await server.settle();
    const answer = await fetch(`${server.origin}/api/v1/licences/${view.licence?.id}/file`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    const licence = Buffer.from(await answer.arrayBuffer());
    expect(await judged(licence, 'licence.pdf')).toEqual(['valid', 'good']);
    const grown = await signAgain(licence, await personal('ES256'));
    expect(await judged(grown, 'licence.pdf')).toEqual(['valid', 'good', 'other-use']);
    const { signatures } = await check(grown, 'licence.pdf');
    expect(signatures[0]?.checks.find(({ name }) => name === 'coverage')?.ok).toBe(false);
  });
});

/** Adds objects to a PDF, and a signature over all of it. */
async function signAgain(file: Buffer, signer: CertifiedSigner): Promise<Buffer> {
  const room = 4096;
  const head = '\n90 0 obj <</Type /Page>> endobj\n91 0 obj <</Type /Sig /ByteRange ';
  const width = 50;
  const from = file.length + head.length + width + ' /Contents '.length;
  const to = from + room * 2 + 2;
  const tail = Buffer.from('>> endobj\n%%EOF\n');
  const range = `[0 ${from} ${to} ${tail.length}]`.padEnd(width);
  const before = Buffer.concat([file, Buffer.from(`${head}${range} /Contents `)]);
  const content = Buffer.concat([before, tail]);
  const cms = await signCms({ content, form: 'detached', signingTime: began }, signer, documentDigest);
  const hex = Buffer.from(cms)
    .toString('hex')
    .padEnd(room * 2, '0');
  return Buffer.concat([before, Buffer.from(`<${hex}>`), tail]);
}
