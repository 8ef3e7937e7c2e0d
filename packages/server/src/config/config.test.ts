import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../city.ts';
import { loadConfig, settings, type Config } from './index.ts';

type Name = (typeof settings)[number]['name'];

/** What a setting makes of values that are right, which key of the configuration has it, and values that are not. */
interface Expectation {
  key: keyof Config;
  byDefault: unknown;
  good: readonly (readonly [given: string, read: unknown])[];
  bad: readonly string[];
}

const file = import.meta.filename;
const secrets = JSON.stringify({ clientSecret: 'a', cookieKeys: ['b'], keys: [{}], paymentSecret: 'c' });
// What the settings of a token make together, and what each of them needs of the others.
const token = { module: file, token: 'a', key: 'quancheng-master', pin: { text: '1' } };
const faceKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const faceFile = path.join(mkdtempSync(path.join(os.tmpdir(), 'qc-config-')), 'face.pem');
writeFileSync(faceFile, faceKey.export({ type: 'spki', format: 'pem' }));
const face = { url: 'https://face.example/v1', publicKey: faceKey, timeoutMs: 10_000 };
const facePartners = { QC_FACE_URL: 'https://face.example/v1', QC_FACE_KEY: faceFile };
const tokenPartners = { QC_PKCS11_MODULE: file, QC_PKCS11_TOKEN: 'a', QC_PKCS11_PIN: '1' };
const certificates = { origin: null, roots: null, networks: [] };
const certificatePartners = {
  QC_CLIENT_CERTIFICATES: 'proxy',
  TRUST_PROXY: '10.0.0.2',
  QC_ORIGIN: 'https://gov.example',
};
const word: Pick<Expectation, 'bad'> = { bad: [] };

