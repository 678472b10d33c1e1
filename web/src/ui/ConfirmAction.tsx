import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../problem.js';
import { ProblemError } from '../problem.js';
import { ProblemNote } from './ProblemNote.js';

/** What became of an action: undefined when it is done. */
export type ActionResult = Promise<Problem | undefined>;

interface ConfirmActionProps {
  /** The words of the button that begins it, and of the one that does it: "Block the licence". */
  readonly label: string;
  /** What will happen. */
  readonly children: ReactNode;
  readonly run: () => ActionResult;
  /** What has happened: "The licence is blocked." */
  readonly done: string;
  /** Takes it back, where that can be. */
  readonly undo?: () => ActionResult;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly icon?: ReactNode;
  /** Something other than text stands on the button: an icon. Its name is `label`. */
  readonly button?: (open: () => void) => ReactNode;
}

/** An action that asks once, says what will happen, and says what happened, with an undo where there is one. */
export const ConfirmAction = (props: ConfirmActionProps) => {
  const { label, children, run, done, undo, danger = false, disabled = false, icon, button } = props;
  const [isOpen, setOpen] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const close = (): void => {
    if (isRunning) return;
    setOpen(false);
    setProblem(undefined);
  };
  const confirm = async (): Promise<void> => {
    setRunning(true);
    const failed = await run();
    setRunning(false);
    setProblem(failed);
    if (failed !== undefined) return;
    setOpen(false);
    announce(done, undo);
  };
  const open = (): void => setOpen(true);
  return (
    <>
      {button?.(open) ?? (
        <Button size="compact-sm" variant="default" leftSection={icon} disabled={disabled} onClick={open}>
          {label}
        </Button>
      )}
      <Modal opened={isOpen} onClose={close} title={label} centered closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="md">
          <Text component="div" size="sm">
            {children}
          </Text>
          {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button color={danger ? 'red.9' : 'ink'} loading={isRunning} onClick={() => void confirm()} data-autofocus>
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
};

/** Says what has happened, for eight seconds, and offers to take it back. */
export const announce = (done: string, undo?: () => ActionResult): void => {
  const id = notifications.show({
    color: 'ink',
    autoClose: 8000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" gap="md" wrap="nowrap">
        <span>{done}</span>
        {undo !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              void undo().then((problem) => announce(problem === undefined ? 'Undone.' : problem.message));
            }}
          >
            Undo
          </Button>
        )}
      </Group>
    ),
  });
};
