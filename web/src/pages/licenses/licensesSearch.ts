import { LICENSE_STATES, type LicenseStateFilter } from '../../api/keysPage.js';
import { idIn, textIn } from '../../searchText.js';

/** The filters of a list of licenses, as the URL has them. */
export interface LicensesSearch {
  /** Not given: all products. */
  readonly product?: number | undefined;
  readonly find?: string | undefined;
  readonly state?: LicenseStateFilter | undefined;
  /** From 1; not given: the first. */
  readonly page?: number | undefined;
}

export const readLicensesSearch = (search: Readonly<Record<string, unknown>>): LicensesSearch => {
  const product = idIn(search.product);
  const find = textIn(search.find);
  const state = LICENSE_STATES.find((name) => name === search.state);
  const page = idIn(search.page);
  return {
    ...(product !== undefined && { product }),
    ...(find !== undefined && { find }),
    ...(state !== undefined && state !== 'all' && { state }),
    ...(page !== undefined && page > 1 && { page }),
  };
};
