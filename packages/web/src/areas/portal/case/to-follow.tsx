import { useState } from 'react';
import { Button, ErrorSummary, Notice } from '@quancheng/ui';
import type { CaseAction, CaseDetail, StoredFile } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { MaterialUpload, materialId, withFile } from '../form/material-upload.tsx';
import { useVerb, verbCommand } from './actions.tsx';

/** What may still be handed in after the application, and in place of what came that way before. */
export function ToFollow({ entry }: { entry: CaseDetail }) {
  const action = entry.actions.find(({ verb }) => verb === 'materials');
  return action ? <Following entry={entry} action={action} /> : null;
}

function Following({ entry, action }: { entry: CaseDetail; action: CaseAction }) {
  const { t, text } = useWords();
  const [files, setFiles] = useState<Readonly<Record<string, StoredFile>>>({});
  const [attempt, setAttempt] = useState(0);
  const [done, setDone] = useState('');
  const open = entry.materials.filter(({ mayFollow }) => mayFollow);
  const chosen = open.filter(({ id }) => files[id]);
  const send = useVerb(entry, () => {
    setDone(chosen.map(({ name }) => text(name)).join(t('following.comma')));
    setFiles({});
    setAttempt(0);
  });
  const missing = open.filter(({ state }) => state === 'later');
  const replaceable = open.filter(({ state }) => state !== 'later');
  const first = open[0];
  const errors =
    attempt > 0 && chosen.length === 0 && first
      ? [{ id: materialId(first.id), text: t('following.choose') }]
      : [];

  const upload = (material: (typeof open)[number]) => (
    <MaterialUpload
      key={material.id}
      material={material}
      file={files[material.id]}
      error={errors.find(({ id }) => id === materialId(material.id))?.text}
      onFile={(file) => setFiles(withFile(files, material.id, file))}
    />
  );

  return (
    <section className="no-print" aria-labelledby="to-follow">
      <h2 id="to-follow">{t(missing.length > 0 ? 'following.title' : 'following.replaceTitle')}</h2>
      {done && (
        <Notice tone="success" announce="status" title={t('following.done', { names: done })}>
          {t('following.doneText')}
        </Notice>
      )}
      <p>{t(missing.length > 0 ? 'following.intro' : 'following.replaceIntro')}</p>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setDone('');
          setAttempt(attempt + 1);
          if (chosen.length === 0) return;
          const materials = chosen.map(({ id }) => ({ id, fileId: files[id]?.id }));
          send.mutate(verbCommand(entry, action, { materials }));
        }}
      >
        <ErrorSummary title={t('form.errors', { n: errors.length })} errors={errors} attempt={attempt} />
        {send.error && <ProblemNotice error={send.error} />}
        {missing.map(upload)}
        {replaceable.map((material) => (
          <details key={material.id} className="question" open={errors.length > 0 && material === first}>
            <summary>{t('following.replace', { name: text(material.name) })}</summary>
            {upload(material)}
          </details>
        ))}
        <div className="actions">
          <Button type="submit" variant="secondary" busy={send.isPending}>
            {text(action.label)}
          </Button>
        </div>
      </form>
    </section>
  );
}
