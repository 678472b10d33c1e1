import { Select } from '@mantine/core';
import { useProducts } from '../api/products.js';

interface ProductSelectProps {
  /** undefined: all of them. */
  readonly value: number | undefined;
  readonly onChange: (productId: number | undefined) => void;
  /** Whether all products at once can be chosen. */
  readonly withAll?: boolean;
}

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
      clearable={withAll}
      allowDeselect={withAll}
      clearButtonProps={{ 'aria-label': 'All products' }}
      data={products.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === undefined ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? undefined : Number(chosen))}
    />
  );
};
