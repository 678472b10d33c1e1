import { Select } from '@mantine/core';
import { useProducts } from '../api/products.js';

interface ProductSelectProps {
  /** undefined: all of them. */
  readonly value: number | undefined;
  readonly onChange: (productId: number | undefined) => void;
  /** Whether all products at once can be chosen. */
  readonly withAll?: boolean;
}

/** No product has it for its id. */
const ALL = '0';

/** Chooses a product. */
export const ProductSelect = ({ value, onChange, withAll = false }: ProductSelectProps) => {
  const products = useProducts();
  return (
    <Select
      size="xs"
      w={220}
      aria-label="Product"
      placeholder="All products"
      searchable
      allowDeselect={false}
      data={[
        ...(withAll ? [{ value: ALL, label: 'All products' }] : []),
        ...products.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      value={value === undefined ? (withAll ? ALL : null) : String(value)}
      onChange={(chosen) => onChange(chosen === null || chosen === ALL ? undefined : Number(chosen))}
    />
  );
};
