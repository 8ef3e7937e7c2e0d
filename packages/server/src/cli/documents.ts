import { readFile } from 'node:fs/promises';
import { checkSignature, documentDigest, trustedDigest } from '@quancheng/kernel/platform/crypto';
import { isPdf, verifyPdf } from '@quancheng/engines/pades';
import {
  openPackage,
  OfdError,
  readDocument,
  textOf,
  verificationJson,
  verifyDocument,
  type Verification,
} from '@quancheng/engines/ofd';
import { documentErrors } from '@quancheng/kernel/service/documents';
import { parse, print, required, UsageError, type Command } from './command.ts';

const verify: Command = {
  name: 'ofd verify',
  usage: 'ofd verify FILE',
  help: 'Checks every seal of an OFD, or signature of a PDF: what it protects, who signed, its certificates',
  run: async (args) => {
    const options = parse(verify.usage, args, {});
    const file = required(options.positionals[0], verify.usage);
    const verification = await reading(file, (bytes) => (isPdf(bytes) ? checkPdf(bytes) : checkOfd(bytes)));
    print(verificationJson(verification), options.flag('json'), () => spoken(verification));
    return verification.verdict !== 'invalid';
  },
};

const checkOfd = (bytes: Uint8Array): Verification => verifyDocument(bytes, { digest: documentDigest });

const checkPdf = (bytes: Uint8Array): Verification =>
  verifyPdf(bytes, { digest: trustedDigest, check: checkSignature, at: new Date() });

const verdicts = {
  valid:
    '签名完好，文件没有被改动（签发机构不在此核验） / Signed, and as it was signed; who issued the certificates is not looked at here',
  invalid: '核验没有通过 / The check has failed',
  unsigned: '文件没有盖章 / The document bears no seal',
} as const;

/** What is told beside the verdict and does not decide it. */
const beside = new Set(['sealValidity', 'certificateValidity', 'trust', 'coverage']);

function spoken({ verdict, signatures }: Verification): string {
  const lines = signatures.flatMap(({ id, checks, sealName, signerName, signedAt }) => [
    `${[id, sealName, signerName, signedAt].filter((part) => part !== undefined).join(' · ')}`,
    ...checks.map(
      ({ name, ok, text }) => `  ${ok ? '✓' : beside.has(name) ? '–' : '✗'} ${name}: ${text.zh} / ${text.en}`,
    ),
  ]);
  return [verdicts[verdict], ...lines].join('\n');
}

const text: Command = {
  name: 'ofd text',
  usage: 'ofd text FILE',
  help: 'The text of an OFD document, page by page',
  run: async (args) => {
    const options = parse(text.usage, args, {});
    const file = required(options.positionals[0], text.usage);
    const pages = await reading(file, (bytes) => textOf(readDocument(openPackage(bytes))));
    print({ pages }, options.flag('json'), () => pages.join('\n\f\n'));
    return true;
  },
};

/** What a file itself is to blame for is told as its reader tells it. */
async function reading<T>(file: string, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`没有文件 ${file} / There is no file ${file}\n${String(error)}`);
  });
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof OfdError) throw documentErrors.unreadable({ reason: error.text });
    throw error;
  }
}

export const documentCommands: readonly Command[] = [verify, text];
