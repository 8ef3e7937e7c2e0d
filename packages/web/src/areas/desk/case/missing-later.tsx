import { Alert } from 'antd';
import type { DeskCase } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

/** What may follow the application and has not come yet; it keeps nobody from going on. */
export function MissingLater({ entry }: { entry: DeskCase }) {
  const { w, text } = useDeskWords();
  const missing = entry.materials.filter(({ state, mayFollow }) => state === 'later' && mayFollow);
  if (missing.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={w('papers.toFollow', { n: missing.length })}
      description={missing.map(({ name }) => text(name)).join(w('papers.comma'))}
    />
  );
}
