import { Link } from 'react-router';
import type { ItemSummary } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { factsOf } from './facts.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Items as links with what matters about them on one line. */
export function ItemList({ items, brief = false }: { items: ItemSummary[]; brief?: boolean }) {
  return (
    <ul className={brief ? 'items items--brief' : 'items'}>
      {items.map((item) => (
        <ItemRow key={item.code} item={item} brief={brief} />
      ))}
    </ul>
  );
}

function ItemRow({ item, brief }: { item: ItemSummary; brief: boolean }) {
  const { t, lang, text } = useWords();
  const facts = factsOf(item, t, lang);
  const title = text(item.title);
  return (
    <li className="item">
      <Link to={`/items/${encodeURIComponent(item.code)}`} className="item__title">
        {title}
      </Link>
      {!brief && item.name !== title && (
        <p className="item__name">
          <AsWritten>{t('item.officialName', { name: item.name })}</AsWritten>
        </p>
      )}
      {!brief && <p className="item__summary">{text(item.summary)}</p>}
      <p className="item__facts">
        {[facts.online, facts.days, facts.fee].map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {!brief && <span>{text(item.agencyTitle)}</span>}
      </p>
    </li>
  );
}
