import { useState } from 'react';
import { Button } from 'antd';
import {
  CircleAlert,
  CircleCheck,
  Clock3,
  Database,
  Download,
  ExternalLink,
  type LucideIcon,
} from 'lucide-react';
import { formatBytes } from '../../../lib/format.ts';
import type { DeskCase, Material } from '../api/types.ts';
import { useKeys } from '../../staff/shell/keys.tsx';
import { MissingLater } from './missing-later.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

const icons: Record<Material['state'], LucideIcon> = {
  held: Database,
  given: CircleCheck,
  missing: CircleAlert,
  later: Clock3,
};

/** The materials and, of the chosen one, what it looks like. */
export function Materials({ entry }: { entry: DeskCase }) {
  const { w, text } = useDeskWords();
  const files = entry.materials.filter((material) => material.file);
  const [chosen, setChosen] = useState(files[0]?.id ?? '');
  const shown = files.find((material) => material.id === chosen) ?? files[0];
  const asked = new Map(entry.corrections.map((correction) => [correction.path, correction.text]));
  const step = (by: number) => {
    const next = files[(files.findIndex((file) => file.id === shown?.id) + by + files.length) % files.length];
    if (next) setChosen(next.id);
  };
  useKeys(
    'materials',
    files.length > 1
      ? [
          { key: ']', label: w('papers.next'), run: () => step(1) },
          { key: '[', label: w('papers.previous'), run: () => step(-1) },
        ]
      : [],
  );
  return (
    <section className="desk-panel" aria-labelledby="desk-materials">
      <h2 id="desk-materials">{w('papers.title')}</h2>
      {entry.materials.length === 0 && <Nothing title={w('papers.none')}>{w('papers.noneText')}</Nothing>}
      <MissingLater entry={entry} />
      <ul className="desk-papers">
        {entry.materials.map((material) => {
          const Icon = icons[material.state];
          const correction = asked.get(`/materials/${material.id}`);
          return (
            <li key={material.id} className={`desk-paper desk-paper--${material.state}`}>
              <Icon size={18} aria-hidden />
              <div>
                {material.file ? (
                  <button
                    type="button"
                    className="desk-paper__name"
                    aria-pressed={shown?.id === material.id}
                    onClick={() => setChosen(material.id)}
                  >
                    {text(material.name)}
                  </button>
                ) : (
                  <span className="desk-paper__plain">{text(material.name)}</span>
                )}
                <span className="desk-soft">
                  {w(`papers.state.${material.state}`)}
                  {material.source ? ` · ${text(material.source)}` : ''}
                  {material.file ? ` · ${formatBytes(material.file.bytes)}` : ''}
                </span>
                {material.licence && (
                  <a
                    href={`/api/v1/licence-uses/${material.licence.useId}/file`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {w('papers.licence', { number: material.licence.number })}
                  </a>
                )}
                {correction && <span className="desk-asked">{text(correction)}</span>}
              </div>
            </li>
          );
        })}
      </ul>
      {shown && <Viewer key={shown.id} material={shown} />}
    </section>
  );
}

/** Pictures are shown here; the browser opens what the page's policy keeps from being embedded. */
function Viewer({ material }: { material: Material }) {
  const { w, text } = useDeskWords();
  const [broken, setBroken] = useState(false);
  const { file } = material;
  if (!file) return null;
  const href = `/api/v1/files/${file.id}`;
  const picture = file.mediaType.startsWith('image/') && !broken;
  return (
    <figure className="desk-viewer">
      {picture ? (
        <a href={href} target="_blank" rel="noreferrer">
          <img src={href} alt={text(material.name)} onError={() => setBroken(true)} />
        </a>
      ) : (
        <p className="desk-viewer__none">{w('papers.openIt', { name: file.name })}</p>
      )}
      <figcaption>
        <span className="desk-viewer__file">
          <AsWritten>{file.name}</AsWritten>
        </span>
        <span className="desk-row">
          <Button size="small" href={href} target="_blank" icon={<ExternalLink size={16} aria-hidden />}>
            {w('papers.open')}
          </Button>
          <Button size="small" href={href} download={file.name} icon={<Download size={16} aria-hidden />}>
            {w('papers.download')}
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}
