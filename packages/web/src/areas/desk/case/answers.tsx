import type { FieldSource } from '../../../api/types.ts';
import { formatDate } from '../../../lib/format.ts';
import { answerText } from '../../portal/form/answer-text.ts';
import type { DeskCase } from '../api/types.ts';
import { asPortalField } from '../form/adapt.ts';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What was filled in, under the headings of the form, each answer with where it came from. */
export function Answers({ entry }: { entry: DeskCase }) {
  const { w, text } = useDeskWords();
  return (
    <section className="desk-panel" aria-labelledby="desk-answers">
      <h2 id="desk-answers">{w('answers.title')}</h2>
      {entry.schema['x-steps'].map((step) => {
        const names = step.fields.filter((name) => entry.form[name] !== undefined);
        if (names.length === 0) return null;
        const shared = sharedSource(names.map((name) => entry.sources[name]));
        return (
          <div key={step.id} className="desk-answers">
            <h3>{text(step.title)}</h3>
            {shared && <SourceNote source={shared} words="answers.allLocked" />}
            <dl>
              {names.map((name) => (
                <Answer key={name} entry={entry} name={name} withSource={!shared} />
              ))}
            </dl>
          </div>
        );
      })}
      {entry.onBehalfOf && (
        <p className="desk-soft">
          <AsWritten>{w('answers.agent', { name: entry.onBehalfOf.name })}</AsWritten>
        </p>
      )}
    </section>
  );
}

interface AnswerProps {
  entry: DeskCase;
  name: string;
  withSource: boolean;
}

function Answer({ entry, name, withSource }: AnswerProps) {
  const { t, lang, text } = useDeskWords();
  const field = entry.schema.properties[name];
  const source = entry.sources[name];
  const correction = entry.corrections.find((asked) => asked.path === `/form/${name}`);
  if (!field) return null;
  return (
    <div>
      <dt>{field['x-title'] ? text(field['x-title']) : name}</dt>
      <dd>
        <AsWritten>{answerText(asPortalField(field), entry.form[name], undefined, t, lang)}</AsWritten>
        {withSource && source && (
          <SourceNote source={source} words={source.locked ? 'answers.locked' : 'answers.prefilled'} />
        )}
        {correction && <span className="desk-asked">{text(correction.text)}</span>}
      </dd>
    </div>
  );
}

/** From which record an answer came. */
export function SourceNote({ source, words }: { source: FieldSource; words: string }) {
  const { w, lang, text } = useDeskWords();
  return (
    <span className="desk-source">
      {w(words, {
        resource: text(source.resourceName),
        agency: text(source.agency),
        day: formatDate(source.asOf, lang),
      })}
    </span>
  );
}

/** The one record from which all of these come, where it is one; then it is named once. */
export function sharedSource(sources: (FieldSource | undefined)[]): FieldSource | undefined {
  const [first] = sources;
  if (!first || sources.length < 2) return undefined;
  const same = sources.every(
    (source) => source?.locked && source.resource === first.resource && source.asOf === first.asOf,
  );
  return same ? first : undefined;
}