const expectations: Readonly<Record<Name, Expectation>> = {
  PORT: {
    key: 'port',
    byDefault: 8080,
    good: [
      ['0', 0],
      ['65535', 65_535],
    ],
    bad: ['65536', '-1', '80.5', '8e3', ' 80', 'http'],
  },
  HOST: { key: 'host', byDefault: null, good: [['0.0.0.0', '0.0.0.0']], ...word },
  QC_ORIGIN: {
    key: 'origin',
    byDefault: null,
    good: [
      ['https://gov.example', 'https://gov.example'],
      ['https://gov.example:8443/', 'https://gov.example:8443'],
    ],
    bad: [
      'gov.example',
      'ftp://gov.example',
      'https://',
      'https://gov.example/portal',
      'https://a:b@gov.example',
    ],
  },
  TRUST_PROXY: {
    key: 'trustProxy',
    byDefault: false,
    good: [
      ['on', true],
      ['off', false],
      ['10.0.0.2', ['10.0.0.2']],
      ['10.1.0.0/16, ::1,fd00::/8', ['10.1.0.0/16', '::1', 'fd00::/8']],
    ],
    bad: [
      'true',
      '1',
      'ON',
      'proxy.example',
      '10.0.0.2/33',
      '10.0.0.2/',
      '0.0.0.0/0',
      '10.0.0.2,',
      '::1/129',
    ],
  },
  TLS_CERT: { key: 'tls', byDefault: null, good: [[file, { cert: file, key: file }]], bad: ['/nowhere.pem'] },
  TLS_KEY: { key: 'tls', byDefault: null, good: [[file, { cert: file, key: file }]], bad: ['/nowhere.pem'] },
  DATABASE_URL: {
    key: 'databaseUrl',
    byDefault: null,
    good: [
      ['postgres://u:p@db/qc', 'postgres://u:p@db/qc'],
      ['postgresql://db/qc', 'postgresql://db/qc'],
    ],
    bad: ['mysql://db/qc', 'db/qc', 'db:5432'],
  },
  QC_DATA: {
    key: 'dataDir',
    byDefault: path.join(root, '.data'),
    good: [
      ['/var/lib/qc', '/var/lib/qc'],
      ['data', path.join(root, 'data')],
    ],
    ...word,
  },
  QC_PACKS: {
    key: 'packsDir',
    byDefault: path.join(root, 'packs'),
    good: [['cities', path.join(root, 'cities')]],
    bad: ['no-such-folder'],
  },
  QC_CITY: { key: 'city', byDefault: 'jinan', good: [['_template', '_template']], ...word },
  QC_DEMO: {
    key: 'demo',
    byDefault: null,
    good: [
      ['on', true],
      ['off', false],
    ],
    bad: ['yes', 'true'],
  },
  QC_DEMO_PEOPLE: {
    key: 'demoPeople',
    byDefault: 20_000,
    good: [
      ['1', 1],
      ['2000000', 2_000_000],
    ],
    bad: ['0', '2000001', '1e5', '20,000'],
  },
  QC_WORKERS: {
    key: 'workers',
    byDefault: 4,
    good: [
      ['0', 0],
      ['64', 64],
    ],
    bad: ['65', '-1', 'many'],
  },
  QC_POOL: {
    key: 'pool',
    byDefault: 20,
    good: [
      ['2', 2],
      ['200', 200],
    ],
    bad: ['1', '201'],
  },
  QC_IDLE_STAFF: {
    key: 'idleStaff',
    byDefault: 30,
    good: [
      ['1', 1],
      ['720', 720],
    ],
    bad: ['0', '721', '1.5', 'never'],
  },
  QC_IDLE_RESIDENTS: {
    key: 'idleResidents',
    byDefault: 60,
    good: [
      ['1', 1],
      ['720', 720],
    ],
    bad: ['0', '721', '1.5', 'never'],
  },
  QC_SESSIONS: {
    key: 'sessions',
    byDefault: 10,
    good: [
      ['1', 1],
      ['1000', 1000],
    ],
    bad: ['0', '1001', '1.5', 'never'],
  },
  QC_SECRETS: {
    key: 'secrets',
    byDefault: null,
    good: [[secrets, secrets]],
    bad: ['secret', '{}', '"text"', '{"clientSecret":"a"}', '[]', 'null'],
  },
  QC_MASTER_KEY: {
    key: 'masterKey',
    byDefault: null,
    good: [['A'.repeat(43), Buffer.alloc(32)]],
    bad: ['A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}B`, `${'A'.repeat(43)}=`, 'secret'],
  },
  QC_PKCS11_MODULE: {
    key: 'token',
    byDefault: null,
    good: [[path.join(root, 'package.json'), { ...token, module: path.join(root, 'package.json') }]],
    bad: ['/nowhere.so'],
  },
  QC_PKCS11_TOKEN: { key: 'token', byDefault: null, good: [['hall', { ...token, token: 'hall' }]], ...word },
  QC_PKCS11_PIN: {
    key: 'token',
    byDefault: null,
    good: [['77', { ...token, pin: { text: '77' } }]],
    ...word,
  },
  QC_PKCS11_PIN_FILE: {
    key: 'token',
    byDefault: null,
    good: [[file, { ...token, pin: { file } }]],
    bad: ['/nowhere.pin'],
  },
  QC_PKCS11_KEY: { key: 'token', byDefault: null, good: [['wrap', { ...token, key: 'wrap' }]], ...word },
  SMTP_URL: {
    key: 'smtpUrl',
    byDefault: null,
    good: [
      ['smtp://mail.example', 'smtp://mail.example'],
      ['smtps://u:p@mail.example:465', 'smtps://u:p@mail.example:465'],
    ],
    bad: ['mail.example', 'http://mail.example'],
  },
  SMS_URL: {
    key: 'smsUrl',
    byDefault: null,
    good: [['http://sms.example/send', 'http://sms.example/send']],
    bad: ['sms'],
  },
  PAYMENT_URL: {
    key: 'paymentUrl',
    byDefault: null,
    good: [['https://pay.example/', 'https://pay.example/']],
    bad: ['pay.example', 'postgres://x/y'],
  },
  QC_CLAMD: {
    key: 'clamdUrl',
    byDefault: null,
    good: [
      ['tcp://127.0.0.1:3310', 'tcp://127.0.0.1:3310'],
      ['unix:/run/clamav/clamd.ctl', 'unix:/run/clamav/clamd.ctl'],
    ],
    bad: ['127.0.0.1:3310', 'http://clamd.example'],
  },
  QC_FACE_URL: {
    key: 'face',
    byDefault: null,
    good: [['https://face.example/v1/', face]],
    bad: ['face.example', 'ftp://face.example'],
  },
  QC_FACE_KEY: { key: 'face', byDefault: null, good: [[faceFile, face]], bad: ['/nowhere.pem', file] },
  QC_FACE_SECONDS: {
    key: 'face',
    byDefault: null,
    good: [['30', { ...face, timeoutMs: 30_000 }]],
    bad: ['0', '61', 'x'],
  },
  QC_CLIENT_CERTIFICATES: {
    key: 'certificates',
    byDefault: null,
    good: [
      ['off', null],
      ['proxy', certificates],
    ],
    bad: ['on', 'header'],
  },
  QC_CERTIFICATE_ORIGIN: {
    key: 'certificates',
    byDefault: null,
    good: [['https://gov.example:8443/', { ...certificates, origin: 'https://gov.example:8443' }]],
    bad: ['gov.example:8443', 'https://gov.example:8443/auth', 'https://other.example:8443'],
  },
  QC_CERTIFICATE_ROOTS: {
    key: 'certificates',
    byDefault: null,
    good: [[import.meta.dirname, { ...certificates, roots: import.meta.dirname }]],
    bad: ['/nowhere', file],
  },
  QC_CERTIFICATE_NETWORKS: {
    key: 'certificates',
    byDefault: null,
    good: [['10.1.0.0/16, 10.2.0.1', { ...certificates, networks: ['10.1.0.0/16', '10.2.0.1'] }]],
    bad: ['on', 'ca.example', '10.0.0.0/33'],
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    key: 'tracing',
    byDefault: null,
    good: [['http://127.0.0.1:4318/', { url: 'http://127.0.0.1:4318', share: 1 }]],
    bad: ['127.0.0.1:4318', 'grpc://collector.example'],
  },
  OTEL_TRACES_SAMPLER_ARG: {
    key: 'tracing',
    byDefault: null,
    good: [['0.25', { url: 'http://127.0.0.1:4318', share: 0.25 }]],
    bad: ['2', '-1', 'all'],
  },
  LOG_LEVEL: {
    key: 'logLevel',
    byDefault: 'warn',
    good: [
      ['silent', 'silent'],
      ['trace', 'trace'],
    ],
    bad: ['loud', 'WARN'],
  },
};

/** Some settings need others: those that are not looked at get good ones. */
function environment(name: string, value: string): Record<string, string> {
  const partners: Record<string, string> = {
    ...{ TLS_CERT: { TLS_KEY: file }, TLS_KEY: { TLS_CERT: file } }[name],
    ...(name.startsWith('QC_PKCS11_') ? tokenPartners : {}),
    ...(name.startsWith('QC_FACE_') ? facePartners : {}),
    ...(/^QC_(CLIENT_)?CERTIFICATE/.test(name) ? certificatePartners : {}),
    ...(name.startsWith('OTEL_') ? { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' } : {}),
    ...(name === 'QC_PKCS11_PIN_FILE' ? { QC_PKCS11_PIN: '' } : {}),
  };
  return { ...partners, [name]: value };
}

const rows = Object.entries(expectations);

describe('the configuration', () => {
  it('is tested for every setting, and every key of it comes from one', () => {
    expect(Object.keys(expectations)).toEqual(settings.map(({ name }) => name));
    const keys = new Set(Object.values(expectations).map(({ key }) => key));
    expect(keys).toEqual(new Set(Object.keys(loadConfig({}, root))));
  });

  it.each(rows)('has a default for %s, also where it is empty', (name, { key, byDefault }) => {
    expect(loadConfig({}, root)[key]).toEqual(byDefault);
    expect(loadConfig({ [name]: '' }, root)[key]).toEqual(byDefault);
  });

  it.each(rows.flatMap(([name, { key, good }]) => good.map(([given, read]) => ({ name, key, given, read }))))(
    'reads $name=$given',
    ({ name, key, given, read }) => {
      expect(loadConfig(environment(name, given), root)[key]).toEqual(read);
    },
  );

  it.each(rows.flatMap(([name, { bad }]) => bad.map((given) => ({ name, given }))))(
    'refuses $name=$given, and says in both languages what it must be',
    ({ name, given }) => {
      expect(() => loadConfig(environment(name, given), root)).toThrow(
        expect.objectContaining({
          entry: expect.objectContaining({ code: 'config.invalid' }),
          message: expect.stringMatching(
            new RegExp(`${name}: [^;]*\\p{Script=Han}[^;]* / [^;]*[a-z]{3}`, 'u'),
          ),
        }),
      );
    },
  );

  it('never repeats a secret that it refuses', () => {
    const env = {
      QC_SECRETS: 'hunter2',
      DATABASE_URL: 'db://owner:hunter2@db',
      SMTP_URL: 'http://u:hunter2@mail',
    };
    expect(() => loadConfig(env, root)).toThrow(/^(?!.*hunter2)/s);
  });

  it('wants both files for TLS or none', () => {
    expect(() => loadConfig({ TLS_CERT: file }, root)).toThrow('TLS_CERT, TLS_KEY');
    expect(() => loadConfig({ TLS_KEY: file }, root)).toThrow('TLS_CERT, TLS_KEY');
  });

  it('wants a provider of face checks with its key or not at all', () => {
    expect(() => loadConfig({ QC_FACE_URL: face.url }, root)).toThrow('QC_FACE_URL, QC_FACE_KEY');
    expect(() => loadConfig({ QC_FACE_KEY: faceFile }, root)).toThrow('QC_FACE_URL, QC_FACE_KEY');
  });

  it('believes what a header says of certificates from named proxies alone', () => {
    for (const TRUST_PROXY of ['on', 'off'])
      expect(() => loadConfig({ QC_CLIENT_CERTIFICATES: 'proxy', TRUST_PROXY }, root)).toThrow(
        'QC_CLIENT_CERTIFICATES',
      );
    expect(() => loadConfig({ QC_CERTIFICATE_ROOTS: import.meta.dirname }, root)).toThrow('QC_CERTIFICATE_');
  });

  it('wants all of a token or nothing, and its PIN from one place', () => {
    const { QC_PKCS11_MODULE, QC_PKCS11_TOKEN, QC_PKCS11_PIN } = tokenPartners;
    expect(() => loadConfig({ QC_PKCS11_PIN }, root)).toThrow('QC_PKCS11_MODULE, QC_PKCS11_TOKEN');
    expect(() => loadConfig({ QC_PKCS11_MODULE, QC_PKCS11_TOKEN }, root)).toThrow('QC_PKCS11_PIN_FILE');
    expect(() => loadConfig({ ...tokenPartners, QC_PKCS11_PIN_FILE: file }, root)).toThrow(
      'QC_PKCS11_PIN_FILE',
    );
  });

  it('refuses an unknown QC_* and leaves the names of others alone', () => {
    expect(() => loadConfig({ QC_COLOUR: 'red' }, root)).toThrow('QC_COLOUR');
    expect(() => loadConfig({ QC_COLOUR: '' }, root)).toThrow('QC_COLOUR');
    expect(loadConfig({ HOME: '/root', PG_COLOUR: 'red' }, root)).toEqual(loadConfig({}, root));
  });

  it('tells all problems at once', () => {
    expect(() => loadConfig({ PORT: 'x', QC_POOL: '0', QC_COLOUR: 'red' }, root)).toThrow(
      /PORT: .*QC_POOL: .*QC_COLOUR: /,
    );
  });

  it('is listed whole in contracts/config.md, with its defaults, in both languages', async () => {
    const page = await readFile(path.join(root, 'contracts/config.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(listed).toEqual(settings.map(({ name }) => name));
    for (const { name, zh, en, byDefault } of settings) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
      const shown = byDefault === '' ? '' : byDefault;
      expect(page).toContain(`| \`${name}\` | ${shown} | ${zh} | ${en} |`);
    }
  });
});
