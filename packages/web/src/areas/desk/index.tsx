import './styles/frame.css';
import './styles/parts.css';
import './styles/queue.css';
import './styles/case.css';
import './styles/acts.css';
import './styles/form.css';
import './styles/print.css';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '../../api/queries.ts';
import { NotFound } from '../../shell/not-found.tsx';
import { useTitle } from '../../shell/title.tsx';
import { CasePage } from './case/case-page.tsx';
import { IntakePage } from './intake/intake-page.tsx';
import { DisputesPage } from './lists/disputes.tsx';
import { ItemsPage } from './lists/items.tsx';
import { JobsPage } from './lists/jobs.tsx';
import { MessagesPage } from './lists/messages.tsx';
import { RatingsPage } from './lists/ratings.tsx';
import { QueuePage } from './queue/queue-page.tsx';
import { Closed } from './shell/closed.tsx';
import { Frame } from './shell/frame.tsx';
import { KeysProvider } from './shell/keys.tsx';
import { navOf } from './shell/nav.ts';
import { DeskTheme } from './shell/theme.tsx';
import { loadDeskWords, useDeskWords } from './words.ts';

/** The staff's area. */
export function DeskArea() {
  use(loadDeskWords(useTranslation().i18n));
  return (
    <DeskTheme>
      <Desk />
    </DeskTheme>
  );
}

function Desk() {
  const { t } = useDeskWords();
  const session = useSession();
  useTitle(t('desk.title'));
  if (!session.account || session.account.posts.length === 0) return <Closed />;
  return (
    <KeysProvider>
      <Frame>
        <Pages first={navOf(session)[0]?.path ?? '/desk/disputes'} />
      </Frame>
    </KeysProvider>
  );
}

function Pages({ first }: { first: string }) {
  return (
    <Routes>
      <Route path="/" element={first === '/desk' ? <QueuePage /> : <Navigate to={first} replace />} />
      <Route path="cases/:id" element={<CasePage />} />
      <Route path="intake" element={<IntakePage />} />
      <Route path="disputes" element={<DisputesPage />} />
      <Route path="ratings" element={<RatingsPage />} />
      <Route path="items" element={<ItemsPage />} />
      <Route path="jobs" element={<JobsPage />} />
      <Route path="messages" element={<MessagesPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
