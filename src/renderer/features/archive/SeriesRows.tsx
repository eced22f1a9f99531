// Series with what decides whether one wants them: what they show, how much there is, and under which licence.
import { Check, Info, Plus } from "lucide-react";
import type { ReactNode } from "react";
import {
  downloadStateWords,
  licenceLabel,
} from "../../../shared/messages/publicArchiveWords.ts";
import { countOf, formatBytes } from "../../../shared/messages/quantities.ts";
import type { OfferedSeries } from "../../../shared/publicArchive.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button, IconButton } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { Truncated } from "../../controls/Tip.tsx";
import styles from "./Archive.module.css";
import { addToCart, removeFromCart } from "./archiveCommands.ts";
import { showDetail, useArchiveState } from "./archiveState.ts";
import { licenceTone } from "./licenceTone.ts";

/** What a series is called where the scanner gave it no description. */
export function seriesName(series: OfferedSeries): string {
  return series.description === ""
    ? `${series.modality || "Series"} without description`
    : series.description;
}

/** Number of images and size, as far as the archive says. */
export function seriesFacts(series: OfferedSeries): string {
  return [
    series.imageCount === null
      ? "images not counted"
      : countOf(series.imageCount, "image"),
    series.sizeBytes === null ? "size not said" : formatBytes(series.sizeBytes),
  ].join(" · ");
}

/** A list of a few dozen series at most: those of one study. */
export function SeriesRows({
  label,
  series,
}: {
  readonly label: string;
  readonly series: readonly OfferedSeries[];
}): ReactNode {
  return (
    <ul className={styles.series} aria-label={label}>
      {series.map((each) => (
        <SeriesRow key={each.seriesInstanceUID} series={each} />
      ))}
    </ul>
  );
}

/** One of them. */
export function SeriesRow({
  series,
  place,
  showsOrigin = false,
}: {
  readonly series: OfferedSeries;
  /** Where series of several subjects stand side by side. */
  readonly showsOrigin?: boolean;
  /** In a list of which only a part is on the page. */
  readonly place?: { readonly height: number; readonly transform: string };
}): ReactNode {
  const name = seriesName(series);
  return (
    <li
      className={join(styles.seriesRow, place !== undefined && styles.placed)}
      style={place}
    >
      <span className={styles.modality}>
        <Badge>{series.modality || "?"}</Badge>
      </span>
      <div className={styles.seriesWords}>
        <Truncated text={name} className={styles.seriesName} />
        <span className={join(styles.quiet, styles.facts)}>
          {[
            showsOrigin ? series.collection : "",
            showsOrigin ? series.patientId : "",
            series.bodyPart,
            seriesFacts(series),
          ]
            .filter((fact) => fact !== "")
            .join(" · ")}
        </span>
      </div>
      <Badge tone={licenceTone(series.verdict)}>
        {licenceLabel(series.verdict)}
      </Badge>
      <div className={styles.seriesActions}>
        <IconButton
          icon={Info}
          size="small"
          name={`Details of ${name}`}
          onClick={() => {
            showDetail(series);
          }}
        />
        <CartButton series={series} />
      </div>
    </li>
  );
}

/** Puts a series into the cart or takes it out; where it is fetched, says so. */
export function CartButton({
  series,
}: {
  readonly series: OfferedSeries;
}): ReactNode {
  const uid = series.seriesInstanceUID;
  const isInCart = useArchiveState(
    (state) =>
      state.view?.cart.some((each) => each.seriesInstanceUID === uid) ?? false,
  );
  const download = useArchiveState((state) =>
    state.view?.downloads.find((each) => each.series.seriesInstanceUID === uid),
  );
  const name = seriesName(series);
  if (download !== undefined && !isInCart)
    return (
      <span className={styles.fetched}>
        {download.state.kind === "stored"
          ? "Fetched"
          : downloadStateWords(download.state, 0)}
      </span>
    );
  return isInCart ? (
    <Button
      size="small"
      look="quiet"
      icon={Check}
      aria-label={`Take ${name} out of the cart`}
      onClick={() => void removeFromCart([uid])}
    >
      In cart
    </Button>
  ) : (
    <Button
      size="small"
      icon={Plus}
      aria-label={`Add ${name} to the cart`}
      onClick={() => void addToCart([uid])}
    >
      Cart
    </Button>
  );
}
