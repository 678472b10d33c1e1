import { Button, Checkbox, Group, Popover, ScrollArea } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { DENIALS } from '../../api/generated.js';
import { STATE_FAMILIES, type StateFamily, stateFacts } from '../../api/states.js';
import { stateCodes } from './logSearch.js';
import classes from './StatePicker.module.css';

interface StatePickerProps {
  /** Codes with commas between; undefined: all. */
  readonly states: string | undefined;
  readonly choose: (states: string | undefined) => void;
}

const ALL = STATE_FAMILIES.flatMap(({ states }) => states);

const written = (codes: ReadonlySet<number>): string | undefined =>
  codes.size === 0 ? undefined : [...codes].sort((a, b) => a - b).join(',');

const REFUSED = written(new Set(ALL.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code)));
const NO_SEAT = written(new Set(DENIALS));

const words = (codes: readonly number[], states: string | undefined): string => {
  const [first] = codes;
  if (first === undefined) return 'All states';
  if (states === REFUSED) return 'Refused';
  if (codes.length === 1) return `${stateFacts(first).short} · ${first}`;
  return `${codes.length} states`;
};

/** Which states: by family, in words. */
export const StatePicker = ({ states, choose }: StatePickerProps) => {
  const codes = stateCodes(states);
  const chosen = new Set(codes);
  const toggle = (toggled: readonly number[], isOn: boolean): void => {
    const next = new Set(chosen);
    for (const code of toggled) {
      if (isOn) next.add(code);
      else next.delete(code);
    }
    choose(written(next));
  };
  return (
    <Popover position="bottom-start" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          fw={400}
          rightSection={<ChevronDown size={14} aria-hidden />}
          aria-label={`States: ${words(codes, states)}`}
        >
          {words(codes, states)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="States">
        <Group gap={4} p="xs" className={classes.quick}>
          <Button size="compact-xs" variant="default" onClick={() => choose(undefined)}>
            All
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => choose(REFUSED)}>
            Refused
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => choose(NO_SEAT)}>
            No seat left
          </Button>
        </Group>
        <ScrollArea.Autosize mah="min(420px, 60dvh)" type="auto" viewportProps={{ tabIndex: -1 }}>
          {STATE_FAMILIES.map((family) => (
            <Family key={family.name} family={family} chosen={chosen} toggle={toggle} />
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
};

interface FamilyProps {
  readonly family: StateFamily;
  readonly chosen: ReadonlySet<number>;
  readonly toggle: (codes: readonly number[], isOn: boolean) => void;
}

const Family = ({ family, chosen, toggle }: FamilyProps) => {
  const codes = family.states.map(({ code }) => code);
  const count = codes.filter((code) => chosen.has(code)).length;
  return (
    <fieldset className={classes.family}>
      <legend className={classes.legend}>
        <Checkbox
          size="xs"
          label={family.name}
          checked={count === codes.length}
          indeterminate={count > 0 && count < codes.length}
          onChange={(event) => toggle(codes, event.currentTarget.checked)}
        />
      </legend>
      {family.states.map(({ code, short, words: meaning, outcome }) => (
        <Checkbox
          key={code}
          size="xs"
          className={classes.state}
          data-outcome={outcome}
          title={meaning}
          label={`${short} · ${code}`}
          checked={chosen.has(code)}
          onChange={(event) => toggle([code], event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
};
