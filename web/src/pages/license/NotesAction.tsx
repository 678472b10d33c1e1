import { Button, Textarea } from '@mantine/core';
import { NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/useChange.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import type { ActionProps } from './actionProps.js';

const MOST_CHARS = 500;

/** Replaces the notes. */
export const NotesAction = ({ license: { productId: ProductId, notes }, keyText: Key }: ActionProps) => {
  const before = notes ?? '';
  const [text, setText] = useState(before);
  const change = useChange();
  return (
    <ConfirmAction
      label="Notes"
      done="The notes are changed."
      run={() => change('key/ChangeNotes', { ProductId, Key, Notes: text })}
      undo={() => change('key/ChangeNotes', { ProductId, Key, Notes: before })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<NotebookPen size={14} aria-hidden />}
          onClick={() => {
            setText(before);
            open();
          }}
        >
          Notes
        </Button>
      )}
    >
      <Textarea
        label="Notes"
        description="Applications that may read the licence can read them."
        autosize
        minRows={4}
        maxLength={MOST_CHARS}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </ConfirmAction>
  );
};
