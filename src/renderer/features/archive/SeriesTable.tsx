// Many series, of which only those in sight are on the page; all of them can go into the cart at once.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ShoppingBasket } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { OfferedSeries } from "../../../shared/publicArchive.ts";
import { Button } from "../../controls/Button.tsx";
import styles from "./Archive.module.css";
import { addToCart } from "./archiveCommands.ts";
import { SeriesRow } from "./SeriesRows.tsx";

const rowHeight = 52;

/** A list that scrolls by itself. */
export function SeriesTable({
  label,
  series,
  isCart = false,
}: {
  readonly label: string;
  readonly series: readonly OfferedSeries[];
  /** The cart itself, to which nothing of it can be added. */
  readonly isCart?: boolean;
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: series.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <>
      {!isCart && <TableHead series={series} />}
      <div ref={scroll} className={styles.tableScroll}>
        <ul
          className={styles.listInner}
          aria-label={label}
          style={{ height: rows.getTotalSize() }}
        >
          {rows.getVirtualItems().map(({ index, start }) => {
            const each = series[index];
            return each === undefined ? null : (
              <SeriesRow
                key={each.seriesInstanceUID}
                series={each}
                showsOrigin
                place={{
                  height: rowHeight,
                  transform: `translateY(${start}px)`,
                }}
              />
            );
          })}
        </ul>
      </div>
    </>
  );
}

function TableHead({
  series,
}: {
  readonly series: readonly OfferedSeries[];
}): ReactNode {
  return (
    <div className={styles.tableHead}>
      <p className={styles.count} role="status">
        {countOf(series.length, "series", "series")}
      </p>
      <Button
        size="small"
        icon={ShoppingBasket}
        onClick={() =>
          void addToCart(
            series.map(({ seriesInstanceUID }) => seriesInstanceUID),
          )
        }
      >
        Add all to the cart
      </Button>
    </div>
  );
}
