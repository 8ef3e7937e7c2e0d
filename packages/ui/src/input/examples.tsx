import type { Example } from '../lib/example.ts';
import { Field } from '../field/field.tsx';
import { DateInput, NativeSelect, TextArea, TextInput } from './input.tsx';
import { MoneyInput } from './money.tsx';

const ignore = () => undefined;

export const examples: Example[] = [
  {
    name: 'text with unit',
    element: (
      <Field id="input-area" label="建筑面积">
        {(control) => <TextInput {...control} name="area" expect="short" unit="平方米" inputMode="decimal" />}
      </Field>
    ),
  },
  {
    name: 'long text',
    element: (
      <Field id="input-reason" label="情况说明">
        {(control) => <TextArea {...control} name="reason" />}
      </Field>
    ),
  },
  {
    name: 'date',
    element: (
      <Field id="input-date" label="开业日期">
        {(control) => <DateInput {...control} name="date" />}
      </Field>
    ),
  },
  {
    name: 'select',
    element: (
      <Field id="input-street" label="所在街道">
        {(control) => (
          <NativeSelect
            {...control}
            name="street"
            placeholder="请选择"
            options={[{ value: '1', label: '东关街道' }]}
          />
        )}
      </Field>
    ),
  },
  {
    name: 'money',
    element: (
      <Field id="input-money" label="提取金额">
        {(control) => <MoneyInput {...control} name="amount" value={128000} unit="元" onChange={ignore} />}
      </Field>
    ),
  },
];
