import { useEffect, useRef, useState } from 'react';
import { Button, Empty, Notice, Skeleton, StatusTag } from '@quancheng/ui';
import { ArrowDown, ArrowUp, IdCard, Plus, QrCode, Trash2 } from 'lucide-react';
import { useApi, useSession } from '../../../api/queries.ts';
import type { LicenceDetail, Page } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useKeptOffline } from '../../../offline/keep.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useOnline } from '../../../shell/online.ts';
import { Loaded, ProblemNotice, useSignInHref } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { Devices } from './devices.tsx';
import { mostCards, valueOf, type KeptCard, type Package } from './model.ts';
import { Show } from './show.tsx';
import { ToWallet } from './to-wallet.tsx';
import { usePackage, type OwnPackage } from './use-package.ts';

/** The licences that one has on the phone, to show them with or without a network. */
export function Cards() {
  const { t } = useWords();
  useTitle(t('cards.title'));
  useKeptOffline('/cards');
  const own = usePackage();
  const online = useOnline();
  const { kept, error } = own;
  return (
    <div className="page page--narrow">
      <h1>{t('cards.title')}</h1>
      <p className="lead">{t('cards.intro')}</p>
      {error && <ProblemNotice error={error} />}
      {kept === undefined ? <Skeleton label={t('loading')} lines={4} /> : <Kept own={own} kept={kept} />}
      {online && kept !== undefined && <Online own={own} />}
    </div>
  );
}

/** What needs the network, and a sign-in. A page that was kept for bad days does not know who is signed in. */
function Online({ own }: { own: OwnPackage }) {
  const { t } = useWords();
  const { account } = useSession();
  const signIn = useSignInHref();
  if (!account && own.kept && own.kept.cards.length > 0)
    return (
      <p className="soft">
        {t('cards.signInForMore')} <a href={signIn}>{t('signIn.action')}</a>
      </p>
    );
  return (
    <SignedIn why={t('cards.signIn')}>
      {() => (
        <>
          <Add own={own} />
          <Devices here={own.kept?.deviceId} />
        </>
      )}
    </SignedIn>
  );
}

