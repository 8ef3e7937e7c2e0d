import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LevelWithSilent } from 'pino';
import type { TrustedProxies } from '../proxies.ts';
import { configErrors } from './errors.ts';
import { BadValue, settings } from './schema.ts';

/** Where the master key is when a PKCS #11 token holds it. */
export interface TokenConfig {
  module: string;
  /** Label. */
  token: string;
  /** Label. */
  key: string;
  pin: { text: string } | { file: string };
}

/** Where browsers show certificates, and who is believed about them. */
export interface CertificateConfig {
  /** Null: the platform's own. */
  origin: string | null;
  /** Folder of PEM files; null: the platform's own authority alone. */
  roots: string | null;
  /** Inside, where authorities may be asked. */
  networks: readonly string[];
}

/** The configuration of one server, checked. */
export interface Config {
  port: number;
  /** Null: loopback on both families. */
  host: string | null;
  /** Null: where the server listens. */
  origin: string | null;
  trustProxy: TrustedProxies;
  tls: { cert: string; key: string } | null;
  databaseUrl: string | null;
  dataDir: string;
  packsDir: string;
  city: string;
  /** Null: decided by the database. */
  demo: boolean | null;
  demoPeople: number;
  workers: number;
  pool: number;
  /** Minutes without use after which a session in a browser ends. */
  idleStaff: number;
  idleResidents: number;
  /** Browsers in which an account may be signed in at once. */
  sessions: number;
  secrets: string | null;
  /** Null: that of the data folder. */
  masterKey: Buffer | null;
  /** Null: the master key is not in a token. */
  token: TokenConfig | null;
  smtpUrl: string | null;
  smsUrl: string | null;
  paymentUrl: string | null;
  /** Of clamd; null: uploads are not looked at. */
  clamdUrl: string | null;
  /** Null: nobody signs in with certificates. */
  certificates: CertificateConfig | null;
  /** Collector of traces by OTLP, and the share of requests that are traced; null: none are made. */
  tracing: { url: string; share: number } | null;
  /** Null: face checks are not offered. */
  face: { url: string; publicKey: KeyObject; timeoutMs: number } | null;
  logLevel: LevelWithSilent;
}

type Name = (typeof settings)[number]['name'];
type Get = <T>(name: Name, byDefault: T) => T;
type Environment = Readonly<Record<string, string | undefined>>;

const noSuchSetting = '没有这个配置项 / no such setting';

/** Reads the environment; all problems are told at once. Errors: `config.invalid`. */
export function loadConfig(env: Environment, root: string): Config {
  const problems: string[] = [];
  const values = new Map<string, unknown>();
  for (const setting of settings) {
    const given = env[setting.name];
    if (given === undefined || given === '') continue;
    try {
      values.set(setting.name, setting.read(given));
    } catch (error) {
      const words = error instanceof BadValue ? `${error.zh} / ${error.message}` : String(error);
      problems.push(`${setting.name}: ${words}`);
    }
  }
  const known = new Set<string>(settings.map((setting) => setting.name));
  for (const name of Object.keys(env)) {
    if (name.startsWith('QC_') && !known.has(name)) problems.push(`${name}: ${noSuchSetting}`);
  }
  const get: Get = <T>(name: Name, byDefault: T): T => (values.get(name) as T | undefined) ?? byDefault;
  const cert = get<string | null>('TLS_CERT', null);
  const key = get<string | null>('TLS_KEY', null);
  if ((cert === null) !== (key === null)) problems.push('TLS_CERT, TLS_KEY: 应同时给出 / give both or none');
  const token = readToken(get, problems);
  const face = readFace(get, problems);
  const certificates = readCertificates(get, problems);
  const otlp: string = get('OTEL_EXPORTER_OTLP_ENDPOINT', '');
  const packsDir = path.resolve(root, get('QC_PACKS', 'packs'));
  if (!existsSync(packsDir)) problems.push('QC_PACKS: 没有这个目录 / there is no such folder');
  if (problems.length > 0) throw configErrors.invalid({ problems: problems.join('; ') });
  const demo = get<string | null>('QC_DEMO', null);
  return {
    port: get('PORT', 8080),
    host: get<string | null>('HOST', null),
    origin: get<string | null>('QC_ORIGIN', null),
    trustProxy: get<TrustedProxies>('TRUST_PROXY', false),
    tls: cert !== null && key !== null ? { cert, key } : null,
    databaseUrl: get<string | null>('DATABASE_URL', null),
    dataDir: path.resolve(root, get('QC_DATA', '.data')),
    packsDir,
    city: get('QC_CITY', 'jinan'),
    demo: demo === null ? null : demo === 'on',
    demoPeople: get('QC_DEMO_PEOPLE', 20_000),
    workers: get('QC_WORKERS', 4),
    pool: get('QC_POOL', 20),
    idleStaff: get('QC_IDLE_STAFF', 30),
    idleResidents: get('QC_IDLE_RESIDENTS', 60),
    sessions: get('QC_SESSIONS', 10),
    secrets: get<string | null>('QC_SECRETS', null),
    masterKey: get<Buffer | null>('QC_MASTER_KEY', null),
    token,
    smtpUrl: get<string | null>('SMTP_URL', null),
    smsUrl: get<string | null>('SMS_URL', null),
    paymentUrl: get<string | null>('PAYMENT_URL', null),
    clamdUrl: get<string | null>('QC_CLAMD', null),
    face,
    certificates,
    tracing: otlp === '' ? null : { url: otlp.replace(/\/+$/, ''), share: get('OTEL_TRACES_SAMPLER_ARG', 1) },
    logLevel: get<LevelWithSilent>('LOG_LEVEL', 'warn'),
  };
}

