import type { LicenseFacts } from '../../api/license.js';

/** What every action on a licence takes. */
export interface ActionProps {
  readonly license: LicenseFacts;
  readonly keyText: string;
}
