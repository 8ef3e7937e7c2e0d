/** Characters of Chinese and its punctuation, each as wide as the type is high. */
const wide = /^[\u2018-\u201d\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+$/u;
const opening = /[（《〈“‘「『【〔]/u;
const closing = /[）》〉”’」』】〕，。、；：？！]/u;

/**
 * A label without spaces in lines of about the same length. The engine that draws breaks between any two characters as
 * soon as a line is full, which leaves a lonely bracket below. `most`: characters that fit in a line.
 */
export function inLines(label: string, most: number): string {
  const letters = [...label];
  if (letters.length <= most || most < 2 || !wide.test(label)) return label;
  const lines = Math.ceil(letters.length / most);
  const wanted = Math.ceil(letters.length / lines);
  const at = breakNear(letters, wanted, most);
  return `${letters.slice(0, at).join('')}\n${inLines(letters.slice(at).join(''), most)}`;
}

/** Where the first line ends: before a bracket that opens where one is near, never before one that closes. */
function breakNear(letters: readonly string[], wanted: number, most: number): number {
  const places = [0, -1, 1, -2, 2].map((step) => wanted + step);
  const possible = places.filter((at) => at > 0 && at <= most && !closing.test(letters[at] ?? ''));
  return (
    possible.find((at) => opening.test(letters[at] ?? '')) ??
    possible.find((at) => !opening.test(letters[at - 1] ?? '')) ??
    wanted
  );
}
