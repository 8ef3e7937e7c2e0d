import { Star } from 'lucide-react';
import { cx } from '../lib/cx.ts';

export interface RatingProps {
  id: string;
  name: string;
  legend: string;
  /** Words for one to five stars. */
  words: [string, string, string, string, string];
  value: number;
  onChange: (stars: number) => void;
}

/** One to five, as five radio buttons that look like stars and say words. */
export function Rating({ id, name, legend, words, value, onChange }: RatingProps) {
  return (
    <fieldset className="qc-rating">
      <legend className="qc-field__label">{legend}</legend>
      <div className="qc-rating__row">
        {words.map((word, index) => {
          const stars = index + 1;
          return (
            <label key={word} className="qc-rating__star">
              <input
                type="radio"
                className="visually-hidden"
                id={index === 0 ? id : `${id}-${index}`}
                name={name}
                value={stars}
                checked={value === stars}
                onChange={() => onChange(stars)}
              />
              <Star
                size={32}
                strokeWidth={1.5}
                aria-hidden
                className={cx('qc-rating__icon', stars <= value && 'qc-rating__icon--on')}
              />
              <span className="visually-hidden">{word}</span>
            </label>
          );
        })}
        <span className="qc-rating__word" aria-hidden>
          {words[value - 1]}
        </span>
      </div>
    </fieldset>
  );
}
