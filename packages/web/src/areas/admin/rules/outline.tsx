import { Nothing, Waiting } from '../../staff/shell/states.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import type { DecisionOutline } from './use-dmn.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Decisions as people read them: tables with their rules, expressions as they are written. */
export function Outlines({ decisions }: { decisions: DecisionOutline[] | null }) {
  const { w } = useAdminWords();
  if (decisions === null) return <Waiting rows={8} />;
  if (decisions.length === 0) return <Nothing title={w('rules.unreadable')} />;
  return decisions.map((decision) => (
    <div key={decision.id} className="admin-decision">
      <h2 id={`decision-${decision.id}`}>
        <AsWritten>{decision.title}</AsWritten>
      </h2>
      <p className="desk-soft" translate="no">
        {decision.id}
        {decision.needs.length > 0 &&
          ` · ${w('rules.needs', { names: decision.needs.join(w('rules.and')) })}`}
      </p>
      {decision.table && <RuleTable id={`decision-${decision.id}`} table={decision.table} />}
      {decision.expression !== null && <pre className="desk-pre">{decision.expression}</pre>}
      {!decision.table && decision.expression === null && <p className="desk-soft">{w('rules.boxed')}</p>}
    </div>
  ));
}

function RuleTable({ id, table }: { id: string; table: NonNullable<DecisionOutline['table']> }) {
  const { w } = useAdminWords();
  const { inputs, outputs, annotations, rules } = table;
  return (
    <>
      <p className="desk-soft">{w(`rules.policy.${table.hitPolicy}`, { defaultValue: table.hitPolicy })}</p>
      <Scroll labelledBy={id}>
        <table className="admin-rules">
          <thead>
            <tr>
              <th scope="col">{w('rules.number')}</th>
              {inputs.map((name, at) => (
                <th key={`in-${String(at)}`} scope="col">
                  <AsWritten>{name}</AsWritten>
                </th>
              ))}
              {outputs.map((name, at) => (
                <th key={`out-${String(at)}`} scope="col" className="admin-rules__out">
                  <AsWritten>{name}</AsWritten>
                </th>
              ))}
              {annotations.map((name, at) => (
                <th key={`note-${String(at)}`} scope="col">
                  <AsWritten>{name}</AsWritten>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule, at) => (
              <tr key={rule.id || String(at)}>
                <th scope="row">{at + 1}</th>
                {rule.inputs.map((cell, column) => (
                  <td key={`in-${String(column)}`}>
                    {cell === '-' || cell === '' ? (
                      <span className="desk-soft">{w('rules.any')}</span>
                    ) : (
                      <code>{cell}</code>
                    )}
                  </td>
                ))}
                {rule.outputs.map((cell, column) => (
                  <td key={`out-${String(column)}`} className="admin-rules__out">
                    <code>{cell}</code>
                  </td>
                ))}
                {rule.annotations.map((cell, column) => (
                  <td key={`note-${String(column)}`}>
                    <AsWritten>{cell}</AsWritten>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
