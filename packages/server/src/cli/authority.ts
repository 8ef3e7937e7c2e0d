import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '@quancheng/kernel/platform/context';
import {
  authorityErrors,
  certificatePem,
  listAuthorities,
  listLines,
  nameOfOwn,
  requestOctets,
  type CertificateLine,
} from '@quancheng/kernel/subject/authority';
import { asSystem } from '../services.ts';
import { parse, print, required, UsageError, withServices, type Command } from './command.ts';

const page = 500;

const list: Command = {
  name: 'authority list',
  usage: 'authority list',
  help: 'All certificates that the platform issued, the newest first, with state and end',
  run: async (args) => {
    const options = parse(list.usage, args, {});
    const rows = await withServices((services) =>
      asSystem(services, 'the operator of the machine lists the certificates', readAll),
    );
    const certificates = rows.map(lineOf);
    print({ certificates }, options.flag('json'), () =>
      certificates.length === 0
        ? '没有证书 / No certificates'
        : certificates
            .map(({ id, profile, scheme, agency, state, validUntil, name }) =>
              [
                id,
                profile.padEnd(12),
                scheme.padEnd(5),
                (agency ?? 'platform').padEnd(20),
                state.padEnd(7),
                validUntil.slice(0, 10),
                name,
              ].join('  '),
            )
            .join('\n'),
    );
    return true;
  },
};

async function readAll(ctx: Context): Promise<CertificateLine[]> {
  const all: CertificateLine[] = [];
  for (;;) {
    const after = all.at(-1)?.id ?? null;
    const rows = await listLines(ctx, { state: null, profile: null, after, limit: page });
    all.push(...rows);
    if (rows.length < page) return all;
  }
}

function lineOf({ id, profile, scheme, agency, state, serial, subject, ...row }: CertificateLine) {
  return {
    id,
    profile,
    scheme,
    agency,
    state,
    serial: serial.toString('hex'),
    name: subject.common,
    validFrom: row.validFrom.toISOString(),
    validUntil: row.validUntil.toISOString(),
  };
}

const exportAll: Command = {
  name: 'authority export',
  usage: 'authority export DIR',
  help: 'Writes the certificates of the roots and intermediates as PEM into a folder, for whoever is to trust them',
  run: async (args) => {
    const options = parse(exportAll.usage, args, {});
    const dir = required(options.positionals[0], exportAll.usage);
    const authorities = await withServices((services) =>
      asSystem(services, 'the operator of the machine hands out the authorities', listAuthorities),
    );
    if (authorities.length === 0) throw authorityErrors.notReady();
    await mkdir(dir, { recursive: true });
    const files: string[] = [];
    for (const { profile, scheme, generation, der } of authorities) {
      const role = profile === 'root' ? 'root' : 'intermediate';
      const file = path.join(dir, `${nameOfOwn(role, scheme, generation ?? 1)}.pem`);
      await writeFile(file, certificatePem(der));
      files.push(file);
    }
    print({ files }, options.flag('json'), () => files.join('\n'));
    return true;
  },
};

const certifyPerson: Command = {
  name: 'authority certify-person',
  usage: 'authority certify-person --login LOGIN --csr FILE',
  help: 'A certificate to sign in with, over the key of a request (PKCS #10, PEM or DER), as PEM; its holder is told',
  run: async (args) => {
    const options = parse(certifyPerson.usage, args, { login: 'string', csr: 'string' });
    const login = required(options.text('login'), certifyPerson.usage);
    const request = await readRequest(required(options.text('csr'), certifyPerson.usage));
    const { id, der, validUntil } = await withServices((services) =>
      asSystem(services, 'the operator of the machine has a person certified', (ctx) =>
        services.authority.certifyPerson(ctx, { login }, request),
      ),
    );
    const pem = certificatePem(der);
    print({ id, validUntil: validUntil.toISOString(), pem }, options.flag('json'), () => pem.trimEnd());
    return true;
  },
};

const derSequence = 0x30;

async function readRequest(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`没有文件 ${file} / There is no file ${file}\n${String(error)}`);
  });
  return bytes[0] === derSequence ? bytes : requestOctets(bytes.toString('latin1'));
}

export const authorityCommands: readonly Command[] = [list, exportAll, certifyPerson];
