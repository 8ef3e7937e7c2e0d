import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Name, Scheme } from '@quancheng/engines/pki';
import type { TestServer } from '@quancheng/testing';
import { makePair, requestFor } from '../../../../engines/pki/testkit.ts';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Keys } from '../keys/index.ts';
import { algorithmOf } from './issue.ts';
import type { Authority, CertificateRow, CustodyRow, LeafProfile } from './index.ts';

const execute = promisify(execFile);

/** SM2's user id, which OpenSSL leaves empty unless told. */
export const sm2Id = ['-vfyopt', 'distid:1234567812345678'];

/** Runs beside the server of the test, which lives in this process. */
export async function openssl(cwd: string, ...args: string[]): Promise<{ status: number; out: string }> {
  try {
    const { stdout, stderr } = await execute('openssl', args, { cwd });
    return { status: 0, out: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: `${stdout}${stderr}` };
  }
}

/** A certificate over a key of its own; the key is that of the platform unless an agency is named. */
export async function certifyNew(
  ctx: Context,
  { keys, authority }: { keys: Keys; authority: Authority },
  wanted: {
    scheme: Scheme;
    profile?: LeafProfile;
    subject?: Name;
    agencyId?: string | null;
    days?: number;
    hosts?: string[];
  },
): Promise<CustodyRow> {
  const { scheme, agencyId = null, ...rest } = wanted;
  const algorithm = algorithmOf[scheme];
  const keyId = await keys.createKey(ctx, { agencyId, name: newId(), use: 'sign', algorithm });
  const subject = { organisation: '春水市某局', common: '电子印章' };
  return authority.certify(ctx, { keyId, profile: 'seal', subject, ...rest });
}

/** A certificate to sign in with, over a key that nobody keeps. */
export async function certifyHolder(
  ctx: Context,
  { authority }: { authority: Authority },
  { login, scheme }: { login: string; scheme: Scheme },
): Promise<CertificateRow> {
  return authority.certifyPerson(ctx, { login }, await requestFor(makePair(scheme), '某人'));
}

/** An answer as octets, of a request with octets or without. */
export async function fetchOctets(
  server: TestServer,
  url: string,
  sent?: { type: string; body: Uint8Array },
) {
  const options = sent && {
    method: 'POST',
    headers: { 'content-type': sent.type },
    body: Buffer.from(sent.body),
  };
  const answer = await fetch(new URL(url, server.origin.replace('localhost', '127.0.0.1')), options);
  const { status, headers } = answer;
  return { status, type: headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) };
}
