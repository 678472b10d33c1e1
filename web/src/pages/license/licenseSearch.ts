export const LICENSE_TABS = ['log', 'events', 'changes', 'data'] as const;

type LicenseTab = (typeof LICENSE_TABS)[number];

/** Which of a license's lists is open; none: the log. */
export interface LicenseSearch {
  readonly tab?: LicenseTab | undefined;
}

export const readLicenseSearch = (search: Readonly<Record<string, unknown>>): LicenseSearch => {
  const tab = LICENSE_TABS.find((name) => name === search.tab);
  return tab === undefined || tab === 'log' ? {} : { tab };
};
