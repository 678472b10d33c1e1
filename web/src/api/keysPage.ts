import { keepPreviousData } from '@tanstack/react-query';
import { methodQuery } from './call.js';

export const LICENSE_STATES = ['all', 'active', 'expired', 'blocked'] as const;

export type LicenseStateFilter = (typeof LICENSE_STATES)[number];

/** Which licenses of a product. */
export interface KeysFilter {
  readonly productId: number;
  /** Part of the key, the notes, or of the customer's name, company or e-mail address. */
  readonly text: string;
  readonly state: LicenseStateFilter;
  /** From 1. */
  readonly page: number;
}

const TEXT_FIELDS = ['key', 'notes', 'customer.name', 'customer.companyname', 'customer.email'] as const;

const STATES: Readonly<Record<LicenseStateFilter, readonly string[]>> = {
  all: [],
  active: ['block=false', 'expires>=today'],
  expired: ['block=false', 'expires<today'],
  blocked: ['block=true'],
};

const quoted = (text: string): string => `"${text.replaceAll(/(["\\])/g, '\\$1')}"`;

/** The search in the language of GetKeys. */
const searchQueryOf = ({ text, state }: Pick<KeysFilter, 'text' | 'state'>): string => {
  const sought = text.trim();
  const inText = TEXT_FIELDS.map((field) => `${field}.contains(${quoted(sought)})`).join(' or ');
  return [...(sought === '' ? [] : [`(${inText})`]), ...STATES[state]].join(' and ');
};

/** A page of a product's licenses, the newest first. */
export const keysQuery = (filter: KeysFilter) => ({
  ...methodQuery('product/GetKeys', {
    ProductId: filter.productId,
    Page: filter.page,
    OrderBy: 'ID descending',
    ModelVersion: 3 as const,
    SearchQuery: searchQueryOf(filter),
  }),
  enabled: filter.productId > 0,
  placeholderData: keepPreviousData,
});
