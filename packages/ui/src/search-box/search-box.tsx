/* oxlint-disable jsx-a11y/prefer-tag-over-role -- <search> is younger than our browsers, and a <datalist> can neither be styled nor take one to a guide */
import { useState, type KeyboardEvent } from 'react';
import { Search } from 'lucide-react';
import { cx } from '../lib/cx.ts';

export interface Suggestion {
  id: string;
  label: string;
}

export interface SearchBoxProps {
  id: string;
  /** Where the form goes; works without script. */
  action: string;
  name: string;
  label: string;
  labelHidden?: boolean;
  placeholder?: string;
  button: string;
  defaultValue?: string;
  suggestions: Suggestion[];
  /** Said to screen readers when suggestions appear. */
  suggestionsLabel: string;
  onType: (text: string) => void;
  onPick: (id: string) => void;
  onSubmit?: (text: string) => void;
  size?: 'normal' | 'large';
}

/** A search that answers while one types (combobox with a list), and a plain GET form without script. */
export function SearchBox(props: SearchBoxProps) {
  const { id, suggestions, onType, onPick } = props;
  const [text, setText] = useState(props.defaultValue ?? '');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = open && suggestions.length > 0;
  const listId = `${id}-list`;

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || !shown) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = suggestions.length + 1;
      setActive(((active + 1 + step + count) % count) - 1);
    } else if (event.key === 'Escape') {
      setOpen(false);
      setActive(-1);
    } else if (event.key === 'Enter') {
      const picked = suggestions[active];
      if (!picked) return;
      event.preventDefault();
      onPick(picked.id);
    }
  }

  return (
    <form
      className={cx('qc-search', props.size === 'large' && 'qc-search--large')}
      role="search"
      action={props.action}
      method="get"
      onSubmit={(event) => {
        if (!props.onSubmit) return;
        event.preventDefault();
        setOpen(false);
        props.onSubmit(text);
      }}
    >
      <label htmlFor={id} className={props.labelHidden ? 'visually-hidden' : 'qc-search__label'}>
        {props.label}
      </label>
      <div className="qc-search__row">
        <input
          id={id}
          className="qc-search__input"
          type="search"
          name={props.name}
          value={text}
          placeholder={props.placeholder}
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={shown && active >= 0 ? `${id}-option-${active}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setActive(-1);
            onType(event.target.value);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="qc-search__button">
          <Search size={22} aria-hidden />
          <span>{props.button}</span>
        </button>
        <div
          className="qc-search__list"
          id={listId}
          role="listbox"
          aria-label={props.suggestionsLabel}
          hidden={!shown}
        >
          {suggestions.map((suggestion, index) => (
            <div
              key={suggestion.id}
              id={`${id}-option-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="qc-search__option"
              // Before the blur that would close the list.
              onMouseDown={(event) => {
                event.preventDefault();
                onPick(suggestion.id);
              }}
            >
              {suggestion.label}
            </div>
          ))}
        </div>
      </div>
      <output className="visually-hidden">{shown ? props.suggestionsLabel : ''}</output>
    </form>
  );
}
