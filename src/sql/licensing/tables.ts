import type { Account, Token } from '../../domain/identity/entities.js';
import type { Customer, DataObject, License, Machine, Product } from '../../domain/licensing/entities.js';
import type { ReferencerType } from '../../domain/licensing/objectOwners.js';

/**
 * The object tables: what a row of each holds and how it becomes an entity and back. The column lists here are the
 * only ones; select lists and upserts are made from them.
 */

export interface AccountRow {
  account_id: number;
  name: string;
  private_key: string;
  web_api_log: boolean;
  plan_logs: boolean;
}

export const accountFromRow = (row: AccountRow): Account => ({
  accountId: row.account_id,
  name: row.name,
  privateKey: row.private_key,
  webApiLog: row.web_api_log,
  planLogs: row.plan_logs,
});

export interface ProductRow {
  product_id: number;
  name: string;
  description: string;
  created: number;
  is_public: boolean;
  hsum: number;
  features: Product['features'];
  last_license_id: number;
}

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

const productToRow = (product: Product): ProductRow => ({
  product_id: product.productId,
  name: product.name,
  description: product.description,
  created: product.created,
  is_public: product.isPublic,
  hsum: product.hsum,
  features: product.features,
  last_license_id: product.lastLicenseId,
});

export interface LicenseRow {
  global_id: number;
  product_id: number;
  id: number;
  key: string;
  created: number;
  expires: number;
  period: number;
  features: readonly boolean[];
  notes: string | null;
  block: boolean;
  customer_id: number | null;
  trial_activation: boolean;
  max_no_of_machines: number;
  allowed_machines: string | null;
  reseller_id: number;
  optional_field: number;
  trial_machine: string | null;
  first_activated: number | null;
  excluded_from_analytics: boolean;
  deleted_at: number | null;
}

