import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import classes from './DataTable.module.css';

/** One column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** CSS width; without it the column takes what is left. */
  readonly width?: string;
  /** One of the three fields that a card on a phone shows, in this place; others are left out there. */
  readonly card?: 'title' | 'aside' | 'detail';
  /** Lets the reader sort by it. Only for tables whose rows are all there. */
  readonly sortBy?: (row: Row) => number | string;
}

interface DataTableProps<Row> {
  /** The table's name for assistive technology. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Pixels of the table's height, beyond which it scrolls and draws only what is seen. */
  readonly maxHeight?: number;
  /** What stands below the last row: a button for more. */
  readonly footer?: ReactNode;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const ROW_HEIGHT = 34;

/** A dense table; cards on a phone. */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) =>
  props.maxHeight === undefined ? <WholeTable {...props} /> : <ScrolledTable {...props} maxHeight={props.maxHeight} />;

const useSortedRows = <Row extends object>({ columns, rows, rowKey }: DataTableProps<Row>) => {
  const definitions = useMemo<ColumnDef<typeof features, Row>[]>(
    () =>
      columns.map(({ id, head, sortBy }) =>
        sortBy === undefined
          ? { id, header: head, enableSorting: false }
          : { id, header: head, accessorFn: sortBy, sortUndefined: 'last' },
      ),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  return useTable({ features, columns: definitions, data, getRowId: (row) => String(rowKey(row)) });
};

type SortedRows<Row extends object> = ReturnType<typeof useSortedRows<Row>>;

const WholeTable = <Row extends object>(props: DataTableProps<Row>) => {
  const table = useSortedRows(props);
  return (
    <div className={classes.frame}>
      <Drawn {...props} table={table} drawn={table.getRowModel().rows} />
    </div>
  );
};

const ScrolledTable = <Row extends object>(props: DataTableProps<Row> & { readonly maxHeight: number }) => {
  const scrollRef = useRef<HTMLElement>(null);
  const table = useSortedRows(props);
  const sorted = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  return (
    <section
      ref={scrollRef}
      className={classes.frame}
      style={{ maxHeight: props.maxHeight }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={props.label}
    >
      <Drawn
        {...props}
        table={table}
        drawn={items.flatMap(({ index }) => sorted[index] ?? [])}
        above={items[0]?.start ?? 0}
        below={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)}
      />
    </section>
  );
};

interface DrawnProps<Row extends object> extends DataTableProps<Row> {
  readonly table: SortedRows<Row>;
  readonly drawn: ReturnType<SortedRows<Row>['getRowModel']>['rows'];
  /** Pixels that rows which are not drawn take. */
  readonly above?: number;
  readonly below?: number;
}

const Drawn = <Row extends object>({ label, columns, table, drawn, above = 0, below = 0, footer }: DrawnProps<Row>) => (
  <>
    <table className={classes.table} aria-label={label} aria-rowcount={table.getRowModel().rows.length + 1}>
      <thead>
        <tr>
          {table.getFlatHeaders().map(({ id, column }) => {
            const spec = columns.find((one) => one.id === id);
            const direction = column.getIsSorted();
            return (
              <th
                key={id}
                scope="col"
                className={spec?.numeric === true ? classes.numeric : undefined}
                style={spec?.width === undefined ? undefined : { width: spec.width }}
                aria-sort={direction === false ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
              >
                {column.getCanSort() ? (
                  <button type="button" className={classes.sort} onClick={column.getToggleSortingHandler()}>
                    {spec?.head}
                    {direction === 'asc' && <ArrowUp size={12} aria-hidden />}
                    {direction === 'desc' && <ArrowDown size={12} aria-hidden />}
                  </button>
                ) : (
                  spec?.head
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {above > 0 && <tr aria-hidden style={{ height: above }} />}
        {drawn.map((row) => (
          <tr key={row.id} className={classes.row}>
            {columns.map((column) => (
              <td
                key={column.id}
                className={column.numeric === true ? classes.numeric : undefined}
                data-card={column.card}
              >
                {column.cell(row.original)}
              </td>
            ))}
          </tr>
        ))}
        {below > 0 && <tr aria-hidden style={{ height: below }} />}
      </tbody>
    </table>
    {footer !== undefined && <div className={classes.footer}>{footer}</div>}
  </>
);
