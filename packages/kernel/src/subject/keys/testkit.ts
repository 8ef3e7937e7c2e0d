import type { Client, TestServer } from '@quancheng/testing';
import type { Algorithm, KeyUse } from '../../platform/crypto/index.ts';

export interface WholeKey {
  id: string;
  agency: string;
  state: string;
  version: number;
  code?: string;
  versions: { version: number; state: string; publicKey: string | null; until: string | null }[];
}

export interface System {
  id: string;
  login: string;
  token: string;
  expiresAt: string;
}

/** A program of an agency, registered by the administrator, with a client that calls as it. */
export async function registerAt(
  server: TestServer,
  agency: string,
  cryptoQuota = 10_000,
): Promise<System & { client: Client }> {
  const admin = await server.as('admin');
  const { status, body } = await admin.post<System>('/api/v1/admin/agency-systems', {
    agency,
    name: { zh: '审批系统', en: 'Approval system' },
    cryptoQuota,
  });
  if (status !== 201) throw new Error(`a system was not registered: ${JSON.stringify(body)}`);
  return { ...body, client: await server.as(body.login) };
}

let made = 0;

export async function makeKey(officer: Client, agency: string, use: KeyUse, algorithm: Algorithm) {
  made += 1;
  const { status, body } = await officer.post<WholeKey>('/api/v1/crypto/keys', {
    agency,
    name: `密钥 ${made}`,
    use,
    algorithm,
  });
  if (status !== 201) throw new Error(`a key was not made: ${JSON.stringify(body)}`);
  return body;
}

export function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64');
}
