// One series in full: a picture, what is known of it, how it is cited, and the attributes of its first image.
import { Download, ExternalLink, ImageOff } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { ArchiveTag } from "../../../shared/archive.ts";
import {
  derivedSeriesNote,
  headSeriesWords,
  licenceLabel,
  licenceVerdictSentence,
  publicArchiveFailureWords,
} from "../../../shared/messages/publicArchiveWords.ts";
import type {
  ArchivePage,
  OfferedSeries,
  PublicArchiveView,
} from "../../../shared/publicArchive.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { Answer } from "./Answer.tsx";
import { openPage } from "./archiveCommands.ts";
import { openGate, showDetail, useArchiveState } from "./archiveState.ts";
import { licenceTone } from "./licenceTone.ts";
import styles from "./SeriesDetail.module.css";
import { CartButton, seriesFacts, seriesName } from "./SeriesRows.tsx";
import { TagTable } from "./TagTable.tsx";
import { useArchiveAnswer } from "./useArchiveAnswer.ts";

/** Open while a series is looked at. */
export function SeriesDetail({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  const detail = useArchiveState((state) => state.detail);
  const gate = useArchiveState((state) => state.gate);
  const shown = useLast(detail);
  return (
    <Modal
      title={shown === null ? "Series" : seriesName(shown)}
      isOpen={detail !== null && gate === null}
      onClose={() => {
        showDetail(null);
      }}
      isWide
    >
      {shown !== null && (
        <Detail key={shown.seriesInstanceUID} series={shown} view={view} />
      )}
    </Modal>
  );
}

function Detail({
  series,
  view,
}: {
  readonly series: OfferedSeries;
  readonly view: PublicArchiveView;
}): ReactNode {
  const { seriesInstanceUID } = series;
  const isQueued = view.downloads.some(
    (each) => each.series.seriesInstanceUID === seriesInstanceUID,
  );
  return (
    <div className={styles.detail}>
      <div className={styles.top}>
        <Thumbnail series={series} />
        <div className={styles.facts}>
          <Facts series={series} />
          <div className={styles.buttons}>
            <CartButton series={series} />
            {!isQueued && (
              <Button
                size="small"
                look="primary"
                icon={Download}
                onClick={() => {
                  openGate([series]);
                }}
              >
                Fetch…
              </Button>
            )}
          </div>
        </div>
      </div>
      {series.isHead && <WordsCallout words={headSeriesWords} tone="warn" />}
      <LicencePart series={series} />
      <Tags series={series} />
    </div>
  );
}

function Facts({ series }: { readonly series: OfferedSeries }): ReactNode {
  const facts = [
    ["Collection", series.collection],
    ["Subject", series.patientId],
    ["Modality", series.modality],
    ["Body part", series.bodyPart],
    ["Manufacturer", series.manufacturer],
    ["Date (shifted)", series.date.iso ?? series.date.raw],
    ["Holds", seriesFacts(series)],
    ["Origin", series.isThirdParty ? derivedSeriesNote : ""],
    ["Series UID", series.seriesInstanceUID],
  ] as const;
  return (
    <dl className={styles.list}>
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Its pixels come over the bridge; the window itself has no network. */
function Thumbnail({ series }: { readonly series: OfferedSeries }): ReactNode {
  const { seriesInstanceUID } = series;
  const thumbnail = useArchiveAnswer({ kind: "thumbnail", seriesInstanceUID });
  if (thumbnail.kind === "loading")
    return (
      <div className={styles.noPicture} role="status">
        Asking for a picture…
      </div>
    );
  if (thumbnail.kind === "failed")
    return (
      <div className={styles.noPicture}>
        <ImageOff aria-hidden />
        <p>{publicArchiveFailureWords(thumbnail.failure).title}</p>
        <Button size="small" onClick={thumbnail.retry}>
          Ask again
        </Button>
      </div>
    );
  return thumbnail.value === null ? (
    <div className={styles.noPicture}>
      <ImageOff aria-hidden />
      <p>The archive has no preview of it.</p>
    </div>
  ) : (
    <Picture jpeg={thumbnail.value} name={`Preview of ${seriesName(series)}`} />
  );
}

function Picture({
  jpeg,
  name,
}: {
  readonly jpeg: Uint8Array;
  readonly name: string;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    let isWanted = true;
    // A copy: the bytes may be a view of a larger buffer.
    const picture = new Blob([new Uint8Array(jpeg)], { type: "image/jpeg" });
    createImageBitmap(picture)
      .then((bitmap) => {
        const target = canvas.current;
        if (!isWanted || target === null) return;
        target.width = bitmap.width;
        target.height = bitmap.height;
        target.getContext("2d")?.drawImage(bitmap, 0, 0);
      })
      .catch(() => {
        if (isWanted) setIsBroken(true);
      });
    return () => {
      isWanted = false;
    };
  }, [jpeg]);
  return isBroken ? (
    <div className={styles.noPicture}>
      <ImageOff aria-hidden />
      <p>The preview cannot be shown.</p>
    </div>
  ) : (
    <canvas
      ref={canvas}
      className={styles.picture}
      role="img"
      aria-label={name}
    />
  );
}

function LicencePart({
  series,
}: {
  readonly series: OfferedSeries;
}): ReactNode {
  const { verdict, seriesInstanceUID } = series;
  const citation = useArchiveAnswer({ kind: "citation", seriesInstanceUID });
  const link = (kind: "dataset" | "licence", name: string) => (
    <Button
      size="small"
      look="quiet"
      icon={ExternalLink}
      onClick={() => {
        const page: ArchivePage = { kind, seriesInstanceUID };
        openPage(page);
      }}
    >
      {name}
    </Button>
  );
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3 className={styles.heading}>Licence and citation</h3>
        <Badge tone={licenceTone(verdict)}>{licenceLabel(verdict)}</Badge>
        {series.licence.uri !== "" && link("licence", "Licence")}
        {(series.doi !== null || series.descriptionUri !== "") &&
          link("dataset", series.doi === null ? "Data set" : series.doi)}
      </div>
      <p>{licenceVerdictSentence(verdict)}</p>
      <p className={styles.quiet}>
        {citation.kind === "loading"
          ? "Asking for the citation…"
          : citation.kind === "failed"
            ? "The registry of citations did not answer; the DOI stands for it."
            : citation.value === null
              ? "No citation is registered; collection and archive are named instead."
              : `${citation.value.creators.slice(0, 3).join("; ")}${citation.value.creators.length > 3 ? "; et al." : ""} (${citation.value.year}). ${citation.value.title}. ${citation.value.publisher}.`}
      </p>
    </section>
  );
}

function Tags({ series }: { readonly series: OfferedSeries }): ReactNode {
  const { seriesInstanceUID } = series;
  const tags = useArchiveAnswer({ kind: "tags", seriesInstanceUID });
  const [typed, setTyped] = useState("");
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3 className={styles.heading}>Attributes of its first image</h3>
        <input
          type="search"
          className={fieldStyles.input}
          aria-label="Find an attribute"
          placeholder="Find an attribute"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      </div>
      <Answer
        state={tags}
        what="attributes"
        empty="The archive tells no attributes of this series."
      >
        {(all) => <MatchingTags tags={matching(all, typed)} />}
      </Answer>
    </section>
  );
}

function MatchingTags({
  tags,
}: {
  readonly tags: readonly ArchiveTag[];
}): ReactNode {
  return tags.length === 0 ? (
    <p className={styles.quiet}>No attribute has this in it.</p>
  ) : (
    <TagTable tags={tags} />
  );
}

function matching(
  tags: readonly ArchiveTag[],
  typed: string,
): readonly ArchiveTag[] {
  const word = typed.trim().toLowerCase();
  return tags.filter(({ element, name, value }) =>
    `${element} ${name} ${value}`.toLowerCase().includes(word),
  );
}
