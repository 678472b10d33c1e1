import { ActionIcon, Button, Group, Popover, Stack, TextInput, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, RotateCw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { localInput, unixOfLocalInput } from '../time/localInput.js';
import { useTimeRange } from '../time/TimeRangeProvider.js';
import { PRESET_WORDS, PRESETS, type TimeRange } from '../time/timeRange.js';
import { shortMoment } from '../time/timeText.js';
import classes from './TimeRangePicker.module.css';

const words = ({ preset, start, end }: TimeRange): string =>
  preset === 'custom' ? `${shortMoment(start ?? 0)} – ${shortMoment(end)}` : PRESET_WORDS[preset];

/** The one period of all pages: presets, or from and to in the reader's zone; and a refresh, which lets presets end now. */
export const TimeRangePicker = () => {
  const { range, choose, refresh } = useTimeRange();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  return (
    <Group gap={4} wrap="nowrap">
      <Popover opened={isOpen} onDismiss={close} position="bottom-end" trapFocus shadow="md" width={280}>
        <Popover.Target>
          <Button
            variant="default"
            size="compact-md"
            className={classes.target}
            rightSection={<ChevronDown size={14} aria-hidden />}
            onClick={toggle}
          >
            <VisuallyHidden>Time range: </VisuallyHidden>
            <span className={classes.words}>{words(range)}</span>
            <span className={classes.short}>{range.preset === 'custom' ? 'Custom' : range.preset}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Time range">
          <Stack gap="xs">
            <div className={classes.presets}>
              {PRESETS.map((preset) => (
                <Button
                  key={preset}
                  size="compact-sm"
                  variant={range.preset === preset ? 'filled' : 'default'}
                  aria-pressed={range.preset === preset}
                  onClick={() => {
                    choose(preset);
                    close();
                  }}
                >
                  {PRESET_WORDS[preset]}
                </Button>
              ))}
            </div>
            <CustomRange
              range={range}
              choose={(from, to) => {
                choose({ from, to });
                close();
              }}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Refresh"
        title="Refresh"
        className={classes.refresh}
        onClick={() => {
          refresh();
          void queryClient.invalidateQueries();
        }}
      >
        <RotateCw size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
};

interface CustomRangeProps {
  readonly range: TimeRange;
  readonly choose: (from: number, to: number) => void;
}

const CustomRange = ({ range, choose }: CustomRangeProps) => {
  const [from, setFrom] = useState(localInput(range.start ?? range.end - 86_400));
  const [to, setTo] = useState(localInput(range.end));
  const [start, end] = [unixOfLocalInput(from), unixOfLocalInput(to)];
  const isBackwards = start !== undefined && end !== undefined && start >= end;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (start !== undefined && end !== undefined && !isBackwards) choose(start, end);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          type="datetime-local"
          label="From"
          size="xs"
          required
          withAsterisk={false}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="To"
          size="xs"
          required
          withAsterisk={false}
          value={to}
          error={isBackwards ? 'Must be after “From”' : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-sm" disabled={start === undefined || end === undefined || isBackwards}>
          Show this period
        </Button>
      </Stack>
    </form>
  );
};
