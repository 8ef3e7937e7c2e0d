import { randomBytes } from 'node:crypto';
import {
  askOcsp,
  isListed,
  PkiError,
  problemOfList,
  readOcsp,
  readRevocationList,
  type Issued,
  type NoAnswer,
  type RevocationList,
} from '@quancheng/engines/pki';
import { checkSignature as check, documentDigest } from '../../platform/crypto/index.ts';
import type { Ask } from './outbound.ts';

/** What authorities say of a certificate; `silent`: nothing that can be believed, and by which way why not. */
export type Revocation = { state: 'good' | 'revoked' | 'unknown' } | { state: 'silent'; why: string };

/** Whether an authority took a certificate back: by OCSP, else by its list. */
export type AskRevocation = (issued: Issued, at: Date) => Promise<Revocation>;

/** For each of the two ways. */
const patienceMs = 3000;
const mostAddresses = 2;
const mostOctets = { answer: 64 * 1024, list: 10 * 1024 * 1024 };
/** Lists in memory. */
const mostLists = 20;

type Silence = NoAnswer | 'no-address' | 'no-answer';

export function createAskRevocation(ask: Ask): AskRevocation {
  const lists = new Map<string, RevocationList>();

  async function byOcsp(issued: Issued, at: Date): Promise<Revocation> {
    let why: Silence = 'no-address';
    const signal = AbortSignal.timeout(patienceMs);
    for (const url of issued.certificate.ocspUrls.slice(0, mostAddresses)) {
      const nonce = randomBytes(16);
      const octets = askOcsp(issued, nonce, documentDigest);
      const type = 'application/ocsp-request';
      const answer = await orNothing(() =>
        ask({ url, body: { type, octets }, most: mostOctets.answer, signal }),
      );
      const found = answer && readOcsp(answer, issued, { nonce, at }, { digest: documentDigest, check });
      if (found && found.state !== 'none') return { state: found.state };
      why = found?.why ?? 'no-answer';
    }
    return { state: 'silent', why: `ocsp ${why}` };
  }

  async function byList(issued: Issued, at: Date): Promise<Revocation> {
    let why: Silence = 'no-address';
    const signal = AbortSignal.timeout(patienceMs);
    for (const url of issued.certificate.crlUrls.slice(0, mostAddresses)) {
      const list = keptList(url, at) ?? (await fetchList(url, signal));
      const problem = list ? problemOfList(list, issued, at, check) : 'no-answer';
      if (list && problem === undefined) {
        keep(url, list);
        return { state: isListed(list, issued.certificate.serial) ? 'revoked' : 'good' };
      }
      why = problem ?? 'no-answer';
    }
    return { state: 'silent', why: `list ${why}` };
  }

  function keptList(url: string, at: Date): RevocationList | undefined {
    const list = lists.get(url);
    return list && list.next > at ? list : undefined;
  }

  /** Only what was believed is kept, until the next one is there; the one unused for longest makes room. */
  function keep(url: string, list: RevocationList): void {
    lists.delete(url);
    lists.set(url, list);
    const [oldest] = lists.keys();
    if (lists.size > mostLists && oldest !== undefined) lists.delete(oldest);
  }

  async function fetchList(url: string, signal: AbortSignal): Promise<RevocationList | undefined> {
    const octets = await orNothing(() => ask({ url, most: mostOctets.list, signal }));
    try {
      return octets && readRevocationList(octets);
    } catch (error) {
      if (error instanceof PkiError) return undefined;
      throw error;
    }
  }

  return async (issued, at) => {
    const answered = await byOcsp(issued, at);
    if (answered.state !== 'silent') return answered;
    const listed = await byList(issued, at);
    return listed.state === 'silent' ? { state: 'silent', why: `${answered.why}, ${listed.why}` } : listed;
  };
}

/** However an address fails, the next one is tried. */
async function orNothing(ask: () => Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
