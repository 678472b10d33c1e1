import type { Product } from '../../domain/entities/licensing.js';
import type { ColumnsOf, ObjectTable, RowOf } from '../table.js';

const COLUMNS = {
  productId: 'product_id',
  name: 'name',
  description: 'description',
  created: 'created',
  isPublic: 'is_public',
  hsum: 'hsum',
  features: 'features',
  lastLicenseId: 'last_license_id',
} as const satisfies ColumnsOf<Product>;

export type ProductRow = RowOf<Product, typeof COLUMNS>;

export const productFromRow = (row: ProductRow): Product => ({
  productId: row.product_id,
  name: row.name,
  description: row.description,
  created: row.created,
  isPublic: row.is_public,
  hsum: row.hsum,
  features: row.features,
  lastLicenseId: row.last_license_id,
});

export const PRODUCT_TABLE: ObjectTable<Product, ProductRow> = {
  name: 'product',
  key: ['product_id'],
  columns: Object.values(COLUMNS),
  toRow: (product) => ({
    product_id: product.productId,
    name: product.name,
    description: product.description,
    created: product.created,
    is_public: product.isPublic,
    hsum: product.hsum,
    features: product.features,
    last_license_id: product.lastLicenseId,
  }),
};
