import type { CustomerId, LicenseId, ProductId, TokenId } from '../../domain/entities/ids.js';
import { normalizeMachineCode } from '../../domain/log/machineCode.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** The side tables of the log: find the numbers of known values, add new ones. Always under the log head's lock. */

/** The licence that a log row is about, with its terms, and the token of the request. */
export interface LogSubject {
  readonly productId: ProductId;
  readonly licenseId: LicenseId;
  readonly customerId: CustomerId;
  readonly seatLimit: number;
  readonly tokenId: TokenId;
  readonly floatingInterval: number;
}

export interface SubjectRow {
  readonly subject_no: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  readonly customer_id: CustomerId;
  readonly seat_limit: number;
  readonly token_id: TokenId;
  readonly floating_interval: number;
}

const subjectColumns = (subjects: readonly LogSubject[]): readonly (readonly number[])[] => [
  subjects.map((subject) => subject.productId),
  subjects.map((subject) => subject.licenseId),
  subjects.map((subject) => subject.customerId),
  subjects.map((subject) => subject.seatLimit),
  subjects.map((subject) => subject.tokenId),
  subjects.map((subject) => subject.floatingInterval),
];

export const findSubjects = prepared<SubjectRow, [accountId: number, subjects: readonly LogSubject[]]>(
  'find_subjects',
  `select s.subject_no, s.product_id, s.license_id, s.customer_id, s.seat_limit, s.token_id, s.floating_interval
   from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
     as w(product_id, license_id, customer_id, seat_limit, token_id, floating_interval)
   join log_subject s on s.account_id = $1 and s.license_id = w.license_id and s.product_id = w.product_id
     and s.customer_id = w.customer_id and s.seat_limit = w.seat_limit and s.token_id = w.token_id
     and s.floating_interval = w.floating_interval`,
  (accountId, subjects) => [accountId, ...subjectColumns(subjects)],
);

/** `numbers`: of each subject. */
export const addSubjects = prepared<
  never,
  [accountId: number, numbers: readonly number[], subjects: readonly LogSubject[]]
>(
  'add_subjects',
  `insert into log_subject (account_id, subject_no, product_id, license_id, customer_id, seat_limit, token_id,
     floating_interval)
   select h.account_id, r.* from ${ACCOUNT_AND} unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[]) r
   ${OF_ACCOUNT}`,
  (accountId, numbers, subjects) => [accountId, numbers, ...subjectColumns(subjects)],
);

export interface LogDevice {
  readonly machineCode: string;
  readonly friendlyName: string;
}

export interface DeviceRow {
  readonly device_no: number;
  readonly machine_code: string;
  readonly friendly_name: string;
}

export const findDevices = prepared<DeviceRow, [accountId: number, devices: readonly LogDevice[]]>(
  'find_devices',
  `select d.device_no, d.machine_code, d.friendly_name
   from unnest($2::text[], $3::text[]) as w(machine_code, friendly_name)
   join log_device d on d.account_id = $1 and d.machine_code = w.machine_code and d.friendly_name = w.friendly_name`,
  (accountId, devices) => [
    accountId,
    devices.map((device) => device.machineCode),
    devices.map((device) => device.friendlyName),
  ],
);

/** `numbers`: of each device. */
export const addDevices = prepared<
  never,
  [accountId: number, numbers: readonly number[], devices: readonly LogDevice[]]
>(
  'add_devices',
  // A machine is known by the number of its first device; several devices of one batch may be its first.
  `insert into log_device (account_id, device_no, machine_code, friendly_name, machine_code_normalized,
     friendly_name_lower, machine_no)
   select h.account_id, r.*, case when r.machine_code_normalized = '' then 0 else coalesce(
       (select min(d.machine_no) from log_device d
        where d.account_id = $1 and d.machine_code_normalized = r.machine_code_normalized),
       min(r.device_no) over (partition by r.machine_code_normalized)) end
   from ${ACCOUNT_AND} unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
     as r(device_no, machine_code, friendly_name, machine_code_normalized, friendly_name_lower)
   ${OF_ACCOUNT}`,
  (accountId, numbers, devices) => [
    accountId,
    numbers,
    devices.map((device) => device.machineCode),
    devices.map((device) => device.friendlyName),
    devices.map((device) => normalizeMachineCode(device.machineCode)),
    devices.map((device) => device.friendlyName.toLowerCase()),
  ],
);

/** Addresses are kept by the month of their use. */
export interface LogAddress {
  readonly month: number;
  readonly address: string;
}

export interface AddressRow extends LogAddress {
  readonly address_no: number;
}

export const findAddresses = prepared<AddressRow, [accountId: number, addresses: readonly LogAddress[]]>(
  'find_addresses',
  `select a.address_no, a.month, a.address
   from unnest($2::int[], $3::text[]) as w(month, address)
   join log_address a on a.account_id = $1 and a.month = w.month and a.address = w.address and a.address <> ''`,
  (accountId, addresses) => [accountId, addresses.map(({ month }) => month), addresses.map(({ address }) => address)],
);

/** `numbers`: of each address. */
export const addAddresses = prepared<
  never,
  [accountId: number, numbers: readonly number[], addresses: readonly (LogAddress & { readonly country: string })[]]
>(
  'add_addresses',
  `insert into log_address (account_id, address_no, month, address, country)
   select h.account_id, r.* from ${ACCOUNT_AND} unnest($2::int[], $3::int[], $4::text[], $5::text[]) r ${OF_ACCOUNT}`,
  (accountId, numbers, addresses) => [
    accountId,
    numbers,
    addresses.map(({ month }) => month),
    addresses.map(({ address }) => address),
    addresses.map(({ country }) => country),
  ],
);
