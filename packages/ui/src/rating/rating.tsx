import { useState } from 'react';
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

/**
 * One to five, as five radio buttons that look like stars. What the ends mean stands below them; what the star
 * means that is chosen, pointed at or focused stands beside.
 */
export function Rating({ id, name, legend, words, value, onChange }: RatingProps) {
  const [tried, setTried] = useState(0);
  const leave = () => setTried(0);
  return (
    <fieldset className="qc-rating">
      <legend className="qc-field__label">{legend}</legend>
      <div className="qc-rating__row">
        <div className="qc-rating__scale">
          <div className="qc-rating__stars">
            {words.map((word, index) => {
              const stars = index + 1;
              return (
                <label
                  key={word}
                  className="qc-rating__star"
                  onPointerEnter={() => setTried(stars)}
                  onPointerLeave={leave}
                >
                  <input
                    type="radio"
                    className="visually-hidden"
                    id={index === 0 ? id : `${id}-${index}`}
                    name={name}
                    value={stars}
                    checked={value === stars}
                    onChange={() => onChange(stars)}
                    onFocus={() => setTried(stars)}
                    onBlur={leave}
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
          </div>
          <div className="qc-rating__ends" aria-hidden>
            <span>{words[0]}</span>
            <span>{words[4]}</span>
          </div>
        </div>
        <span className="qc-rating__word" aria-hidden>
          {words[(tried || value) - 1]}
        </span>
      </div>
    </fieldset>
  );
}
