import { Select } from 'antd';
import { Field } from './field.tsx';

interface AgencySelectProps {
  id: string;
  label: string;
  /** Slug. */
  value: string | null;
  options: { value: string; label: string }[];
  onChange: (agency: string) => void;
  wrong?: string | undefined;
}

/** Which agency, found by typing. */
export function AgencySelect({ id, label, value, options, onChange, wrong }: AgencySelectProps) {
  return (
    <Field id={id} label={label} wrong={wrong}>
      <Select
        id={id}
        className="desk-wide"
        showSearch={{ optionFilterProp: 'label' }}
        value={value}
        options={options}
        onChange={(chosen: string) => onChange(chosen)}
      />
    </Field>
  );
}
