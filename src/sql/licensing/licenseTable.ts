import type { License } from '../../domain/entities/licensing.js';
import type { ColumnsOf, ObjectTable, RowOf } from '../table.js';

const COLUMNS = {
  licenseId: 'global_id',
  productId: 'product_id',
  idInProduct: 'id',
  key: 'key',
  created: 'created',
  expires: 'expires',
  period: 'period',
  features: 'features',
  notes: 'notes',
  block: 'block',
  customerId: 'customer_id',
  trialActivation: 'trial_activation',
  maxNoOfMachines: 'max_no_of_machines',
  allowedMachines: 'allowed_machines',
  resellerId: 'reseller_id',
  optionalField: 'optional_field',
  trialMachine: 'trial_machine',
  firstActivated: 'first_activated',
  excludedFromAnalytics: 'excluded_from_analytics',
  deletedAt: 'deleted_at',
} as const satisfies ColumnsOf<License>;

export type LicenseRow = RowOf<License, typeof COLUMNS>;

export const licenseFromRow = (row: LicenseRow): License => ({
  licenseId: row.global_id,
  productId: row.product_id,
  idInProduct: row.id,
  key: row.key,
  created: row.created,
  expires: row.expires,
  // Rows of older versions have negative ones, which clients cannot read.
  period: Math.max(row.period, 0),
  features: row.features,
  notes: row.notes,
  block: row.block,
  customerId: row.customer_id,
  trialActivation: row.trial_activation,
  maxNoOfMachines: row.max_no_of_machines,
  allowedMachines: row.allowed_machines,
  resellerId: row.reseller_id,
  optionalField: row.optional_field,
  trialMachine: row.trial_machine,
  firstActivated: row.first_activated,
  excludedFromAnalytics: row.excluded_from_analytics,
  deletedAt: row.deleted_at,
});

export const LICENSE_TABLE: ObjectTable<License, LicenseRow> = {
  name: 'license',
  key: ['global_id'],
  columns: Object.values(COLUMNS),
  toRow: (license) => ({
    global_id: license.licenseId,
    product_id: license.productId,
    id: license.idInProduct,
    key: license.key,
    created: license.created,
    expires: license.expires,
    period: license.period,
    features: license.features,
    notes: license.notes,
    block: license.block,
    customer_id: license.customerId,
    trial_activation: license.trialActivation,
    max_no_of_machines: license.maxNoOfMachines,
    allowed_machines: license.allowedMachines,
    reseller_id: license.resellerId,
    optional_field: license.optionalField,
    trial_machine: license.trialMachine,
    first_activated: license.firstActivated,
    excluded_from_analytics: license.excludedFromAnalytics,
    deleted_at: license.deletedAt,
  }),
};
