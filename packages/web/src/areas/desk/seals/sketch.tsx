import { useId } from 'react';
import type { SealKind } from '../api/types.ts';

/** What a seal that is asked for would say, and how large it would be, in millimetres. */
export interface Sketched {
  kind: SealKind;
  name: string;
  /** Across the picture; empty: none. */
  line: string;
  width: number;
  height: number;
}

/** How large a seal is unless one says otherwise. */
export const usualSize: Readonly<Record<SealKind, { width: number; height: number }>> = {
  'agency-round': { width: 42, height: 42 },
  'agency-oval': { width: 45, height: 30 },
  'person-name': { width: 20, height: 20 },
};

const border = 1;

/** A sketch as one types: words, places and size; the seal itself is drawn with its own letters when it is asked for. */
export function Sketch({ label, ...seal }: Sketched & { label: string }) {
  const { width, height } = seal;
  return (
    <svg
      className="seal-sketch"
      role="img"
      aria-label={label}
      width={`${width}mm`}
      height={`${height}mm`}
      viewBox={`0 0 ${width} ${height}`}
    >
      {seal.kind === 'person-name' ? <Square {...seal} /> : <Ring {...seal} />}
    </svg>
  );
}

function Square({ name, width, height }: Sketched) {
  const letters = Array.from(name).slice(0, 4);
  const columns = letters.length > 2 ? 2 : 1;
  const rows = Math.ceil(letters.length / columns);
  const cell = { width: (width - 4 * border) / columns, height: (height - 4 * border) / Math.max(rows, 1) };
  return (
    <>
      <rect
        x={border / 2}
        y={border / 2}
        width={width - border}
        height={height - border}
        fill="none"
        stroke="currentColor"
        strokeWidth={border}
      />
      {letters.map((letter, index) => {
        // Columns are read from the right, as on paper.
        const column = columns - 1 - Math.floor(index / rows);
        return (
          <text
            // oxlint-disable-next-line react/no-array-index-key -- letters of one name have no other name
            key={index}
            x={2 * border + (column + 0.5) * cell.width}
            y={2 * border + ((index % rows) + 0.5) * cell.height}
            fontSize={Math.min(cell.width, cell.height) * 0.95}
          >
            {letter}
          </text>
        );
      })}
    </>
  );
}

function Ring({ kind, name, line, width, height }: Sketched) {
  const id = useId();
  const letters = Math.max(Array.from(name).length, 1);
  const [a, b] = [width / 2, height / 2];
  const size = Math.min(height * 0.15, (width * 2.1) / letters);
  const [innerA, innerB] = [a - border - size * 0.85, b - border - size * 0.85];
  // Of the ellipse from low on the left over the top to low on the right.
  const turn = 0.28 * Math.PI;
  const [dx, dy] = [innerA * Math.cos(turn), innerB * Math.sin(turn)];
  const arc = `M${a - dx} ${b + dy}A${innerA} ${innerB} 0 1 1 ${a + dx} ${b + dy}`;
  const lineSize = Math.min(height * 0.12, (width * 0.62) / Math.max(Array.from(line).length, 1));
  return (
    <>
      <ellipse
        cx={a}
        cy={b}
        rx={a - border / 2}
        ry={b - border / 2}
        fill="none"
        stroke="currentColor"
        strokeWidth={border}
      />
      <path id={id} d={arc} fill="none" />
      <text fontSize={size}>
        <textPath href={`#${id}`} startOffset="50%">
          {spaced(name, letters)}
        </textPath>
      </text>
      {kind === 'agency-round' && <path d={star(a, b, width * 0.16)} />}
      {line && (
        <text x={a} y={kind === 'agency-round' ? b + height * 0.29 : b} fontSize={lineSize}>
          {line}
        </text>
      )}
    </>
  );
}

/** A short name is set wide, so that it fills its arc. */
function spaced(name: string, letters: number): string {
  return letters < 9 ? Array.from(name).join(' ') : name;
}

function star(x: number, y: number, radius: number): string {
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    return `${x + reach * Math.cos(angle)} ${y + reach * Math.sin(angle)}`;
  });
  return `M${points.join('L')}Z`;
}
