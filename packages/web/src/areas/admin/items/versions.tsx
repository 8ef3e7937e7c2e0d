import { useState } from 'react';
import { Select } from 'antd';
import { formatDate } from '../../../lib/format.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Nothing, Shown } from '../../staff/shell/states.tsx';
import type { ItemDiff, ManagedItemDetail } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { useLines } from './lines.ts';

/** What a version changes against another one, element by element, and what that spares people. */
export function Versions({ item }: { item: ManagedItemDetail }) {
  const { w, lang } = useAdminWords();
  const others = item.versions.filter(({ id }) => id !== item.id);
  const earlier = others.find(({ version }) => version < item.version) ?? others[0];
  const [against, setAgainst] = useState(earlier?.id ?? null);
  const query = useStaffApi<ItemDiff>(
    against === null ? null : `/api/v1/desk/items/${item.id}/diff/${against}`,
  );
  if (against === null) return <Nothing title={w('item.noOther')} />;
  return (
    <>
      <div className="desk-field admin-against">
        <label className="desk-field__label" htmlFor="against">
          {w('item.against')}
        </label>
        <Select
          id="against"
          className="admin-choice"
          value={against}
          options={others.map(({ id, version, state, publishedAt, createdAt }) => ({
            value: id,
            label: [
              w('version', { n: version }),
              w(`items.states.${state}`),
              formatDate(publishedAt ?? createdAt, lang),
            ].join(' · '),
          }))}
          onChange={setAgainst}
        />
      </div>
      <Shown query={query}>{(diff) => <Diff diff={diff} />}</Shown>
    </>
  );
}

function Diff({ diff }: { diff: ItemDiff }) {
  const { w } = useAdminWords();
  if (diff.changed.length === 0) return <Nothing title={w('item.noChange')} />;
  return (
    <>
      <Saved saved={diff.saved} />
      <Scroll label={w('item.versions')}>
        <table className="admin-diff">
          <thead>
            <tr>
              <th scope="col">{w('item.element')}</th>
              <th scope="col">{w('item.before')}</th>
              <th scope="col">{w('item.after')}</th>
            </tr>
          </thead>
          <tbody>
            {diff.changed.map((change) => (
              <Change key={change.field} change={change} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Saved({ saved }: { saved: ItemDiff['saved'] }) {
  const { w } = useAdminWords();
  const said = (['steps', 'days', 'materials'] as const).flatMap((what) => {
    const n = saved[what] ?? 0;
    return n === 0 ? [] : [w(`item.${n > 0 ? 'fewer' : 'more'}.${what}`, { n: Math.abs(n) })];
  });
  return (
    <div className="desk-panel admin-saved">
      <h2>{w('item.saves')}</h2>
      {said.length === 0 ? (
        <p>{w('item.same')}</p>
      ) : (
        <ul>
          {said.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {saved.days === null && <p className="desk-soft">{w('item.otherUnit')}</p>}
    </div>
  );
}

function Change({ change }: { change: ItemDiff['changed'][number] }) {
  const { w } = useAdminWords();
  const linesOf = useLines();
  const before = linesOf(change.field, change.before);
  const after = linesOf(change.field, change.after);
  return (
    <tr>
      <th scope="row">{w(`element.${change.field}`, { defaultValue: change.field })}</th>
      <td>
        <Lines lines={before} others={after} tag="del" />
      </td>
      <td>
        <Lines lines={after} others={before} tag="ins" />
      </td>
    </tr>
  );
}

/** Lines that stand on one side only are marked, by more than their colour. */
function Lines({ lines, others, tag: Tag }: { lines: string[]; others: string[]; tag: 'del' | 'ins' }) {
  const { w } = useAdminWords();
  if (lines.length === 0) return <span className="desk-soft">{w('item.nothing')}</span>;
  return (
    <ul className="desk-plain">
      {[...new Set(lines)].map((line) => (
        <li key={line}>{others.includes(line) ? line : <Tag>{line}</Tag>}</li>
      ))}
    </ul>
  );
}
