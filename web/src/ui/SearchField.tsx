import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import classes from './SearchField.module.css';

interface SearchFieldProps {
  readonly label: string;
  /** What is sought, as the URL has it. */
  readonly value: string;
  /** Called once typing has paused (debounced). */
  readonly onChange: (text: string) => void;
}

const DEBOUNCE_MS = 250;

/** A field that narrows a list as it is typed. */
export const SearchField = ({ label, value, onChange }: SearchFieldProps) => {
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    reported.current = next;
    onChange(next);
  }, DEBOUNCE_MS);
  // The URL may change without this field: by going back.
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value);
  }, [value]);
  return (
    <TextInput
      type="search"
      size="xs"
      aria-label={label}
      placeholder={label}
      className={classes.field}
      leftSection={<Search size={14} aria-hidden />}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
};
