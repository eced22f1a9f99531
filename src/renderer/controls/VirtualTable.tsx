// A long table under a fixed head, of which only the rows in view are in the page.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";

/** What a column is headed by. */
export interface TableColumn {
  readonly title: string;
  readonly className?: string | undefined;
}

/** Classes of its parts; `rows` holds the rows, each of which is placed by its own offset. */
export interface TableStyles {
  readonly table: string | undefined;
  readonly head: string | undefined;
  readonly body: string | undefined;
  readonly rows?: string | undefined;
  readonly row: string | undefined;
  readonly none: string | undefined;
}

/** `rowHeight` in CSS pixels: of each row, or what is guessed of rows that are `measured`. `children` are the cells of a row. */
export function VirtualTable<Row>({
  name,
  columns,
  rows,
  keyOf,
  rowHeight,
  isMeasured = false,
  noneWords,
  styles,
  children,
}: {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Row[];
  readonly keyOf?: (row: Row) => string | number;
  readonly rowHeight: number;
  readonly isMeasured?: boolean;
  readonly noneWords: string;
  readonly styles: TableStyles;
  readonly children: (row: Row) => ReactNode;
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined || keyOf === undefined ? index : keyOf(row);
    },
    overscan: 10,
  });
  return (
    <div
      className={styles.table}
      role="table"
      aria-label={name}
      aria-rowcount={rows.length + 1}
    >
      <div role="rowgroup">
        <div className={styles.head} role="row" aria-rowindex={1}>
          {columns.map(({ title, className }) => (
            <span key={title} role="columnheader" className={className}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={scroll}
        className={styles.body}
        role="rowgroup"
        tabIndex={0}
        aria-label={`${name}, scrollable`}
      >
        {rows.length === 0 && (
          <p className={styles.none} role="row">
            <span role="cell">{noneWords}</span>
          </p>
        )}
        <div
          role="presentation"
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  ref={isMeasured ? virtual.measureElement : undefined}
                  data-index={item.index}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className={styles.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {children(row)}
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
