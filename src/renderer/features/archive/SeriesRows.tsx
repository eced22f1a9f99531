// Series with what decides whether one wants them: what they show, how much there is, and under which licence.
import { Check, Info, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { ArchiveSeries } from "../../../shared/archive.ts";
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
import { LongList, type RowPlace } from "./LongList.tsx";

/** What a series is called where the scanner gave it no description. */
export function seriesName(series: ArchiveSeries): string {
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

const rowHeight = 52;

/** A list of them inside what scrolls (LongList.tsx). */
export function SeriesRows({
  label,
  series,
  showsOrigin = false,
}: {
  readonly label: string;
  readonly series: readonly OfferedSeries[];
  /** Where series of several subjects stand side by side. */
  readonly showsOrigin?: boolean;
}): ReactNode {
  return (
    <LongList
      label={label}
      items={series}
      keyOf={({ seriesInstanceUID }) => seriesInstanceUID}
      rowHeight={rowHeight}
    >
      {(each, place) => (
        <SeriesRow
          key={each.seriesInstanceUID}
          series={each}
          place={place}
          showsOrigin={showsOrigin}
        />
      )}
    </LongList>
  );
}

function SeriesRow({
  series,
  place,
  showsOrigin,
}: {
  readonly series: OfferedSeries;
  readonly place: RowPlace;
  readonly showsOrigin: boolean;
}): ReactNode {
  const name = seriesName(series);
  return (
    <li {...place} className={join(styles.seriesRow, styles.placed)}>
      <span className={styles.modality}>
        <Badge>{series.modality || "?"}</Badge>
      </span>
      <div className={styles.seriesWords}>
        <Truncated text={name} className={styles.seriesName} isToldBeside />
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
      <span className={styles.seriesBadges}>
        {series.isThirdParty && <Badge>Derived</Badge>}
        <Badge tone={licenceTone(series.verdict)}>
          {licenceLabel(series.verdict)}
        </Badge>
      </span>
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
