import { useEffect, useState } from 'react';
import { useStaffCommand } from '../../staff/api/queries.ts';
import { useLater } from '../../staff/use-later.ts';
import type { Problem } from '../definitions/problems.tsx';

interface Checked {
  /** Null while nobody could tell. */
  problems: Problem[] | null;
}

/**
 * What a file says and what is wrong in it, as the server reads it a moment after the last key; `of` is the text
 * that was read, null before the first answer.
 */
export function useCheck<T extends Checked>(
  path: string,
  xml: string,
  nothing: T,
): T & { of: string | null } {
  const settled = useLater(xml, 400);
  const [read, setRead] = useState<T & { of: string | null }>({ ...nothing, of: null });
  const command = useStaffCommand();
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      const answer = await command<T>({ path, body: { xml: settled } });
      if (wanted) setRead({ ...answer, of: settled });
    };
    void ask().catch(() => wanted && setRead((before) => ({ ...before, problems: null })));
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the command is made anew at each rendering and always does the same
  }, [path, settled]);
  return read;
}
