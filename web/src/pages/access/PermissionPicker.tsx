import { Checkbox, Chip, Group, Text } from '@mantine/core';
import { PERMISSIONS, type Permission } from '../../api/generated.js';
import {
  type Allowed,
  isSame,
  PERMISSION_GROUPS,
  type PermissionGroup,
  PRESETS,
} from '../../tokens/permissionGroups.js';
import classes from './PermissionPicker.module.css';

interface PermissionPickerProps {
  readonly allowed: Allowed;
  readonly change: (allowed: Allowed) => void;
}

/** What a token may do: a preset, then one by one. */
export const PermissionPicker = ({ allowed, change }: PermissionPickerProps) => {
  const chosen = PRESETS.find((preset) => isSame(preset.allowed, allowed));
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>Permissions</legend>
      <Chip.Group value={chosen?.name ?? ''} multiple={false}>
        <Group gap="xs" role="radiogroup" aria-label="Presets">
          {PRESETS.map((preset) => (
            <Chip
              key={preset.name}
              value={preset.name}
              size="xs"
              variant="outline"
              checked={preset === chosen}
              onChange={() => change(preset.allowed)}
            >
              {preset.name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Text size="sm" c="dimmed" mt={4} mb={8} mih={20}>
        {chosen?.words ?? 'Chosen one by one.'}
      </Text>
      <div className={classes.groups}>
        {PERMISSION_GROUPS.map((group) => (
          <OneGroup key={group.name} group={group} allowed={allowed} change={change} />
        ))}
      </div>
    </fieldset>
  );
};

interface OneGroupProps extends PermissionPickerProps {
  readonly group: PermissionGroup;
}

const OneGroup = ({ group: { name, permissions }, allowed, change }: OneGroupProps) => {
  const has = (permission: Permission): boolean => allowed === 'all' || allowed.includes(permission);
  const count = permissions.filter(has).length;
  const set = (changed: readonly Permission[], isOn: boolean): void => {
    const before = allowed === 'all' ? PERMISSIONS : allowed;
    const without = before.filter((permission) => !changed.includes(permission));
    change(isOn ? [...without, ...changed] : without);
  };
  return (
    <div className={classes.group}>
      <Checkbox
        size="xs"
        label={name}
        classNames={{ label: classes.groupName ?? '' }}
        checked={count === permissions.length}
        indeterminate={count > 0 && count < permissions.length}
        onChange={(event) => set(permissions, event.currentTarget.checked)}
      />
      {permissions.map((permission) => (
        <Checkbox
          key={permission}
          size="xs"
          label={permission}
          className={classes.one ?? ''}
          checked={has(permission)}
          onChange={(event) => set([permission], event.currentTarget.checked)}
        />
      ))}
    </div>
  );
};
