/** Stands where text will be. `label` is read aloud. */
export function Skeleton({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <output className="qc-skeleton">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="qc-skeleton__line" aria-hidden />
      ))}
    </output>
  );
}
