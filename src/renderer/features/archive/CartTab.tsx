// The cart: what was chosen, how much it is, under which licences; lists of series are opened and saved here.
import { Download, FolderOpen, Save, ShoppingBasket, X } from "lucide-react";
import type { ReactNode } from "react";
import { licenceLabel } from "../../../shared/messages/publicArchiveWords.ts";
import {
  countOf,
  formatBytes,
  formatCount,
} from "../../../shared/messages/quantities.ts";
import type {
  OfferedSeries,
  PublicArchiveView,
} from "../../../shared/publicArchive.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import styles from "./Archive.module.css";
import { openList, removeFromCart, saveCart } from "./archiveCommands.ts";
import { openGate, showTab } from "./archiveState.ts";
import { gateGroups } from "./gateGroups.ts";
import { licenceTone } from "./licenceTone.ts";
import { SeriesTable } from "./SeriesTable.tsx";

/** The third tab. */
export function CartTab({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  const { cart } = view;
  return cart.length === 0 ? <EmptyCart /> : <FullCart cart={cart} />;
}

function OpenListButton(): ReactNode {
  return (
    <Button icon={FolderOpen} onClick={() => void openList()}>
      Open a list…
    </Button>
  );
}

function EmptyCart(): ReactNode {
  return (
    <div className={styles.emptyPage}>
      <ShoppingBasket aria-hidden />
      <h3 className={styles.heading}>The cart is empty</h3>
      <p className={styles.quiet}>
        Add series while you browse, or open a list: a .tcia manifest, or a CSV
        with a column of Series Instance UIDs. A list can also be dropped here.
      </p>
      <div className={styles.row}>
        <Button
          look="primary"
          onClick={() => {
            showTab("browse");
          }}
        >
          Browse
        </Button>
        <OpenListButton />
      </div>
    </div>
  );
}

function FullCart({
  cart,
}: {
  readonly cart: readonly OfferedSeries[];
}): ReactNode {
  return (
    <div className={styles.cart}>
      <section className={styles.totals} aria-label="The cart in total">
        <div className={styles.headWords}>
          <h3 className={styles.total}>{totals(cart)}</h3>
          <ul className={styles.licences} aria-label="Licences">
            {gateGroups(cart).map(({ key, verdict, series }) => (
              <li key={key}>
                <Badge tone={licenceTone(verdict)}>
                  {formatCount(series.length)} × {licenceLabel(verdict)}
                </Badge>
              </li>
            ))}
          </ul>
        </div>
        <Button
          look="primary"
          icon={Download}
          onClick={() => {
            openGate(cart);
          }}
        >
          Fetch…
        </Button>
      </section>
      <div className={styles.row}>
        <OpenListButton />
        <Button icon={Save} onClick={() => void saveCart("manifest")}>
          Save as manifest…
        </Button>
        <Button icon={Save} onClick={() => void saveCart("table")}>
          Save as table…
        </Button>
        <Button
          look="quiet"
          icon={X}
          onClick={() =>
            void removeFromCart(
              cart.map(({ seriesInstanceUID }) => seriesInstanceUID),
            )
          }
        >
          Empty the cart
        </Button>
      </div>
      <SeriesTable label="Series in the cart" series={cart} isCart />
    </div>
  );
}

function totals(cart: readonly OfferedSeries[]): string {
  const sum = (of: (series: OfferedSeries) => number | null) =>
    cart.reduce((total, series) => total + (of(series) ?? 0), 0);
  const isKnown = cart.every(({ sizeBytes }) => sizeBytes !== null);
  return [
    countOf(cart.length, "series", "series"),
    countOf(
      sum(({ imageCount }) => imageCount),
      "image",
    ),
    `${isKnown ? "" : "at least "}${formatBytes(sum(({ sizeBytes }) => sizeBytes))}`,
  ].join(" · ");
}
