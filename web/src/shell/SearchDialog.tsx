import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { CountryCredit } from '../ui/CountryCredit.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import classes from './SearchDialog.module.css';
import { type Found, searchQuery } from './searchQuery.js';

const DEBOUNCE_MS = 120;

/** Finds as it is typed and goes straight to what was found: arrow keys and Enter, or a click. */
export const SearchDialog = ({ close }: { readonly close: () => void }) => {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), DEBOUNCE_MS);
  const [place, setPlace] = useState(0);
  const listId = useId();
  const navigate = useNavigate();
  const { data, error, isFetching } = useQuery({ ...searchQuery(asked), placeholderData: keepPreviousData });
  const found = asked === '' ? [] : (data ?? []);
  const at = Math.min(place, found.length - 1);
  const go = ({ link }: Found): void => {
    close();
    void navigate(link);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = at + (event.key === 'ArrowDown' ? 1 : -1);
      setPlace(Math.max(0, Math.min(next, found.length - 1)));
    }
    const chosen = found[at];
    if (event.key === 'Enter' && chosen !== undefined) go(chosen);
  };
  return (
    <Modal.Root opened onClose={close} padding="sm" size="lg" yOffset={64} transitionProps={{ duration: 80 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Find">
        <Modal.Body>
          <TextInput
            // At once: what is typed right after the shortcut belongs here.
            autoFocus
            data-autofocus
            aria-label="Find a key, machine, customer or address"
            placeholder="Key, machine code, name, customer or address"
            leftSection={<Search size={16} aria-hidden />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setPlace(0);
            }}
            onKeyDown={onKeyDown}
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls={listId}
            aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
            aria-autocomplete="list"
          />
          <div id={listId} role="listbox" aria-label="Found" className={classes.list}>
            {found.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard.
              <div
                key={`${one.kind} ${one.title} ${one.detail}`}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={classes.option}
                onClick={() => go(one)}
                onMouseMove={() => setPlace(index)}
              >
                <span className={classes.title}>{one.title}</span>
                <span className={classes.detail}>{one.detail}</span>
                <span className={classes.kind}>{one.kind}</span>
              </div>
            ))}
          </div>
          {found.some(({ kind, detail }) => kind === 'address' && detail !== '') && (
            <p className={classes.hint}>
              <CountryCredit />
            </p>
          )}
          {error !== null && <ProblemNote error={error} />}
          {error === null && found.length === 0 && (
            <p className={classes.hint} role="status">
              {asked === ''
                ? 'Keys, machine codes and addresses are found by how they begin, names by any part of them.'
                : isFetching
                  ? 'Looking …'
                  : `Nothing begins with or is called “${asked}”.`}
            </p>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
