import { queryOptions } from '@tanstack/react-query';
import type { NavigateOptions } from '@tanstack/react-router';
import { type Answer, call } from '../api/call.js';
import { ProblemError } from '../problem.js';
import { countryName } from '../ui/countryName.js';

/** One thing that was found, and its page. */
export interface Found {
  readonly kind: 'key' | 'machine' | 'customer' | 'product' | 'address';
  readonly title: string;
  readonly detail: string;
  readonly link: NavigateOptions;
}

const EACH = 6;

const hasCode = ({ machineCode }: { readonly machineCode: string }): boolean => machineCode !== '';

const machine = (title: string, detail: string, machineCode: string): Found => ({
  kind: 'machine',
  title,
  detail,
  link: { to: '/machines/$machineCode', params: { machineCode } },
});

const foundIn = (answer: Answer<'ai/Search'>): readonly Found[] => [
  ...answer.keys.map(
    ({ productId, productName, key, block, customer }): Found => ({
      kind: 'key',
      title: key,
      detail: [productName, customer?.name ?? '', block ? 'blocked' : ''].filter((part) => part !== '').join(' · '),
      link: { to: '/licenses/$productId/$key', params: { productId: String(productId), key } },
    }),
  ),
  ...answer.customers.map(
    ({ id, name, email, companyName }): Found => ({
      kind: 'customer',
      title: [companyName, name, email].find((part) => part !== null && part !== '') ?? `customer ${id}`,
      detail: [name, email].filter((part) => part !== null && part !== '').join(' · '),
      link: { to: '/customers/$id', params: { id: String(id) } },
    }),
  ),
  ...answer.machines
    .filter(hasCode)
    .map(({ machineCode, friendlyName }) => machine(machineCode, friendlyName, machineCode)),
  ...answer.friendlyNames
    .filter(({ machineCode }) => !answer.machines.some((one) => one.machineCode === machineCode))
    .filter(hasCode)
    .map(({ machineCode, friendlyName }) => machine(friendlyName, machineCode, machineCode)),
  ...answer.products.map(
    ({ id, name }): Found => ({
      kind: 'product',
      title: name,
      detail: String(id),
      link: { to: '/products/$id', params: { id: String(id) } },
    }),
  ),
  ...answer.addresses.map(
    ({ address, country }): Found => ({
      kind: 'address',
      title: address,
      detail: countryName(country),
      link: { to: '/addresses/$address', params: { address } },
    }),
  ),
];

const identity = ({ kind, title, detail }: Found): string => `${kind}\n${title}\n${detail}`;

/** What a text finds; what was found twice is there once. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    enabled: text !== '',
    queryFn: async ({ signal }): Promise<readonly Found[]> => {
      const result = await call('ai/Search', { Query: text, Limit: EACH }, signal);
      if ('problem' in result) throw new ProblemError(result.problem);
      return [...new Map(foundIn(result.answer).map((one) => [identity(one), one])).values()];
    },
  });
