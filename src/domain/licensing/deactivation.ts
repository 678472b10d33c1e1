import type { AccountState } from '../batch/accountState.js';
import { licenseEntry } from '../batch/logEntry.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import type { License } from '../entities/licensing.js';
import { SENTENCES } from '../sentences.js';

/**
 * Frees a machine's seat: its lease when `floating`, otherwise its node-locked seat; never the other kind.
 * Releasing a lease that does not exist (any more) succeeds, so that a client may always release on exit.
 */
export const decideDeactivation = (
  license: License,
  state: AccountState,
  { machineCode, floating }: { readonly machineCode: string; readonly floating: boolean },
): Outcome<object, typeof SENTENCES.keyBlocked | typeof SENTENCES.notActivated, 6010 | 6011> => {
  if (license.block) return refused(SENTENCES.keyBlocked);
  const held = state
    .machines(license.licenseId)
    .find((machine) => machine.floating === floating && machine.machineCode === machineCode);
  if (held === undefined && !floating) return refused(SENTENCES.notActivated);
  return granted(
    {},
    {
      logs: [licenseEntry(floating ? 6011 : 6010, license, { machineCode })],
      writes: held === undefined ? [] : [{ kind: 'machine', row: held, remove: true }],
    },
  );
};
