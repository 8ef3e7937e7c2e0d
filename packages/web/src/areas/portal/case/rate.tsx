import { useState } from 'react';
import { Button, Card, Checkboxes, Field, FieldGroup, Notice, Rating, TextArea } from '@quancheng/ui';
import { Star } from 'lucide-react';
import type { CaseAction, CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { useVerb, verbCommand } from './actions.tsx';

/** What an online matter is rated on, where the action does not say. */
const usualIndices = ['efficiency', 'guideAccuracy', 'ease', 'operation'] as const;

/** 好差评: one to five, on what, and in one's own words. */
export function RateCase({ entry, action }: { entry: CaseDetail; action: CaseAction }) {
  const { t, text } = useWords();
  const [stars, setStars] = useState(0);
  const [indices, setIndices] = useState<string[]>([]);
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const send = useVerb(entry, () => undefined);
  const words = useStarWords();
  const listed = action.input?.properties['indices']?.items;
  const choices = listed?.enum
    ? listed.enum.map((value) => {
        const label = listed['x-enum']?.[String(value)];
        return { value: String(value), label: label ? text(label) : String(value) };
      })
    : usualIndices.map((name) => ({ value: name, label: t(`rate.${name}`) }));
  return (
    <Card tone="tint" className="no-print">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(stars === 0);
          if (stars > 0) send.mutate(verbCommand(entry, action, { stars, indices, comment: comment.trim() }));
        }}
      >
        {missing && <Notice tone="danger" announce="alert" title={t('rate.missing')} />}
        <Rating
          id="stars"
          name="stars"
          legend={t('rate.title')}
          words={words}
          value={stars}
          onChange={setStars}
        />
        {stars > 0 && (
          <>
            <FieldGroup
              id="indices"
              label={t(stars >= 4 ? 'rate.whatGood' : 'rate.whatBad')}
              note={t('form.optional')}
            >
              <Checkboxes
                id="indices"
                name="indices"
                choices={choices}
                value={indices}
                onChange={setIndices}
              />
            </FieldGroup>
            <Field
              id="comment"
              label={t('rate.comment')}
              note={t('form.optional')}
              help={stars <= 2 ? t('rate.callBack') : undefined}
            >
              {(control) => (
                <TextArea
                  {...control}
                  name="comment"
                  maxLength={500}
                  value={comment}
                  onChange={(event) => setComment(event.target.value)}
                />
              )}
            </Field>
            {send.error && <ProblemNotice error={send.error} />}
          </>
        )}
        <div className="actions">
          <Button type="submit" variant="secondary" busy={send.isPending}>
            {t('rate.send')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function Rated({ rating }: { rating: NonNullable<CaseDetail['rating']> }) {
  const { t } = useWords();
  const words = useStarWords();
  return (
    <p className="rated">
      <Star size={20} aria-hidden />
      {t('rate.yours', { word: words[rating.stars - 1] ?? '' })}
    </p>
  );
}

function useStarWords(): [string, string, string, string, string] {
  const { t } = useWords();
  return [t('rate.star.1'), t('rate.star.2'), t('rate.star.3'), t('rate.star.4'), t('rate.star.5')];
}
