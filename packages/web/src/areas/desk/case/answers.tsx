import { formatDate } from '../../../lib/format.ts';
import { answerText } from '../../portal/form/answer-text.ts';
import type { DeskCase } from '../api/types.ts';
import { asPortalField } from '../form/adapt.ts';
import { useDeskWords } from '../words.ts';

/** What was filled in, under the headings of the form, each answer with where it came from. */
export function Answers({ entry }: { entry: DeskCase }) {
  const { w, t, lang, text } = useDeskWords();
  const asked = new Map(entry.corrections.map((correction) => [correction.path, correction.text]));
  return (
    <section className="desk-panel" aria-labelledby="desk-answers">
      <h2 id="desk-answers">{w('answers.title')}</h2>
      {entry.schema['x-steps'].map((step) => {
        const fields = step.fields.filter((name) => entry.form[name] !== undefined);
        if (fields.length === 0) return null;
        return (
          <div key={step.id} className="desk-answers">
            <h3>{text(step.title)}</h3>
            <dl>
              {fields.map((name) => {
                const field = entry.schema.properties[name];
                const source = entry.sources[name];
                const correction = asked.get(`/form/${name}`);
                if (!field) return null;
                return (
                  <div key={name}>
                    <dt>{field['x-title'] ? text(field['x-title']) : name}</dt>
                    <dd>
                      {answerText(asPortalField(field), entry.form[name], undefined, t, lang)}
                      {source && (
                        <span className="desk-source">
                          {w(source.locked ? 'answers.locked' : 'answers.prefilled', {
                            resource: text(source.resourceName),
                            agency: text(source.agency),
                            day: formatDate(source.asOf, lang),
                          })}
                        </span>
                      )}
                      {correction && <span className="desk-asked">{text(correction)}</span>}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </div>
        );
      })}
      {entry.onBehalfOf && <p className="desk-soft">{w('answers.agent', { name: entry.onBehalfOf })}</p>}
    </section>
  );
}
