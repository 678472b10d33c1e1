import { Button } from '@mantine/core';

interface MoreButtonProps {
  /** What there is more of: "Older rows". */
  readonly label: string;
  readonly isLoading: boolean;
  readonly load: () => void;
}

/** Loads the next page of a list. */
export const MoreButton = ({ label, isLoading, load }: MoreButtonProps) => (
  <Button size="compact-sm" variant="default" loading={isLoading} onClick={load}>
    {label}
  </Button>
);
