import { lazy, Suspense, useState } from 'react';
import { FactList, Field, FileUpload, Notice } from '@quancheng/ui';
import { CircleCheck, CircleX, Info } from 'lucide-react';
import { useUpload } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatBytes, formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { ProblemNotice } from '../../../shell/problem.tsx';

/** Loaded only for a document in hand: what reads it weighs as much as the rest of the page. */
const Pages = lazy(async () => ({ default: (await import('./pages.tsx')).Pages }));

interface DocumentVerification {
  kind: 'ofd' | 'pdf';
  verdict: 'valid' | 'invalid' | 'unsigned';
  signatures: Signature[];
}

interface Signature {
  id: string;
  verdict: 'valid' | 'invalid';
  checks: { name: string; ok: boolean; text: Text }[];
  references: { file: string; ok: boolean }[];
  signedAt?: string;
  sealName?: string;
  signerName?: string;
  trust?: 'good' | 'unknown' | 'other-use' | 'revoked' | 'held' | 'outside-period';
}

const largest = 20 * 2 ** 20;
const tones = {
  valid: 'success',
  grown: 'caution',
  untrusted: 'caution',
  doubtful: 'caution',
  revoked: 'danger',
  added: 'danger',
  invalid: 'danger',
  unsigned: 'caution',
} as const;

/** Anyone may check the seals of a document they were given, and look at it without a program for it. */
export function CheckDocument() {
  const { t } = useWords();
  const [file, setFile] = useState<File | null>(null);
  const check = useUpload<DocumentVerification>('/api/v1/documents/verify');
  const tooLarge = file !== null && file.size > largest;
  return (
    <section className="verify__document stack" aria-labelledby="document-title">
      <h2 id="document-title">{t('verify.file.document')}</h2>
      <p>{t('verify.file.documentText')}</p>
      <Field
        id="document"
        label={t('verify.file.choose')}
        error={tooLarge ? t('verify.file.tooLarge') : undefined}
      >
        {(control) => (
          <FileUpload
            {...control}
            name="document"
            accept=".ofd,.pdf,application/ofd,application/pdf"
            file={undefined}
            progress={check.isPending ? t('verify.file.checking') : undefined}
            labels={{
              choose: t(file ? 'verify.file.again' : 'verify.file.choose'),
              replace: t('verify.file.again'),
              remove: t('materials.remove'),
            }}
            onChoose={(chosen) => {
              setFile(chosen);
              check.reset();
              if (chosen.size <= largest) check.mutate(chosen);
            }}
            onRemove={() => setFile(null)}
          />
        )}
      </Field>
      {check.error && <ProblemNotice error={check.error} />}
      {file && check.data && <Verdict file={file} found={check.data} />}
    </section>
  );
}

/** Whoever likes can make a seal that fits its document: it is real only where we know who issued it. */
function judge({ kind, verdict, signatures }: DocumentVerification): keyof typeof tones {
  if (verdict === 'unsigned') return verdict;
  if (verdict === 'invalid') return kind === 'pdf' && signatures.every(isAsItWasSigned) ? 'added' : verdict;
  const trusts = new Set(signatures.map(({ trust }) => trust));
  if (trusts.has('revoked')) return 'revoked';
  if (trusts.has('held') || trusts.has('outside-period')) return 'doubtful';
  if (!signatures.every(({ trust }) => trust === 'good')) return 'untrusted';
  const hasGrown = signatures.some(({ checks }) => checks.some(({ name, ok }) => name === 'coverage' && !ok));
  return kind === 'pdf' && hasGrown ? 'grown' : 'valid';
}

/** All is well but for what stands behind it. */
function isAsItWasSigned({ checks }: Signature): boolean {
  return checks.every(({ name, ok }) => ok || name === 'references' || beside.has(name));
}

function Verdict({ file, found }: { file: File; found: DocumentVerification }) {
  const { t } = useWords();
  const { signatures } = found;
  const verdict = judge(found);
  return (
    <div className="stack" aria-live="polite">
      <p className="verify__name">
        <AsWritten>{file.name}</AsWritten> · {formatBytes(file.size)}
      </p>
      <Notice tone={tones[verdict]} title={t(`verify.file.verdict.${verdict}`)}>
        {t(`verify.file.verdict.${verdict}Text`)}
      </Notice>
      {signatures.map((signature, index) => (
        <SignatureCard key={signature.id} signature={signature} number={index + 1} />
      ))}
      {/* What reads PDF is on every device. */}
      {found.kind === 'ofd' && (
        <section aria-labelledby="document-pages">
          <h3 id="document-pages">{t('verify.file.pages')}</h3>
          <Suspense fallback={null}>
            <Pages key={`${file.name} ${file.lastModified}`} file={file} />
          </Suspense>
        </section>
      )}
    </div>
  );
}

function SignatureCard({ signature, number }: { signature: Signature; number: number }) {
  const { t, lang } = useWords();
  const { checks, references, sealName, signerName, signedAt } = signature;
  const kept = references.filter(({ ok }) => ok).length;
  return (
    <article className="certificate">
      <h3>{t('verify.file.signatureNumber', { n: number })}</h3>
      <FactList
        facts={[
          ...(sealName
            ? [{ key: 'seal', label: t('verify.file.seal'), value: <AsWritten>{sealName}</AsWritten> }]
            : []),
          ...(signerName
            ? [{ key: 'signer', label: t('verify.file.signer'), value: <AsWritten>{signerName}</AsWritten> }]
            : []),
          ...(signedAt
            ? [{ key: 'at', label: t('verify.file.signedAt'), value: formatMoment(signedAt, lang) }]
            : []),
          {
            key: 'files',
            label: t('verify.file.files'),
            value: t('verify.file.filesCount', { ok: kept, n: references.length }),
          },
        ]}
      />
      <details className="verify__checks">
        <summary>{t('verify.file.checks')}</summary>
        <ul className="verify__list">
          {checks.map((check) => (
            <CheckLine key={check.name} check={check} />
          ))}
        </ul>
      </details>
    </article>
  );
}

/** What is told beside the verdict and does not decide it. */
const beside = new Set(['sealValidity', 'certificateValidity', 'trust', 'coverage']);
const icons = { passed: CircleCheck, failed: CircleX, note: Info } as const;

function CheckLine({ check }: { check: Signature['checks'][number] }) {
  const { t, text } = useWords();
  const result = check.ok ? 'passed' : beside.has(check.name) ? 'note' : 'failed';
  const Icon = icons[result];
  return (
    <li className={`verify__check verify__check--${result}`}>
      <Icon size={18} aria-hidden />
      <span>
        <span className="visually-hidden">{t(`verify.file.${result}`)} </span>
        <AsWritten>{text(check.text)}</AsWritten>
      </span>
    </li>
  );
}
