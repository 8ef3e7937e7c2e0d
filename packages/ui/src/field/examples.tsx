import { TextInput } from '../input/input.tsx';
import type { Example } from '../lib/example.ts';
import { Field } from './field.tsx';

export const examples: Example[] = [
  {
    name: 'plain',
    element: (
      <Field id="field-name" label="姓名">
        {(control) => <TextInput {...control} name="name" />}
      </Field>
    ),
  },
  {
    name: 'with help and error',
    element: (
      <Field
        id="field-phone"
        label="手机号码"
        note="选填"
        help="用来通知办理进度"
        error="请填写 11 位手机号码。"
      >
        {(control) => <TextInput {...control} name="phone" inputMode="tel" />}
      </Field>
    ),
  },
];