function readFace(get: Get, problems: string[]): Config['face'] {
  const url: string = get('QC_FACE_URL', '');
  const publicKey = get<KeyObject | null>('QC_FACE_KEY', null);
  if ((url === '') !== (publicKey === null))
    problems.push('QC_FACE_URL, QC_FACE_KEY: 应同时给出 / give both or none');
  if (url === '' || publicKey === null) return null;
  return { url: url.replace(/\/+$/, ''), publicKey, timeoutMs: 1000 * get<number>('QC_FACE_SECONDS', 10) };
}

/** What a header says of a certificate is as good as whoever writes it: the proxies must be named. */
function readCertificates(get: Get, problems: string[]): Config['certificates'] {
  const origin = get<string | null>('QC_CERTIFICATE_ORIGIN', null);
  const [roots, networks] = [
    get<string | null>('QC_CERTIFICATE_ROOTS', null),
    get<string[]>('QC_CERTIFICATE_NETWORKS', []),
  ];
  if (get('QC_CLIENT_CERTIFICATES', 'off') === 'off') {
    if (origin !== null || roots !== null || networks.length > 0)
      problems.push(
        'QC_CERTIFICATE_*: 只在 QC_CLIENT_CERTIFICATES=proxy 时有用 / of use with QC_CLIENT_CERTIFICATES=proxy alone',
      );
    return null;
  }
  if (typeof get<TrustedProxies>('TRUST_PROXY', false) === 'boolean')
    problems.push(
      'QC_CLIENT_CERTIFICATES: TRUST_PROXY 应列出代理的地址 / TRUST_PROXY must list the addresses of the proxies',
    );
  const own = get<string | null>('QC_ORIGIN', null);
  if (origin !== null && (own === null || new URL(origin).hostname !== new URL(own).hostname))
    problems.push(
      'QC_CERTIFICATE_ORIGIN: 应和 QC_ORIGIN 同一主机 / must be at the host of QC_ORIGIN, or cookies do not come along',
    );
  return { origin: origin?.replace(/\/$/, '') ?? null, roots, networks };
}

function readToken(get: Get, problems: string[]): TokenConfig | null {
  const [module, token] = [get('QC_PKCS11_MODULE', ''), get('QC_PKCS11_TOKEN', '')];
  const [text, file] = [get('QC_PKCS11_PIN', ''), get('QC_PKCS11_PIN_FILE', '')];
  if ([module, token, text, file].every((value) => value === '')) return null;
  if (module === '' || token === '')
    problems.push('QC_PKCS11_MODULE, QC_PKCS11_TOKEN: 应同时给出 / give both or none');
  if ((text === '') === (file === ''))
    problems.push('QC_PKCS11_PIN, QC_PKCS11_PIN_FILE: 应给出其中一个 / give one of them');
  return {
    module,
    token,
    key: get('QC_PKCS11_KEY', 'quancheng-master'),
    pin: file === '' ? { text } : { file },
  };
}
