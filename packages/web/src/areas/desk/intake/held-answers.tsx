import { answerText } from '../../portal/form/answer-text.ts';
import { sharedSource, SourceNote } from '../case/answers.tsx';
import { asPortalField } from '../form/adapt.ts';
import type { FilledForm } from './filled-sheet.tsx';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What the records say of the applicant: nobody is asked for it, and it cannot be changed here. */
export function HeldAnswers({ form }: { form: FilledForm }) {
  const { w, t, lang, text } = useDeskWords();
  const names = Object.keys(form.schema.properties).filter((name) => form.sources[name]?.locked);
  if (names.length === 0) return null;
  const shared = sharedSource(names.map((name) => form.sources[name]));
  return (
    <section className="desk-panel" aria-labelledby="desk-held">
      <h2 id="desk-held">{w('intake.filled')}</h2>
      <p className="desk-soft">{w('intake.filledText')}</p>
      {shared && <SourceNote source={shared} words="answers.allLocked" />}
      <dl className="desk-facts">
        {names.map((name) => {
          const field = form.schema.properties[name];
          const source = form.sources[name];
          return (
            field &&
            source && (
              <div key={name}>
                <dt>{field['x-title'] ? text(field['x-title']) : name}</dt>
                <dd>
                  <AsWritten>
                    {answerText(asPortalField(field), form.prefilled[name], form.choices[name], t, lang)}
                  </AsWritten>
                  {!shared && <SourceNote source={source} words="answers.locked" />}
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}
