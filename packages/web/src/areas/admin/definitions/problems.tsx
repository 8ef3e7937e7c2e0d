import type { Text } from '../../../api/types.ts';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';

export interface Problem {
  path: string;
  text: Text;
}

/** What keeps something from being published; `null` while nobody could tell. */
export function Problems({ problems }: { problems: readonly Problem[] | null }) {
  const { w, text } = useAdminWords();
  if (problems === null) return <Told type="warning" title={w('forms.unchecked')} />;
  if (problems.length === 0) return <Told type="success" title={w('forms.clean')} />;
  return (
    <Told
      type="error"
      title={w('forms.problems', { n: problems.length })}
      description={
        <ul className="desk-plain">
          {problems.map((problem) => (
            <li key={problem.path + problem.text.en}>
              <code>{problem.path}</code> {text(problem.text)}
            </li>
          ))}
        </ul>
      }
    />
  );
}
