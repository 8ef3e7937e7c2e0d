import { useState } from 'react';
import { Notice } from '@quancheng/ui';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { useApi, useSession } from '../../../api/queries.ts';
import type { CaseDetail, FormAnswer, ItemDetail, Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { LoadedMain, LoadedPage } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { FormFlow } from './form-flow.tsx';
import { eachPrincipalOnce, WhoStep } from './who-step.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Applies for an item, or goes on with a draft or a correction (`?case=`). */
export function Apply() {
  const { code = '' } = useParams();
  const item = useApi<ItemDetail>(`/api/v1/items/${encodeURIComponent(code)}`);
  return <LoadedPage query={item}>{(found) => <For key={found.code} item={found} />}</LoadedPage>;
}

function For({ item }: { item: ItemDetail }) {
  const { t, text } = useWords();
  const title = text(item.title);
  useTitle(t('apply.title', { item: title }));
  const { account } = useSession();
  return (
    <div className="page page--form">
      <p className="apply__item">
        <Link to={`/items/${encodeURIComponent(item.code)}`}>{title}</Link>
      </p>
      {!account?.subject && <h1>{t('apply.title', { item: title })}</h1>}
      <SignedIn why={t('apply.signIn')}>
        {(signedIn) =>
          signedIn.subject ? (
            <ForWhom item={item} name={signedIn.name} />
          ) : (
            <Notice tone="caution">{t('apply.staffOnly')}</Notice>
          )
        }
      </SignedIn>
    </div>
  );
}

/** Whose matter it is comes first, for the form is filled from that one's records. */
function ForWhom({ item, name }: { item: ItemDetail; name: string }) {
  const [query] = useSearchParams();
  // As one came: a draft that is made on the way must not begin the page anew.
  const [caseId] = useState(query.get('case'));
  const chosen = query.get('for');
  const mandates = useApi<{ items: Mandate[] }>(caseId || chosen ? null : '/api/v1/me/mandates');
  if (caseId) return <WithCase item={item} caseId={caseId} />;
  if (chosen) return <WithForm item={item} onBehalfOf={chosen === 'me' ? null : chosen} draft={null} />;
  return (
    <LoadedMain query={mandates}>
      {({ items }) => {
        const forSelf = item.serviceObjects.includes('person');
        const usable = eachPrincipalOnce(
          items.filter(
            (mandate) =>
              item.serviceObjects.includes(mandate.kind === 'entity' ? 'enterprise' : 'person') &&
              covers(mandate, item),
          ),
        );
        if (forSelf && usable.length === 0) return <WithForm item={item} onBehalfOf={null} draft={null} />;
        const [only, ...others] = usable;
        if (!forSelf && only && others.length === 0) {
          return <WithForm item={item} onBehalfOf={only.principalId} draft={null} />;
        }
        return <WhoStep name={name} forSelf={forSelf} mandates={usable} />;
      }}
    </LoadedMain>
  );
}

/** A mandate may be for some items alone; one for a case that stands is for no other application. */
function covers({ scope, caseId }: Mandate, { code }: ItemDetail): boolean {
  if (caseId !== null) return false;
  return scope.length === 0 || scope.some((entry) => entry.code === code);
}

function WithCase({ item, caseId }: { item: ItemDetail; caseId: string }) {
  const query = useApi<CaseDetail>(`/api/v1/cases/${encodeURIComponent(caseId)}`);
  // The draft as it was when one came; later saves must not overwrite what is being typed.
  const first = useFirst(query.data);
  if (first?.closed) return <Navigate to={`/cases/${encodeURIComponent(caseId)}`} replace />;
  if (first) return <WithForm item={item} onBehalfOf={first.onBehalfOf?.id ?? null} draft={first} />;
  return <LoadedMain query={query}>{() => null}</LoadedMain>;
}

function WithForm({
  item,
  onBehalfOf,
  draft,
}: {
  item: ItemDetail;
  onBehalfOf: string | null;
  draft: CaseDetail | null;
}) {
  // A mandate may be for this case alone.
  const whose =
    onBehalfOf && draft ? `?case=${draft.id}` : `?onBehalfOf=${encodeURIComponent(onBehalfOf ?? '')}`;
  const whom = onBehalfOf ? whose : '';
  const query = useApi<FormAnswer>(`/api/v1/items/${encodeURIComponent(item.code)}/form${whom}`);
  const form = useFirst(query.data);
  const { t } = useWords();
  if (form) {
    return (
      <>
        {onBehalfOf && form.onBehalfOf && (
          <p className="apply__for">
            <AsWritten>{t('apply.for', { name: form.onBehalfOf.name })}</AsWritten>
          </p>
        )}
        <FormFlow item={item} form={form} onBehalfOf={onBehalfOf} draft={draft} />
      </>
    );
  }
  return <LoadedMain query={query}>{() => null}</LoadedMain>;
}

/** The first value that came; a later one does not take its place, nor is it gone when what was read is forgotten. */
function useFirst<T>(value: T | undefined): T | undefined {
  const [first, keep] = useState(value);
  if (first === undefined && value !== undefined) keep(value);
  return first ?? value;
}
