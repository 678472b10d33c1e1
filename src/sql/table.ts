/**
 * How an entity is stored: a table is declared as the column of each field, from which its row's type, select lists and
 * upserts are derived.
 */

/** The column of each field of an entity. */
export type ColumnsOf<Entity> = Readonly<Record<keyof Entity, string>>;

/** A row as the database gives it. */
export type RowOf<Entity, Columns extends ColumnsOf<Entity>> = {
  readonly [Field in keyof Entity as Columns[Field]]: Entity[Field];
};

/** A table whose rows a batch may insert or replace by primary key (account_id and `key`). */
export interface ObjectTable<Entity, Row extends object> {
  readonly name: string;
  /** The primary key after account_id. */
  readonly key: readonly (keyof Row & string)[];
  readonly columns: readonly string[];
  readonly toRow: (entity: Entity) => Row;
}

/** The select list of a table, under an alias. */
export const columnsOf = (table: { readonly columns: readonly string[] }, alias: string): string =>
  table.columns.map((column) => `${alias}.${column}`).join(', ');
