import type { DataObject } from '../../domain/entities/licensing.js';
import type { ColumnsOf, ObjectTable, RowOf } from '../table.js';

const COLUMNS = {
  id: 'id',
  referencerType: 'referencer_type',
  referencerId: 'referencer_id',
  machineCode: 'machine_code',
  name: 'name',
  stringValue: 'string_value',
  intValue: 'int_value',
} as const satisfies ColumnsOf<DataObject>;

export type DataObjectRow = RowOf<DataObject, typeof COLUMNS>;

export const dataObjectFromRow = (row: DataObjectRow): DataObject => ({
  id: row.id,
  referencerType: row.referencer_type,
  referencerId: row.referencer_id,
  machineCode: row.machine_code,
  name: row.name,
  stringValue: row.string_value,
  intValue: row.int_value,
});

export const DATA_OBJECT_TABLE: ObjectTable<DataObject, DataObjectRow> = {
  name: 'data_object',
  key: ['id'],
  columns: Object.values(COLUMNS),
  toRow: (object) => ({
    id: object.id,
    referencer_type: object.referencerType,
    referencer_id: object.referencerId,
    machine_code: object.machineCode,
    name: object.name,
    string_value: object.stringValue,
    int_value: object.intValue,
  }),
};
