import { useState } from 'react';
import {
  Button,
  Card,
  Checkbox,
  Checkboxes,
  Field,
  FieldGroup,
  Notice,
  Rating,
  TextArea,
} from '@quancheng/ui';
import { Star } from 'lucide-react';
import type { CaseAction, CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { useVerb, verbCommand } from './actions.tsx';

/** What an online matter is rated on; a window is rated on other things. */
const onlineIndices = ['efficiency', 'guide', 'ease', 'operation'] as const;

/** 好差评: one to five, on what, and in one's own words. */
export function RateCase({ entry, action }: { entry: CaseDetail; action: CaseAction }) {
  const { t } = useWords();
  const [stars, setStars] = useState(0);
  const [indices, setIndices] = useState<string[]>([]);
  const [comment, setComment] = useState('');
  const [named, setNamed] = useState(false);
  const [missing, setMissing] = useState(false);
  const send = useVerb(entry, () => undefined);
  const starWords = useStarWords();
  const choices = onlineIndices.map((name) => ({ value: name, label: t(`rate.${name}`) }));
  return (
    <Card tone="tint" className="no-print">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(stars === 0);
          const words = comment.trim();
          if (stars === 0) return;
          send.mutate(
            verbCommand(entry, action, { stars, indices, named, ...(words ? { comment: words } : {}) }),
          );
        }}
      >
        {missing && <Notice tone="danger" announce="alert" title={t('rate.missing')} />}
        <Rating
          id="stars"
          name="stars"
          legend={t('rate.title')}
          words={starWords}
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
            <Field id="comment" label={t('rate.comment')} note={t('form.optional')}>
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
            <Checkbox id="named" name="named" label={t('rate.named')} checked={named} onChange={setNamed} />
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
