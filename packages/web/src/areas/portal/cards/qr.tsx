import { useMemo } from 'react';
import { encodeQR } from 'qr';

const margin = 4;

/** A QR code, dark on white in every theme: scanners read no other way. */
export function Qr({ text, level, label }: { text: string; level?: 'L' | 'M'; label: string }) {
  const { size, path } = useMemo(() => draw(text, level ?? 'M'), [text, level]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function draw(text: string, level: 'L' | 'M'): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: level === 'L' ? 'low' : 'medium', border: margin });
  const runs = rows.flatMap((row, y) => runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`));
  return { size: rows.length, path: runs.join('') };
}

/** Dark modules that follow each other: where they begin, how many they are. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const [x, dark] of row.entries()) {
    if (!dark) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
