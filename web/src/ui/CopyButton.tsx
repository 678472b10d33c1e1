import { ActionIcon, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for people: "Copy the key". */
  readonly label: string;
  /** Shows the label beside the sign. */
  readonly wide?: boolean;
}

/** Copies a text, and says so for two seconds. */
export const CopyButton = ({ text, label, wide = false }: CopyButtonProps) => {
  const { copy, copied } = useClipboard({ timeout: 2000 });
  const sign = copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  if (wide) {
    return (
      <Button size="compact-sm" variant="default" leftSection={sign} onClick={() => copy(text)}>
        {copied ? 'Copied' : label}
      </Button>
    );
  }
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={copied ? 'Copied' : label}
      title={copied ? 'Copied' : label}
      onClick={() => copy(text)}
    >
      {sign}
    </ActionIcon>
  );
};
