import { useState } from 'react';
import { Button } from 'antd';
import { Printer } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import type { ItemSummary } from '../../../api/types.ts';
import { formatDay, formatMoment } from '../../../lib/format.ts';
import type { NewCaseAnswer } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

export interface Received {
  item: ItemSummary;
  answer: NewCaseAnswer;
  applicant: string;
}

/** What the applicant takes home: number, item, when it is due, and whom to ask. */
export function Receipt({ received, onNext }: { received: Received; onNext: () => void }) {
  const { w, lang, text } = useDeskWords();
  const { city, account } = useSession();
  const [at] = useState(() => new Date().toISOString());
  const { item, answer, applicant } = received;
  const facts = [
    ['receipt.number', answer.number],
    ['receipt.item', item.name],
    ['receipt.applicant', applicant],
    ['receipt.at', formatMoment(at, lang)],
    ['receipt.status', text(answer.statusText)],
    ['receipt.due', answer.dueDate ? formatDay(answer.dueDate, lang) : promise()],
    ['receipt.agency', text(item.agencyTitle)],
    ['receipt.clerk', account?.name ?? ''],
    ['receipt.help', city.hotline],
  ] as const;

  function promise(): string {
    return item.promisedDays > 0
      ? w(`receipt.days.${item.dayUnit}`, { n: item.promisedDays })
      : w('receipt.now');
  }

  return (
    <div className="desk-narrow">
      <article className="desk-receipt">
        <p className="desk-receipt__city">{text(city.product)}</p>
        <h1>{w('receipt.title')}</h1>
        <dl className="desk-facts">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{w(key)}</dt>
              <dd>
                <AsWritten>{value}</AsWritten>
              </dd>
            </div>
          ))}
        </dl>
        <p>{w('receipt.text')}</p>
      </article>
      <div className="desk-row desk-noprint">
        <Button type="primary" icon={<Printer size={18} aria-hidden />} onClick={() => print()}>
          {w('receipt.print')}
        </Button>
        <Link to={`/desk/cases/${answer.id}`}>{w('receipt.open')}</Link>
        <Button onClick={onNext}>{w('receipt.next')}</Button>
      </div>
    </div>
  );
}
