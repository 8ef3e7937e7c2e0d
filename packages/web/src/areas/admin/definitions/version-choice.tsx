import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { formatMoment } from '../../../lib/format.ts';
import type { DefinitionVersion } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

/** The version that the address names, else the one in force. */
export function useVersionChoice(versions: readonly DefinitionVersion[]) {
  const [query, setQuery] = useSearchParams();
  const named = Number(query.get('version'));
  return {
    chosen: versions.find(({ version }) => version === named) ?? versions[0],
    choose: (version: number | null) =>
      setQuery(version === null ? {} : { version: String(version) }, { replace: true }),
  };
}

/** Versions with the period in which each was in force. */
export function VersionChoice({
  versions,
  chosen,
  onChoose,
}: {
  versions: readonly DefinitionVersion[];
  chosen: DefinitionVersion | undefined;
  onChoose: (version: number) => void;
}) {
  const { w, lang } = useAdminWords();
  const period = ({ publishedAt, until }: DefinitionVersion) =>
    until === null
      ? w('definition.inForce', { from: formatMoment(publishedAt, lang) })
      : w('definition.was', { from: formatMoment(publishedAt, lang), until: formatMoment(until, lang) });
  return (
    <div className="desk-field admin-against">
      <label className="desk-field__label" htmlFor="version">
        {w('definition.version')}
      </label>
      <Select
        id="version"
        className="admin-period"
        value={chosen?.version ?? null}
        options={versions.map((line) => ({
          value: line.version,
          label: `${w('version', { n: line.version })} · ${period(line)}`,
        }))}
        onChange={(version: number | null) => version !== null && onChoose(version)}
      />
    </div>
  );
}
