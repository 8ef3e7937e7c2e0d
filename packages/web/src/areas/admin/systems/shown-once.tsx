import { Button, Modal, Typography } from 'antd';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';

interface ShownOnceProps {
  title: string;
  /** What is shown, each under its name. */
  values: { label: string; value: string }[];
  text: string;
  onClose: () => void;
}

/** What a program proves itself with: seen here and never again. */
export function ShownOnce({ title, values, text, onClose }: ShownOnceProps) {
  const { w } = useAdminWords();
  return (
    <Modal open title={title} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <div className="staff-form">
        <Told type="warning" title={w('systems.once')} description={text} />
        {values.map(({ label, value }) => (
          <div key={label}>
            <p className="desk-strong">{label}</p>
            <Typography.Text copyable={{ text: value }} code className="admin-secret">
              {value}
            </Typography.Text>
          </div>
        ))}
        <div className="desk-row">
          <Button type="primary" onClick={onClose}>
            {w('systems.kept')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
