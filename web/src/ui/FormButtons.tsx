import { Button, Group } from '@mantine/core';

interface FormButtonsProps {
  /** What sending the form does: "Create the token". */
  readonly label: string;
  readonly isBusy: boolean;
  readonly cancel: () => void;
}

/** The end of a form in a dialog. */
export const FormButtons = ({ label, isBusy, cancel }: FormButtonsProps) => (
  <Group justify="flex-end" gap="xs">
    <Button variant="default" onClick={cancel}>
      Cancel
    </Button>
    <Button type="submit" loading={isBusy}>
      {label}
    </Button>
  </Group>
);
