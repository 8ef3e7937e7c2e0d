import '../staff/styles/frame.css';
import '../staff/styles/parts.css';
import '../staff/styles/form.css';
import './styles/items.css';
import './styles/forms.css';
import './styles/rules.css';
import './styles/people.css';
import './styles/system.css';
import '../desk/seals/seals.css';
import './licences/licences.css';
import './licence-exchange/exchange.css';
import './systems/systems.css';
import '../staff/styles/print.css';
import { use } from 'react';
import { Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '../../api/queries.ts';
import { NotFound } from '../../shell/not-found.tsx';
import { useTitle } from '../../shell/title.tsx';
import { Closed } from '../staff/shell/closed.tsx';
import { Frame } from '../staff/shell/frame.tsx';
import { KeysProvider } from '../staff/shell/keys.tsx';
import { StaffTheme } from '../staff/shell/theme.tsx';
import { CertificatesPage } from './certificates/certificates-page.tsx';
import { CalendarPage } from './calendar/calendar-page.tsx';
import { FormPage } from './forms/form-page.tsx';
import { FormsPage } from './forms/forms-page.tsx';
import { ItemPage } from './items/item-page.tsx';
import { ItemsPage } from './items/items-page.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { ExchangePage } from './licence-exchange/exchange-page.tsx';
import { LicenceTypePage } from './licences/type-page.tsx';
import { LicenceTypesPage } from './licences/types-page.tsx';
import { managesKeys, navOf, reachOf } from './nav.ts';
import { MessagesPage } from './messages/messages-page.tsx';
import { PeoplePage } from './people/people-page.tsx';
import { DecisionPage } from './rules/decision-page.tsx';
import { ProcessPage } from './rules/process-page.tsx';
import { RulesPage } from './rules/rules-page.tsx';
import { SealMattersPage } from './seals/matters-page.tsx';
import { SignInPage } from './systems/sign-in-page.tsx';
import { SystemsPage } from './systems/systems-page.tsx';
import { UpstreamsPage } from './upstream/upstreams-page.tsx';
import { AuditPage } from './system/audit.tsx';
import { HealthPage } from './system/health.tsx';
import { JobsPage } from './system/jobs.tsx';
import { loadAdminWords, useAdminWords } from './words.ts';

/** Where the platform is kept: items, forms, rules, people, calendar, messages, and how it fares. */
export function AdminArea() {
  use(loadAdminWords(useTranslation().i18n));
  return (
    <StaffTheme>
      <Admin />
    </StaffTheme>
  );
}

function Admin() {
  const { w, t } = useAdminWords();
  const session = useSession();
  useTitle(w('title'));
  if (!session.account || session.account.posts.length === 0) return <Closed title={w('title')} />;
  return (
    <KeysProvider>
      <Frame
        title={w('title')}
        places={navOf(session).map(({ key, ...place }) => ({ ...place, label: w(key) }))}
        areas={[{ path: '/desk', label: t('desk.title'), icon: Inbox }]}
      >
        <Pages reach={reachOf(session)} keys={managesKeys(session)} />
      </Frame>
    </KeysProvider>
  );
}

function Pages({ reach, keys }: { reach: ReturnType<typeof reachOf>; keys: boolean }) {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/admin/items" replace />} />
      <Route path="items" element={<ItemsPage />} />
      <Route path="items/:id" element={<ItemPage />} />
      {keys && <Route path="keys" element={<KeysPage />} />}
      {reach !== null && (
        <>
          <Route path="people" element={<PeoplePage />} />
          <Route path="seals" element={<SealMattersPage />} />
          <Route path="certificates" element={<CertificatesPage />} />
          <Route path="systems" element={<SystemsPage />} />
          <Route path="sign-in" element={<SignInPage />} />
        </>
      )}
      {reach === 'city' && (
        <>
          <Route path="forms" element={<FormsPage />} />
          <Route path="forms/:key" element={<FormPage />} />
          <Route path="rules" element={<RulesPage />} />
          <Route path="rules/processes/:key" element={<ProcessPage />} />
          <Route path="rules/decisions/:key" element={<DecisionPage />} />
          <Route path="licences" element={<LicenceTypesPage />} />
          <Route path="licences/:code" element={<LicenceTypePage />} />
          <Route path="upstreams" element={<UpstreamsPage />} />
          <Route path="licence-exchange" element={<ExchangePage />} />
          <Route path="calendar" element={<CalendarPage />} />
          <Route path="messages" element={<MessagesPage />} />
          <Route path="audit" element={<AuditPage />} />
          <Route path="health" element={<HealthPage />} />
          <Route path="jobs" element={<JobsPage />} />
        </>
      )}
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
