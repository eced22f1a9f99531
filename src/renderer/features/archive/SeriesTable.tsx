// Many series, of which only those in sight are on the page; all of them can go into the cart at once.
import { ShoppingBasket } from "lucide-react";
import type { ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { OfferedSeries } from "../../../shared/publicArchive.ts";
import { Button } from "../../controls/Button.tsx";
import styles from "./Archive.module.css";
import { addToCart } from "./archiveCommands.ts";
import { SeriesRows } from "./SeriesRows.tsx";

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
  return (
    <>
      {!isCart && <TableHead series={series} />}
      <div
        className={styles.tableScroll}
        data-scroller
        role="group"
        aria-label={label}
        tabIndex={0}
      >
        <SeriesRows label={label} series={series} showsOrigin />
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
