import { useEffect, useRef } from 'react';
import { Button, Card } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import type { Grant } from './grant-form.tsx';

interface GrantReviewProps {
  grant: Grant;
  error: Error | null;
  busy: boolean;
  onBack: () => void;
  onConfirm: () => void;
}

/** What is about to be granted, as one would say it, and what follows from it. */
export function GrantReview({ grant, error, busy, onBack, onConfirm }: GrantReviewProps) {
  const { t, lang, text } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const agent = grant.name.trim();
  const principal = grant.principal.name;
  const items = grant.items.map(({ title }) => t('grant.quoted', { name: text(title) }));
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t('grant.review')}
      </h1>
      <div className="stack">
        {error && <ProblemNotice error={error} />}
        <Card>
          <p className="grant__sentence">
            {t('grant.sentence', {
              agent,
              principal,
              scope: grant.all
                ? t('mandates.everything').toLocaleLowerCase()
                : items.join(t('mandates.comma')),
              day: formatDate(grant.until, lang),
            })}
          </p>
          <p className="soft">
            {t('grant.number')} <span className="code">{grant.idNumber.trim().toUpperCase()}</span>
          </p>
        </Card>
        <ul className="grant__follows">
          <li>{t('grant.seesForms')}</li>
          {grant.all && <li>{t('grant.seesLicences', { principal })}</li>}
          <li>{t('grant.noPassing')}</li>
          <li>{t('grant.anyTime')}</li>
          <li>{t('grant.told')}</li>
        </ul>
        <div className="actions">
          <Button busy={busy} onClick={onConfirm}>
            {t('grant.confirm')}
          </Button>
          <Button variant="quiet" onClick={onBack}>
            {t('grant.back')}
          </Button>
        </div>
      </div>
    </>
  );
}
