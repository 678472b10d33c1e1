import type { Customer } from '../../domain/entities/licensing.js';
import type { ColumnsOf, ObjectTable, RowOf } from '../table.js';

const COLUMNS = {
  customerId: 'customer_id',
  name: 'name',
  email: 'email',
  companyName: 'company_name',
  notes: 'notes',
  secret: 'secret',
  created: 'created',
  enableCustomerAssociation: 'enable_customer_association',
  allowActivationManagement: 'allow_activation_management',
  allowMultipleUserAssociation: 'allow_multiple_user_association',
  maxNoOfDevices: 'max_no_of_devices',
} as const satisfies ColumnsOf<Customer>;

export type CustomerRow = RowOf<Customer, typeof COLUMNS>;

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
  maxNoOfDevices: row.max_no_of_devices,
});

export const CUSTOMER_TABLE: ObjectTable<Customer, CustomerRow> = {
  name: 'customer',
  key: ['customer_id'],
  columns: Object.values(COLUMNS),
  toRow: (customer) => ({
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
    max_no_of_devices: customer.maxNoOfDevices,
  }),
};
