import { FieldGroup } from '../field/field.tsx';
import type { Example } from '../lib/example.ts';
import { Checkbox, Checkboxes, Radios } from './choice.tsx';

const ignore = () => undefined;

export const examples: Example[] = [
  {
    name: 'radios',
    element: (
      <FieldGroup id="choice-home" label="为哪套住房提取？">
        <Radios
          id="choice-home"
          name="home"
          value="a"
          onChange={ignore}
          choices={[
            { value: 'a', label: '春水路 12 号 3-502', detail: '建筑面积 96.4 平方米' },
            { value: 'b', label: '柳岸街 8 号 1-101' },
          ]}
        />
      </FieldGroup>
    ),
  },
  {
    name: 'checkboxes',
    element: (
      <FieldGroup id="choice-business" label="经营项目" help="可多选">
        <Checkboxes
          id="choice-business"
          name="business"
          value={['hot']}
          onChange={ignore}
          choices={[
            { value: 'hot', label: '热食类食品制售' },
            { value: 'cold', label: '冷食类食品制售' },
          ]}
        />
      </FieldGroup>
    ),
  },
  {
    name: 'single with error',
    element: (
      <Checkbox
        id="choice-true"
        name="true"
        label="以上内容属实"
        checked={false}
        error="请先确认。"
        onChange={ignore}
      />
    ),
  },
];
