import { FactList } from '@quancheng/ui';
import type { ItemDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoney } from '../../../lib/format.ts';

interface SectionProps {
  item: ItemDetail;
}

export function Fees({ item }: SectionProps) {
  const { t, lang, text } = useWords();
  if (item.fees.length === 0) return null;
  return (
    <section aria-labelledby="fees">
      <h2 id="fees">{t('guide.fees')}</h2>
      <FactList
        facts={item.fees.map((fee) => ({
          key: fee.name.zh,
          label: text(fee.name),
          value: fee.amount === 0 ? t('facts.free') : formatMoney(fee.amount, lang),
          detail: text(fee.basis),
        }))}
      />
    </section>
  );
}

export function Places({ item }: SectionProps) {
  const { t, text } = useWords();
  if (item.places.length === 0) return null;
  return (
    <section aria-labelledby="places">
      <h2 id="places">{t('guide.places')}</h2>
      <ul className="places">
        {item.places.map((place) => (
          <li key={place.name.zh + place.address.zh}>
            <p className="places__name">{text(place.name)}</p>
            <p>{text(place.address)}</p>
            <p>{text(place.hours)}</p>
            <p>
              <a href={telephone(place.phone)}>{place.phone}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Questions({ item }: SectionProps) {
  const { t, text } = useWords();
  if (item.questions.length === 0) return null;
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t('guide.questions')}</h2>
      {item.questions.map((entry) => (
        <details key={entry.question.zh} className="question">
          <summary>{text(entry.question)}</summary>
          <p>{text(entry.answer)}</p>
        </details>
      ))}
    </section>
  );
}

export function Law({ item }: SectionProps) {
  const { t, text } = useWords();
  return (
    <section aria-labelledby="law">
      <h2 id="law">{t('guide.law')}</h2>
      <ul className="bullets">
        {item.legalBasis.map((basis) => (
          <li key={basis.title.zh + basis.clause.zh}>
            {text(basis.title)} {text(basis.clause)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Contacts({ item }: SectionProps) {
  const { t, text } = useWords();
  return (
    <section aria-labelledby="contacts">
      <h2 id="contacts">{t('guide.contacts')}</h2>
      <FactList
        facts={[
          { key: 'agency', label: t('guide.agency'), value: text(item.agencyTitle) },
          {
            key: 'enquiry',
            label: t('guide.enquiry'),
            value: <a href={telephone(item.enquiryPhone)}>{item.enquiryPhone}</a>,
          },
          {
            key: 'complaint',
            label: t('guide.complaint'),
            value: <a href={telephone(item.complaintPhone)}>{item.complaintPhone}</a>,
          },
        ]}
      />
    </section>
  );
}

function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}
