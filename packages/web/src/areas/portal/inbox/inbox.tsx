import { Empty } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, MailOpen } from 'lucide-react';
import { Link } from 'react-router';
import { apiKey, sessionPath, useSend } from '../../../api/queries.ts';
import type { Message } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Pages } from '../../../shell/pages.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

export function Inbox() {
  const { t } = useWords();
  useTitle(t('inbox.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('inbox.title')}</h1>
      <SignedIn why={t('inbox.signIn')}>
        {() => (
          <Pages<Message>
            path="/api/v1/me/messages"
            empty={
              <Empty icon={<MailOpen aria-hidden />} title={t('inbox.empty')}>
                {t('inbox.emptyText')}
              </Empty>
            }
          >
            {(items) => (
              <ul className="messages">
                {items.map((message) => (
                  <Row key={message.id} message={message} />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </SignedIn>
    </div>
  );
}

/** Opening a message is reading it. */
function Row({ message }: { message: Message }) {
  const { t, lang, text } = useWords();
  const client = useQueryClient();
  const read = useSend<unknown>(() => {
    void client.invalidateQueries({ queryKey: apiKey('/api/v1/me/messages') });
    void client.invalidateQueries({ queryKey: apiKey(sessionPath) });
  });
  return (
    <li>
      <details
        className={message.read ? 'message' : 'message message--new'}
        onToggle={(event) => {
          if (event.currentTarget.open && !message.read && read.isIdle) {
            read.mutate({ path: `/api/v1/me/messages/${message.id}/read` });
          }
        }}
      >
        <summary>
          <span className="message__title">
            {!message.read && <span className="message__dot">{t('inbox.new')}</span>}
            <AsWritten>{text(message.title)}</AsWritten>
          </span>
          <span className="message__time">{formatMoment(message.at, lang)}</span>
          <ChevronDown size={20} aria-hidden className="message__more" />
        </summary>
        <p className="message__body">
          <AsWritten>{text(message.body)}</AsWritten>
        </p>
        {message.caseId && (
          <p>
            <Link to={`/cases/${message.caseId}`}>{t('inbox.toCase')}</Link>
          </p>
        )}
      </details>
    </li>
  );
}
