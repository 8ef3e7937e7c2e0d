import { Modal, Switch } from 'antd';
import { useStaffWords } from '../words.ts';
import type { Binding } from './keys.tsx';

const shown: Record<string, string> = { Enter: '↵' };

export function KeyName({ name }: { name: string }) {
  return <kbd className="desk-key">{shown[name] ?? name}</kbd>;
}

interface KeyListProps {
  bindings: readonly Binding[];
  enabled: boolean;
  onEnabled: (enabled: boolean) => void;
  onClose: () => void;
}

/** All keys that do something here and now. */
export function KeyList({ bindings, enabled, onEnabled, onClose }: KeyListProps) {
  const { w } = useStaffWords();
  return (
    <Modal open title={w('keys.title')} footer={null} onCancel={onClose} width={520}>
      <dl className="desk-keys">
        {[...bindings, { key: '?', label: w('keys.list') }].map(({ key, label }) => (
          <div key={key}>
            <dt>
              <KeyName name={key} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <p className="desk-keys__switch">
        <Switch id="desk-keys-on" checked={enabled} onChange={onEnabled} aria-labelledby="desk-keys-label" />
        <label id="desk-keys-label" htmlFor="desk-keys-on">
          {w('keys.on')}
        </label>
      </p>
      <p className="desk-soft">{w('keys.onText')}</p>
    </Modal>
  );
}
