import { Button } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type ActionResult, ConfirmAction } from './ConfirmAction.js';

interface EditActionProps<Draft> {
  /** "Edit the product". */
  readonly label: string;
  /** "The product is changed." */
  readonly done: string;
  /** As it is. Each time the dialog opens it begins with this, and an undo goes back to it. */
  readonly before: Draft;
  readonly save: (draft: Draft) => ActionResult;
  readonly fields: (draft: Draft, change: (draft: Draft) => void) => ReactNode;
}

/** Changes the fields of something in a dialog. */
export const EditAction = <Draft,>({ label, done, before, save, fields }: EditActionProps<Draft>) => {
  const [draft, setDraft] = useState(before);
  return (
    <ConfirmAction
      label={label}
      done={done}
      run={() => save(draft)}
      undo={() => save(before)}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Pencil size={14} aria-hidden />}
          onClick={() => {
            setDraft(before);
            open();
          }}
        >
          Edit
        </Button>
      )}
    >
      {fields(draft, setDraft)}
    </ConfirmAction>
  );
};
