import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PkiError, readX509, sameOctets, type X509 } from '@quancheng/engines/pki';

/** Authorities of others that the operator trusts, and those that these certified, so that browsers need not send them. */
export interface Roots {
  roots: readonly X509[];
  between: readonly X509[];
}

const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** Reads the PEM files of a folder. Who is its own issuer is trusted. Throws an error that names the file. */
export async function readRoots(folder: string): Promise<Roots> {
  const files = (await readdir(folder)).filter((name) => /\.(pem|crt|cer)$/i.test(name)).sort();
  const found: X509[] = [];
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'latin1');
    const blocks = [...text.matchAll(block)];
    if (blocks.length === 0) throw new Error(`${file}: no certificate in PEM`);
    for (const [, base64 = ''] of blocks) found.push(readNamed(file, Buffer.from(base64, 'base64')));
  }
  const isRoot = ({ subject, issuer }: X509) => sameOctets(subject, issuer);
  return { roots: found.filter(isRoot), between: found.filter((one) => !isRoot(one)) };
}

function readNamed(file: string, der: Buffer): X509 {
  try {
    return readX509(der);
  } catch (error) {
    if (error instanceof PkiError) throw new Error(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
