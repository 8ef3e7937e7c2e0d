import { Tag, Typography } from 'antd';
import { cityDay, formatDate, formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { FactRows } from '../../staff/shell/facts.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import type { LicenceType, Question, UpperLicence, Verdict } from './model.ts';

interface FoundProps {
  question: Question;
  items: UpperLicence[];
  types: LicenceType[];
}

/** What the upper level has. It is shown once and kept nowhere; what is needed goes into the opinion. */
export function Found({ question, items, types }: FoundProps) {
  const { w } = useDeskWords();
  return (
    <section className="desk-panel desk-sheet" aria-labelledby="upper-found" aria-live="polite">
      <h2 id="upper-found">
        {items.length === 0 ? w('upper.nothing') : w('upper.found', { n: items.length })}
      </h2>
      {items.length === 0 ? (
        <Nothing title={w('upper.nothingTitle')}>{w('upper.nothingText')}</Nothing>
      ) : (
        <>
          <p className="desk-soft">{w('upper.foundText', { number: question.caseNumber })}</p>
          <ul className="desk-cards desk-cards--list">
            {items.map((licence) => (
              <li key={licence.certificateIdentifier} className="desk-card">
                <Licence
                  licence={licence}
                  type={types.find(({ code }) => code === licence.certificateTypeCode)}
                  caseNumber={question.caseNumber}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface LicenceProps {
  licence: UpperLicence;
  /** As it is known here; other places have others. */
  type: LicenceType | undefined;
  caseNumber: string;
}

function Licence({ licence, type, caseNumber }: LicenceProps) {
  const { w, t, lang, text } = useDeskWords();
  const state = standing(licence);
  const until =
    licence.certificateExpiringDate === null
      ? t('licence.noEnd')
      : formatDate(licence.certificateExpiringDate, lang);
  const name = type ? text(type.name) : licence.certificateTypeName;
  const labelOf = (field: string) => {
    const known = type?.fields.find((one) => one.name === field);
    return known ? text(known.label) : field;
  };
  return (
    <>
      <h3>
        <AsWritten>{name}</AsWritten> <Tag color={colourOf(state)}>{t(`licence.state.${state}`)}</Tag>
      </h3>
      <FactRows
        rows={[
          [t('licence.holder'), licence.certificateHolderName],
          [t('licence.issuer'), licence.certificateIssuingAuthorityName],
          [t('licence.issuedOn'), formatDate(licence.certificateIssuedDate, lang)],
          [t('licence.validUntil'), until],
          [w('upper.changedAt'), formatMoment(licence.changedAt, lang)],
        ]}
        technical={[
          [t('licence.number'), licence.certificateNumber],
          [t('licence.identifier'), licence.certificateIdentifier],
        ]}
      />
      {licence.data.length > 0 && (
        <details>
          <summary>{w('upper.content')}</summary>
          <FactRows rows={licence.data.map((field) => [labelOf(field.name), field.value] as const)} />
        </details>
      )}
      <Typography.Paragraph className="desk-soft" copyable={{ tooltips: false }}>
        {w('upper.record', {
          type: name,
          number: licence.certificateNumber,
          state: t(`licence.state.${state}`),
          until: licence.certificateExpiringDate === null ? until : t('licence.until', { day: until }),
          case: caseNumber,
        })}
      </Typography.Paragraph>
    </>
  );
}

/** A licence that is in force and past its last day has run out. */
function standing({ state, certificateExpiringDate: until }: UpperLicence): NonNullable<Verdict['state']> {
  return state === 'valid' && until !== null && until < cityDay(0) ? 'expired' : state;
}

function colourOf(state: NonNullable<Verdict['state']>): string {
  if (state === 'valid') return 'success';
  if (state === 'suspended') return 'warning';
  return state === 'revoked' ? 'error' : 'default';
}
