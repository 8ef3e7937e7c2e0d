import { useEffect, useRef, useState } from 'react';
import { Button, Checkboxes, FactList, FieldGroup, Notice } from '@quancheng/ui';
import type { ShownCode } from '@quancheng/engines/livecode';
import { Eye, EyeOff, X } from 'lucide-react';
import { useSession } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useOnline } from '../../../shell/online.ts';
import { codeOf, renewSeconds } from './device.ts';
import { formatValue, isNumber, masked, type KeptCard, type Package } from './model.ts';
import { Qr } from './qr.tsx';
import { SeenBy } from './seen-by.tsx';
import { useAwake } from './use-awake.ts';

interface ShowProps {
  kept: Package;
  card: KeptCard;
  count: () => number;
  onChoose: (names: string[]) => void;
  onClose: () => void;
}

/** One card over the whole screen, with a code that is new every few seconds. */
export function Show({ kept, card, count, onChoose, onClose }: ShowProps) {
  const { t, lang, text } = useWords();
  const dialog = useDialog();
  const online = useOnline();
  useAwake();
  return (
    <dialog
      ref={dialog}
      className="show"
      aria-labelledby="show-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="show__inner">
        <Watermark />
        <div className="show__head">
          <h2 id="show-title">{text(card.card.typeName)}</h2>
          <button type="button" className="show__close" aria-label={t('close')} onClick={onClose}>
            <X aria-hidden />
          </button>
        </div>
        <Code kept={kept} card={card} count={count} />
        <Shown card={card} />
        <details className="show__choose">
          <summary>{t('cards.choose')}</summary>
          <FieldGroup id="chosen" label={t('cards.chooseLegend')} help={t('cards.chooseHelp')}>
            <Checkboxes
              id="chosen"
              name="chosen"
              value={card.chosen}
              choices={card.card.claims.map(({ name, label }) => ({ value: name, label: text(label) }))}
              onChange={onChoose}
            />
          </FieldGroup>
        </details>
        {online && <SeenBy licenceId={card.licenceId} />}
        <p className="soft small">{t('cards.until', { day: formatDate(card.card.expiresAt, lang) })}</p>
      </div>
    </dialog>
  );
}

function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    // Safari 14 knows no modal dialog: there it lies over the page as a plain one.
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', '');
  }, []);
  return dialog;
}

/** A time that ticks and moves: a picture of the screen stands still. */
function Watermark() {
  const { text } = useWords();
  const { city } = useSession();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  const time = now.toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });
  return (
    <p className="watermark" aria-hidden>
      <span className="watermark__words">
        {text(city.product)} {time}
      </span>
    </p>
  );
}

function Code({ kept, card, count }: Pick<ShowProps, 'kept' | 'card' | 'count'>) {
  const { t, text } = useWords();
  const [codes, setCodes] = useState<ShownCode[]>([]);
  const [failed, setFailed] = useState(false);
  const counting = useRef(count);
  useEffect(() => {
    counting.current = count;
  });
  const { key } = kept;
  const { chosen } = card;
  useEffect(() => {
    let gone = false;
    const renew = async () => {
      try {
        const made = await codeOf(
          { key, counter: counting.current() },
          { card: card.card, chosen },
          new Date(),
        );
        if (!gone) setCodes(made);
      } catch {
        if (!gone) setFailed(true);
      }
    };
    void renew();
    const timer = setInterval(() => void renew(), renewSeconds * 1000);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [key, card.card, chosen]);
  const [shown, part] = useTurns(codes);
  if (failed) return <Notice tone="danger" title={t('cards.noCode')} />;
  return (
    <figure className="show__code">
      {shown ? (
        <Qr
          text={shown.text}
          level={shown.level}
          label={t('cards.code', { name: text(card.card.typeName) })}
        />
      ) : (
        <div className="qr" />
      )}
      <figcaption>
        {codes.length > 1
          ? t('cards.part', { n: part + 1, of: codes.length })
          : t('cards.renews', { n: renewSeconds })}
      </figcaption>
    </figure>
  );
}

const turnMs = 900;

/** Several codes one after the other; where there is one, always that. */
function useTurns(codes: readonly ShownCode[]): [ShownCode | undefined, number] {
  const [turn, setTurn] = useState(0);
  const isMany = codes.length > 1;
  useEffect(() => {
    if (!isMany) return undefined;
    const timer = setInterval(() => setTurn((before) => before + 1), turnMs);
    return () => clearInterval(timer);
  }, [isMany]);
  const part = isMany ? turn % codes.length : 0;
  return [codes[part], part];
}

function Shown({ card }: { card: KeptCard }) {
  const { t, lang, text } = useWords();
  const [open, setOpen] = useState(false);
  const claims = card.card.claims.filter(({ name }) => card.chosen.includes(name));
  const hides = claims.some(isNumber);
  return (
    <>
      <FactList
        facts={claims.map((claim) => ({
          key: claim.name,
          label: text(claim.label),
          value:
            isNumber(claim) && !open ? (
              <span translate="no">{masked(claim.value)}</span>
            ) : (
              <AsWritten>{formatValue(claim.format, claim.value, lang)}</AsWritten>
            ),
        }))}
      />
      {hides && (
        <Button
          variant="secondary"
          aria-pressed={open}
          icon={open ? <EyeOff size={20} aria-hidden /> : <Eye size={20} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'cards.hideNumbers' : 'cards.showNumbers')}
        </Button>
      )}
    </>
  );
}
