import { Lock } from 'lucide-react';
import { Button, ConfigProvider } from 'antd';
import type { Content, Defect } from '../api/types.ts';
import { without } from '../without.ts';
import { useAdminWords } from '../words.ts';
import { Control, TextPair, type ControlProps } from './controls.tsx';
import type { Element } from './elements.ts';
import { Rows, Values } from './rows.tsx';

interface ElementFieldProps extends ControlProps {
  /** What the rules find wrong in it. */
  defects?: readonly Defect[];
  /** Base item that fixes it. */
  fixedBy?: string | undefined;
}

/** Two of these stand side by side where there is room. */
const shortKinds = new Set<Element['kind']>(['line', 'date', 'number', 'money', 'flag', 'choice', 'agency']);

/** An element with its label, what fixes it and what is wrong with it. */
export function ElementField({ defects = [], fixedBy, ...props }: ElementFieldProps) {
  const { id, element } = props;
  const { w, text } = useAdminWords();
  const compound = ['group', 'rows', 'texts', 'values'].includes(element.kind);
  const label = w(`element.${element.label ?? element.name}`);
  const field = (
    <div
      className={[
        'desk-field',
        shortKinds.has(element.kind) && 'admin-field--short',
        defects.length > 0 && 'desk-field--wrong',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {compound || ['choices', 'text', 'long'].includes(element.kind) ? (
        <p className="desk-field__label" id={`${id}-label`}>
          {label}
        </p>
      ) : (
        <label className="desk-field__label" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
      )}
      {fixedBy !== undefined && (
        <p className="desk-field__help">
          <Lock size={14} aria-hidden /> {w('item.locked', { code: fixedBy })}
        </p>
      )}
      {defects.map((defect) => (
        <p key={defect.rule} className="desk-field__error">
          {text(defect.text)}
        </p>
      ))}
      {compound ? <Compound {...props} /> : <Control {...props} />}
    </div>
  );
  return fixedBy === undefined ? field : <ConfigProvider componentDisabled>{field}</ConfigProvider>;
}

function Compound(props: ControlProps) {
  const { element } = props;
  if (element.kind === 'group') return <GroupFields {...props} />;
  if (element.kind === 'values') return <Values {...props} />;
  return (
    <Rows {...props}>
      {(id, row, onRow) =>
        element.kind === 'texts' ? (
          <TextPair id={id} element={{ name: element.name, kind: 'long' }} value={row} onChange={onRow} />
        ) : (
          <Parts id={id} parts={element.parts ?? []} value={row} onChange={onRow} />
        )
      }
    </Rows>
  );
}

/** Parts that belong together; an optional whole begins empty and can be cleared. */
function GroupFields({ id, element, value, onChange }: ControlProps) {
  const { w } = useAdminWords();
  if (value === undefined) {
    return (
      <Button size="small" id={id} aria-describedby={`${id}-label`} onClick={() => onChange({})}>
        {w('rows.fill')}
      </Button>
    );
  }
  return (
    <div className={element.parts?.length === 2 ? 'admin-group admin-group--line' : 'admin-group'}>
      <Parts id={id} parts={element.parts ?? []} value={value} onChange={onChange} />
      <Button size="small" aria-describedby={`${id}-label`} onClick={() => onChange(undefined)}>
        {w('rows.clear')}
      </Button>
    </div>
  );
}

function Parts({
  id,
  parts,
  value,
  onChange,
}: {
  id: string;
  parts: readonly Element[];
  value: unknown;
  onChange: (value: Content) => void;
}) {
  const whole = (value ?? {}) as Content;
  return parts.map((part) => (
    <ElementField
      key={part.name}
      id={`${id}-${part.name}`}
      element={part}
      value={whole[part.name]}
      onChange={(next) => {
        onChange(next === undefined ? without(whole, part.name) : { ...whole, [part.name]: next });
      }}
    />
  ));
}
