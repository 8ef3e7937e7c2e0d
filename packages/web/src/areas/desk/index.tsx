import '../staff/styles/frame.css';
import '../staff/styles/parts.css';
import '../staff/styles/form.css';
import './styles/queue.css';
import './styles/case.css';
import './styles/acts.css';
import './styles/overview.css';
import './styles/form.css';
import './seals/seals.css';
import './upper-licences/upper.css';
import '../staff/styles/print.css';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Settings } from 'lucide-react';
import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '../../api/queries.ts';
import { NotFound } from '../../shell/not-found.tsx';
import { useTitle } from '../../shell/title.tsx';
import { CasePage } from './case/case-page.tsx';
import { GuardiansPage } from './guardians/guardians-page.tsx';
import { CorrectPage } from './intake/correct-page.tsx';
import { IntakePage } from './intake/intake-page.tsx';
import { LicenceUsesPage } from './licence-uses/licence-uses-page.tsx';
import { LicencesPage } from './licences/licences-page.tsx';
import { DisputesPage } from './lists/disputes.tsx';
import { MessagesPage } from './lists/messages.tsx';
import { RatingsPage } from './lists/ratings.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { QueuePage } from './queue/queue-page.tsx';
import { AskSealPage, ChangeSealPage } from './seals/ask-page.tsx';
import { SealPage } from './seals/seal-page.tsx';
import { SealsPage } from './seals/seals-page.tsx';
import { SignPage } from './seals/sign-page.tsx';
import { Closed } from '../staff/shell/closed.tsx';
import { Frame } from '../staff/shell/frame.tsx';
import { KeysProvider } from '../staff/shell/keys.tsx';
import { navOf } from './shell/nav.ts';
import { UpperLicencesPage } from './upper-licences/upper-page.tsx';
import { WindowPage } from './window/window-page.tsx';
import { StaffTheme } from '../staff/shell/theme.tsx';
import { loadDeskWords, useDeskWords } from './words.ts';

/** The staff's area. */
export function DeskArea() {
  use(loadDeskWords(useTranslation().i18n));
  return (
    <StaffTheme>
      <Desk />
    </StaffTheme>
  );
}

function Desk() {
  const { w, t } = useDeskWords();
  const session = useSession();
  useTitle(t('desk.title'));
  if (!session.account || session.account.posts.length === 0) return <Closed title={t('desk.title')} />;
  return (
    <KeysProvider>
      <Frame
        title={t('desk.title')}
        places={navOf(session).map(({ key, ...place }) => ({ ...place, label: w(key) }))}
        areas={[{ path: '/admin', label: w('places.admin'), icon: Settings }]}
      >
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
      <Route path="cases/:id/correct" element={<CorrectPage />} />
      <Route path="overview" element={<OverviewPage />} />
      <Route path="intake" element={<IntakePage />} />
      <Route path="guardians" element={<GuardiansPage />} />
      <Route path="window" element={<WindowPage />} />
      <Route path="licences" element={<LicencesPage />} />
      <Route path="licence-uses" element={<LicenceUsesPage />} />
      <Route path="upper-licences" element={<UpperLicencesPage />} />
      <Route path="seals" element={<SealsPage />} />
      <Route path="seals/new" element={<AskSealPage />} />
      <Route path="seals/:id" element={<SealPage />} />
      <Route path="seals/:id/change" element={<ChangeSealPage />} />
      <Route path="seals/:id/sign" element={<SignPage />} />
      <Route path="disputes" element={<DisputesPage />} />
      <Route path="ratings" element={<RatingsPage />} />
      <Route path="items" element={<Navigate to="/admin/items" replace />} />
      <Route path="jobs" element={<Navigate to="/admin/jobs" replace />} />
      <Route path="messages" element={<MessagesPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
