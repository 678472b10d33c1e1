import type { Machine } from '../../domain/entities/licensing.js';
import type { ColumnsOf, ObjectTable, RowOf } from '../table.js';

const COLUMNS = {
  licenseId: 'license_id',
  floating: 'floating',
  machineCode: 'machine_code',
  friendlyName: 'friendly_name',
  ip: 'ip',
  time: 'time',
  floatingExpires: 'floating_expires',
  overdraft: 'overdraft',
} as const satisfies ColumnsOf<Machine>;

export type MachineRow = RowOf<Machine, typeof COLUMNS>;

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

export const MACHINE_TABLE: ObjectTable<Machine, MachineRow> = {
  name: 'machine',
  key: ['license_id', 'floating', 'machine_code'],
  columns: Object.values(COLUMNS),
  toRow: (machine) => ({
    license_id: machine.licenseId,
    floating: machine.floating,
    machine_code: machine.machineCode,
    friendly_name: machine.friendlyName,
    ip: machine.ip,
    time: machine.time,
    floating_expires: machine.floatingExpires,
    overdraft: machine.overdraft,
  }),
};