export const licenseFromRow = (row: LicenseRow): License => ({
  licenseId: row.global_id,
  productId: row.product_id,
  idInProduct: row.id,
  key: row.key,
  created: row.created,
  expires: row.expires,
  period: row.period,
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

const licenseToRow = (license: License): LicenseRow => ({
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
});

export interface MachineRow {
  license_id: number;
  floating: boolean;
  machine_code: string;
  friendly_name: string;
  ip: string;
  time: number;
  floating_expires: number | null;
  overdraft: boolean;
}

export const machineFromRow = (row: MachineRow): Machine => ({
  licenseId: row.license_id,
  floating: row.floating,
  machineCode: row.machine_code,
  friendlyName: row.friendly_name,
  ip: row.ip,
  time: row.time,
  floatingExpires: row.floating_expires,
  overdraft: row.overdraft,
});

const machineToRow = (machine: Machine): MachineRow => ({
  license_id: machine.licenseId,
  floating: machine.floating,
  machine_code: machine.machineCode,
  friendly_name: machine.friendlyName,
  ip: machine.ip,
  time: machine.time,
  floating_expires: machine.floatingExpires,
  overdraft: machine.overdraft,
});

export interface CustomerRow {
  customer_id: number;
  name: string | null;
  email: string | null;
  company_name: string | null;
  notes: string | null;
  secret: string;
  created: number;
  enable_customer_association: boolean;
  allow_activation_management: boolean;
  allow_multiple_user_association: boolean;
}

export const customerFromRow = (row: CustomerRow): Customer => ({
  customerId: row.customer_id,
  name: row.name,
  email: row.email,
  companyName: row.company_name,
  notes: row.notes,
  secret: row.secret,
  created: row.created,
  enableCustomerAssociation: row.enable_customer_association,
  allowActivationManagement: row.allow_activation_management,
  allowMultipleUserAssociation: row.allow_multiple_user_association,
});

const customerToRow = (customer: Customer): CustomerRow => ({
  customer_id: customer.customerId,
  name: customer.name,
  email: customer.email,
  company_name: customer.companyName,
  notes: customer.notes,
  secret: customer.secret,
  created: customer.created,
  enable_customer_association: customer.enableCustomerAssociation,
  allow_activation_management: customer.allowActivationManagement,
  allow_multiple_user_association: customer.allowMultipleUserAssociation,
});

export interface DataObjectRow {
  id: number;
  referencer_type: ReferencerType;
  referencer_id: number;
  machine_code: string;
  name: string;
  string_value: string;
  int_value: number;
}

export const dataObjectFromRow = (row: DataObjectRow): DataObject => ({
  id: row.id,
  referencerType: row.referencer_type,
  referencerId: row.referencer_id,
  machineCode: row.machine_code,
  name: row.name,
  stringValue: row.string_value,
  intValue: row.int_value,
});

const dataObjectToRow = (object: DataObject): DataObjectRow => ({
  id: object.id,
  referencer_type: object.referencerType,
  referencer_id: object.referencerId,
  machine_code: object.machineCode,
  name: object.name,
  string_value: object.stringValue,
  int_value: object.intValue,
});

export interface TokenRow {
  token_id: number;
  user_id: number;
  name: string;
  permissions: Token['permissions'];
  product_lock: number;
  key_lock: number;
  feature_lock: number;
  created: number;
  expires: number | null;
  revoked_at: number | null;
}

export const tokenFromRow = (row: TokenRow): Token => ({
  tokenId: row.token_id,
  userId: row.user_id,
  name: row.name,
  permissions: row.permissions,
  productLock: row.product_lock,
  keyLock: row.key_lock,
  featureLock: row.feature_lock,
  created: row.created,
  expires: row.expires,
  revokedAt: row.revoked_at,
});

/** A table whose rows a batch may insert or replace by primary key (account_id and `key`). */
export interface ObjectTable<Entity, Row extends object> {
  readonly name: string;
  /** The primary key after account_id. */
  readonly key: readonly (keyof Row & string)[];
  readonly columns: readonly (keyof Row & string)[];
  readonly toRow: (entity: Entity) => Row;
}

const table = <Entity, Row extends object>(
  name: string,
  key: readonly (keyof Row & string)[],
  toRow: (entity: Entity) => Row,
  columns: Readonly<Record<keyof Row & string, true>>,
): ObjectTable<Entity, Row> => ({ name, key, toRow, columns: Object.keys(columns) as (keyof Row & string)[] });

export const TABLES = {
  product: table<Product, ProductRow>('product', ['product_id'], productToRow, {
    product_id: true,
    name: true,
    description: true,
    created: true,
    is_public: true,
    hsum: true,
    features: true,
    last_license_id: true,
  }),
  license: table<License, LicenseRow>('license', ['global_id'], licenseToRow, {
    global_id: true,
    product_id: true,
    id: true,
    key: true,
    created: true,
    expires: true,
    period: true,
    features: true,
    notes: true,
    block: true,
    customer_id: true,
    trial_activation: true,
    max_no_of_machines: true,
    allowed_machines: true,
    reseller_id: true,
    optional_field: true,
    trial_machine: true,
    first_activated: true,
    excluded_from_analytics: true,
    deleted_at: true,
  }),
  machine: table<Machine, MachineRow>('machine', ['license_id', 'floating', 'machine_code'], machineToRow, {
    license_id: true,
    floating: true,
    machine_code: true,
    friendly_name: true,
    ip: true,
    time: true,
    floating_expires: true,
    overdraft: true,
  }),
  customer: table<Customer, CustomerRow>('customer', ['customer_id'], customerToRow, {
    customer_id: true,
    name: true,
    email: true,
    company_name: true,
    notes: true,
    secret: true,
    created: true,
    enable_customer_association: true,
    allow_activation_management: true,
    allow_multiple_user_association: true,
  }),
  dataObject: table<DataObject, DataObjectRow>('data_object', ['id'], dataObjectToRow, {
    id: true,
    referencer_type: true,
    referencer_id: true,
    machine_code: true,
    name: true,
    string_value: true,
    int_value: true,
  }),
} as const;

export const TOKEN_COLUMNS = {
  columns: [
    'token_id',
    'user_id',
    'name',
    'permissions',
    'product_lock',
    'key_lock',
    'feature_lock',
    'created',
    'expires',
    'revoked_at',
  ],
} as const;

/** The select list of a table, under an alias. */
export const columnsOf = (tableOf: { readonly columns: readonly string[] }, alias: string): string =>
  tableOf.columns.map((column) => `${alias}.${column}`).join(', ');
