import { Tag } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import type { Dispatch } from '../api/types.ts';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Of the demo: what would have left by SMS and mail. */
export function MessagesPage() {
  const { w, lang } = useDeskWords();
  useTitle(w('outbox.title'));
  const pages = useStaffPages<Dispatch>('/api/v1/demo/dispatches?limit=20');
  return (
    <>
      <PageHead title={w('outbox.title')} />
      <p className="desk-soft">{w('outbox.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('outbox.none')}>{w('outbox.noneText')}</Nothing>}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((dispatch) => (
              <li key={dispatch.id} className="desk-card">
                <p className="desk-card__line">
                  <Tag>{w(`outbox.channel.${dispatch.channel}`, { defaultValue: dispatch.channel })}</Tag>
                  <span className="desk-strong desk-figures">{dispatch.to}</span>
                  <span className="desk-soft">
                    {w(`outbox.state.${dispatch.state}`, { defaultValue: dispatch.state })}
                  </span>
                </p>
                <p className="desk-message">
                  <AsWritten>{dispatch.text}</AsWritten>
                </p>
                <p className="desk-soft">{formatMoment(dispatch.at, lang)}</p>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </>
  );
}