function Kept({ own, kept }: { own: OwnPackage; kept: Package | null }) {
  const { t, lang, text } = useWords();
  const { account } = useSession();
  const [shown, setShown] = useState<string | null>(null);
  const [removed, setRemoved] = useState<{ name: string; before: KeptCard[] } | null>(null);
  const [said, setSaid] = useState('');
  const moved = useRef<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The button that was pressed moved with its card.
    if (moved.current) list.current?.querySelector<HTMLElement>(`[data-move="${moved.current}"]`)?.focus();
    moved.current = null;
  });
  const undo = removed && (
    <Notice announce="status" title={t('cards.removed', { name: removed.name })}>
      <Button
        variant="secondary"
        onClick={() => {
          own.change(removed.before);
          setRemoved(null);
        }}
      >
        {t('cards.undo')}
      </Button>
    </Notice>
  );
  if (!kept || kept.cards.length === 0)
    return (
      <>
        {undo}
        <Empty icon={<IdCard aria-hidden />} title={t('cards.empty')}>
          {t(account ? 'cards.emptyText' : 'cards.emptySignedOut')}
        </Empty>
      </>
    );
  const { cards } = kept;
  const card = cards.find(({ licenceId }) => licenceId === shown);
  const replace = (next: KeptCard) =>
    own.change(cards.map((one) => (one.licenceId === next.licenceId ? next : one)));
  const move = (from: number, by: -1 | 1) => {
    const next = [...cards];
    const [one] = next.splice(from, 1);
    if (!one) return;
    next.splice(from + by, 0, one);
    const isAtEnd = from + by === 0 || from + by === cards.length - 1;
    moved.current = `${one.licenceId} ${isAtEnd ? -by : by}`;
    setSaid(t('cards.movedTo', { n: from + by + 1 }));
    own.change(next);
  };
  return (
    <section aria-labelledby="kept" className="stack">
      <h2 id="kept">{t('cards.kept')}</h2>
      <ul className="cards" ref={list}>
        {cards.map((one, index) => (
          <Row
            key={one.licenceId}
            card={one}
            canRise={index > 0}
            canSink={index < cards.length - 1}
            onMove={(by) => move(index, by)}
            onShow={() => setShown(one.licenceId)}
            onRemove={() => {
              setRemoved({ name: text(one.card.typeName), before: cards });
              own.change(cards.filter(({ licenceId }) => licenceId !== one.licenceId));
            }}
          />
        ))}
      </ul>
      <output className="visually-hidden">{said}</output>
      {undo}
      <p className="soft small">{t('cards.fetched', { at: formatMoment(kept.fetchedAt, lang) })}</p>
      {card && (
        <Show
          kept={kept}
          card={card}
          count={own.count}
          onChoose={(chosen) => replace({ ...card, chosen })}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

interface RowProps {
  card: KeptCard;
  canRise: boolean;
  canSink: boolean;
  onMove: (by: -1 | 1) => void;
  onShow: () => void;
  onRemove: () => void;
}

function Row({ card, canRise, canSink, onMove, onShow, onRemove }: RowProps) {
  const { t, text } = useWords();
  const name = text(card.card.typeName);
  const [openedAt] = useState(() => Date.now());
  const isOver = Date.parse(card.card.expiresAt) < openedAt;
  const state = card.state === 'valid' && isOver ? 'old' : card.state;
  return (
    <li className="card-row">
      <div>
        <p className="card-row__name">{name}</p>
        <p className="card-row__holder">
          <AsWritten>{valueOf(card.card, 'holder')}</AsWritten>
        </p>
        {state !== 'valid' && (
          <StatusTag kind={state === 'suspended' ? 'paused' : 'over'}>{t(`cards.state.${state}`)}</StatusTag>
        )}
      </div>
      <div className="card-row__tools">
        {state === 'valid' && (
          <Button
            icon={<QrCode size={20} aria-hidden />}
            aria-label={t('cards.showOf', { name })}
            onClick={onShow}
          >
            {t('cards.show')}
          </Button>
        )}
        <span className="card-row__icons">
          {canRise && (
            <button
              type="button"
              className="icon-button"
              data-move={`${card.licenceId} -1`}
              aria-label={t('cards.up', { name })}
              onClick={() => onMove(-1)}
            >
              <ArrowUp size={20} aria-hidden />
            </button>
          )}
          {canSink && (
            <button
              type="button"
              className="icon-button"
              data-move={`${card.licenceId} 1`}
              aria-label={t('cards.down', { name })}
              onClick={() => onMove(1)}
            >
              <ArrowDown size={20} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={t('cards.remove', { name })}
            onClick={onRemove}
          >
            <Trash2 size={20} aria-hidden />
          </button>
        </span>
      </div>
    </li>
  );
}

/** Valid licences that are not on this phone yet; any of them may also go to another wallet. */
function Add({ own }: { own: OwnPackage }) {
  const { t } = useWords();
  const query = useApi<Page<LicenceDetail>>('/api/v1/licences?limit=50');
  const here = new Set(own.kept?.cards.map(({ licenceId }) => licenceId));
  return (
    <section aria-labelledby="add" className="stack">
      <h2 id="add">{t('cards.addTitle')}</h2>
      {here.size >= mostCards && <Notice tone="caution" title={t('cards.full', { n: mostCards })} />}
      <Loaded query={query}>
        {({ items }) => {
          const valid = items.filter(({ state }) => state === 'valid');
          if (valid.length === 0) return <p>{t('cards.noLicences')}</p>;
          return (
            <ul className="cases">
              {valid.map((licence) => (
                <Candidate key={licence.id} licence={licence} isHere={here.has(licence.id)} own={own} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function Candidate({ licence, isHere, own }: { licence: LicenceDetail; isHere: boolean; own: OwnPackage }) {
  const { t, text } = useWords();
  const name = text(licence.typeName);
  const isFull = (own.kept?.cards.length ?? 0) >= mostCards;
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">{name}</p>
        <p className="case-row__more">
          <AsWritten>{licence.holder}</AsWritten>
        </p>
      </div>
      <div className="case-row__state">
        {isHere ? (
          <StatusTag kind="good">{t('cards.here')}</StatusTag>
        ) : (
          !isFull && (
            <Button
              variant="secondary"
              className="js-only"
              icon={<Plus size={20} aria-hidden />}
              aria-label={t('cards.addOf', { name })}
              busy={own.busy}
              onClick={() => own.add(licence.id)}
            >
              {t('cards.add')}
            </Button>
          )
        )}
        <ToWallet licenceId={licence.id} name={name} />
      </div>
    </li>
  );
}
