import { useQuery } from '@tanstack/react-query';
import { type Answer, methodQuery } from './call.js';

export type ProductFacts = Answer<'product/GetProducts'>['products'][number];

export const productsQuery = { ...methodQuery('product/GetProducts', {}), staleTime: 5 * 60_000 };

/** All products; none while they are on their way. */
export const useProducts = (): readonly ProductFacts[] => useQuery(productsQuery).data?.products ?? NONE;

const NONE: readonly ProductFacts[] = [];

/** A product's name; its number until it is known. */
export const useProductName = (productId: number): string =>
  useProducts().find(({ id }) => id === productId)?.name ?? `product ${productId}`;
