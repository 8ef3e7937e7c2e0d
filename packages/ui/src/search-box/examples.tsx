import type { Example } from '../lib/example.ts';
import { SearchBox } from './search-box.tsx';

const ignore = () => undefined;

export const examples: Example[] = [
  {
    name: 'home',
    element: (
      <SearchBox
        id="search"
        action="/search"
        name="q"
        label="您想办什么事？"
        button="搜索"
        suggestions={[{ id: 'a', label: '老年人优待证' }]}
        suggestionsLabel="有 1 条建议"
        onType={ignore}
        onPick={ignore}
        size="large"
      />
    ),
  },
];
