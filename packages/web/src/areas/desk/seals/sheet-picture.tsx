import { useMemo, type KeyboardEvent, type MouseEvent } from 'react';
import { useDeskWords } from '../words.ts';
import { pictureOf, type Size } from './picture.tsx';
import { shownOn, within, type Place } from './place.ts';
import { addressOf, type Opened } from './use-ofd.ts';

const steps: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface SheetPictureProps {
  opened: Opened;
  /** Counted from 0. */
  shown: number;
  sealId: string;
  size: Size;
  place: Place;
  onPlace: (place: Place) => void;
}

/** A page with the seal on it: a click puts it there, the arrow keys move it. */
export function SheetPicture({ opened, shown, sealId, size, place, onPlace }: SheetPictureProps) {
  const { w } = useDeskWords();
  const href = useMemo(() => addressOf(opened.draw(shown)), [opened, shown]);
  const page = opened.sizes[shown];
  if (!page) return null;
  const seal = shownOn(place, shown, size, opened.sizes);

  function put(event: MouseEvent<HTMLButtonElement>): void {
    if (event.detail === 0 || !page) return; // by keyboard: there is no point that was meant
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * page.width - size.width / 2;
    const y = ((event.clientY - box.top) / box.height) * page.height - size.height / 2;
    onPlace(within({ ...place, page: shown, x, y }, size, page));
  }

  function move(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (!step || !page) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    const [x, y] = [place.x + step[0] * far, place.y + step[1] * far];
    onPlace(within({ ...place, page: shown, x, y }, size, page));
  }

  return (
    <button
      type="button"
      className="seal-sheet"
      aria-label={w('seals.sign.sheet', { n: shown + 1 })}
      aria-describedby="sign-how"
      onClick={put}
      onKeyDown={move}
    >
      <img src={href} alt="" draggable={false} />
      {seal && (
        <img
          className="seal-sheet__seal"
          src={pictureOf(sealId)}
          alt=""
          draggable={false}
          style={{
            left: `${seal.left}%`,
            top: `${seal.top}%`,
            width: `${seal.width}%`,
            height: `${seal.height}%`,
            clipPath: seal.clip,
          }}
        />
      )}
    </button>
  );
}
