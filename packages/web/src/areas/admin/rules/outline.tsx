import { Nothing, Waiting } from '../../staff/shell/states.tsx';
import { Scroll } from '../scroll.tsx';
import { useAdminWords } from '../words.ts';
import type { DecisionOutline } from './use-dmn.ts';

/** Decisions as people read them: tables with their rules, expressions as they are written. */
export function Outlines({ decisions }: { decisions: DecisionOutline[] | null }) {
  const { w } = useAdminWords();
  if (decisions === null) return <Waiting rows={8} />;
  if (decisions.length === 0) return <Nothing title={w('rules.unreadable')} />;
  return decisions.map((decision) => (
    <div key={decision.id} className="admin-decision">
      <h2>{decision.title}</h2>
      <p className="desk-soft">
        {decision.id}
        {decision.needs.length > 0 &&
          ` · ${w('rules.needs', { names: decision.needs.join(w('rules.and')) })}`}
      </p>
      {decision.table && <RuleTable title={decision.title} table={decision.table} />}
      {decision.expression !== null && <pre className="desk-pre">{decision.expression}</pre>}
      {!decision.table && decision.expression === null && <p className="desk-soft">{w('rules.boxed')}</p>}
    </div>
  ));
}

function RuleTable({ title, table }: { title: string; table: NonNullable<DecisionOutline['table']> }) {
  const { w } = useAdminWords();
  const { inputs, outputs, annotations, rules } = table;
  return (
    <>
      <p className="desk-soft">{w(`rules.policy.${table.hitPolicy}`, { defaultValue: table.hitPolicy })}</p>
      <Scroll label={title}>
        <table className="admin-rules">
          <thead>
            <tr>
              <th scope="col">{w('rules.number')}</th>
              {inputs.map((name, at) => (
                <th key={`in-${String(at)}`} scope="col">
                  {name}
                </th>
              ))}
              {outputs.map((name, at) => (
                <th key={`out-${String(at)}`} scope="col" className="admin-rules__out">
                  {name}
                </th>
              ))}
              {annotations.map((name, at) => (
                <th key={`note-${String(at)}`} scope="col">
                  {name}
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
                  <td key={`note-${String(column)}`}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
