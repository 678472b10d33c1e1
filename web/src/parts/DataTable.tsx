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
  /** What the table is, for who cannot see it. */
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
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { label, columns, rows, rowKey, maxHeight, footer } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
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
  const table = useTable({ features, columns: definitions, data, getRowId: (row) => String(rowKey(row)) });
  const sorted = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    enabled: maxHeight !== undefined,
  });
  const drawn = virtual.getVirtualItems();
  const isVirtual = maxHeight !== undefined;
  const shown = isVirtual ? drawn.flatMap(({ index }) => sorted[index] ?? []) : sorted;
  const above = isVirtual ? (drawn[0]?.start ?? 0) : 0;
  const below = isVirtual ? virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0) : 0;
  return (
    <div
      ref={scrollRef}
      className={classes.frame}
      style={isVirtual ? { maxHeight } : undefined}
      // A region that scrolls must be reachable by keyboard.
      {...(isVirtual && { tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <table className={classes.table} aria-label={label} aria-rowcount={sorted.length + 1}>
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
          {shown.map((row) => (
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
    </div>
  );
};
