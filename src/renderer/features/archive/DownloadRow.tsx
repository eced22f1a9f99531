// One download: where it stands, what went wrong in words, and what can be done.
import { Pause, Play, RotateCw, Trash2, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type {
  ArchiveDownload,
  ArchiveFailure,
  ArchiveSeries,
  DownloadState,
} from "../../../shared/archive.ts";
import {
  archiveFailureWords,
  downloadWarningSentence,
} from "../../../shared/messages/archiveWords.ts";
import {
  downloadStateWords,
  licenceLabel,
} from "../../../shared/messages/publicArchiveWords.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button, IconButton } from "../../controls/Button.tsx";
import { TickBox } from "../../controls/Choice.tsx";
import { join } from "../../controls/classNames.ts";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { useNow } from "../upload/useNow.ts";
import styles from "./Archive.module.css";
import { act, lookAtMirror, tryAgain } from "./archiveCommands.ts";
import { asksForLicence, mayBeMirrored } from "./downloadRemedies.ts";
import { LicenceDoubtPart } from "./LicenceDoubt.tsx";
import { licenceTone } from "./licenceTone.ts";
import type { RowPlace } from "./LongList.tsx";
import { seriesName } from "./SeriesRows.tsx";

/** True while a download goes on by itself. */
export function isUnderWay(state: DownloadState): boolean {
  return ["waiting", "fetching", "checking", "retrying"].includes(state.kind);
}

/** `isTicked`: it is meant to go into a case once it is whole. */
export function DownloadRow({
  download,
  place,
  isTicked,
  onTick,
}: {
  readonly download: ArchiveDownload;
  readonly place: RowPlace;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}): ReactNode {
  const { series, state, verdict } = download;
  const name = seriesName(series);
  const uid = series.seriesInstanceUID;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <li
      {...place}
      className={join(styles.download, styles.placed)}
      aria-label={name}
    >
      <div className={styles.downloadHead}>
        {state.kind === "stored" ? (
          <TickBox
            name={`${name} into a case`}
            isTicked={isTicked}
            onChange={onTick}
          />
        ) : (
          <span className={styles.noTick} />
        )}
        <Badge>{series.modality || "?"}</Badge>
        <div className={styles.seriesWords}>
          <Truncated text={name} className={styles.seriesName} isToldBeside />
          <span className={styles.quiet}>
            {series.collection} · {series.patientId}
          </span>
        </div>
        <Badge tone={licenceTone(verdict)}>{licenceLabel(verdict)}</Badge>
        <Actions
          download={download}
          name={name}
          onRemove={() => {
            setIsAsking(true);
          }}
        />
      </div>
      <Progress state={state} name={name} />
      <LicenceDoubtPart download={download} name={name} />
      {isAsking && (
        <Removal
          name={name}
          onRemove={() =>
            void act((bridge) => bridge.removePublicSeriesFromDisk(uid))
          }
          onKeep={() => {
            setIsAsking(false);
          }}
        />
      )}
    </li>
  );
}

function Progress({
  state,
  name,
}: {
  readonly state: DownloadState;
  readonly name: string;
}): ReactNode {
  const isWaiting = state.kind === "retrying";
  const nowMs = useNow(isWaiting);
  if (state.kind === "failed" || isWaiting) {
    const words = archiveFailureWords(state.failure);
    return (
      <div
        className={isWaiting ? styles.retrying : styles.failed}
        role={isWaiting ? undefined : "alert"}
      >
        <p className={styles.failedTitle}>
          {words.title}
          {isWaiting && `. ${downloadStateWords(state, nowMs)}.`}
        </p>
        <p>{words.why}</p>
        {!isWaiting && <p>{words.whatNext}</p>}
      </div>
    );
  }
  return (
    <div className={styles.progress}>
      {state.kind !== "stored" && (
        <ProgressBar
          name={`Fetching ${name}`}
          size="thin"
          fraction={fractionOf(state)}
          tone={state.kind === "paused" ? "quiet" : "accent"}
        />
      )}
      <p className={state.kind === "stored" ? styles.whole : styles.quiet}>
        {downloadStateWords(state, nowMs)}
        {state.kind === "stored" &&
          state.warnings.map((each) => ` ${downloadWarningSentence(each)}`)}
      </p>
    </div>
  );
}

/** Zips have no announced length: what is expected is a guess, so it never says all. */
function fractionOf(state: DownloadState): number | null {
  if (state.kind === "waiting" || state.kind === "paused") return 0;
  if (state.kind === "checking") return 0.99;
  if (state.kind !== "fetching" || state.expectedBytes === null) return null;
  return Math.min(0.99, state.receivedBytes / Math.max(1, state.expectedBytes));
}

/** What is deleted does not come back but by fetching it anew, so it is asked for in place. */
function Removal({
  name,
  onRemove,
  onKeep,
}: {
  readonly name: string;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}): ReactNode {
  return (
    <div className={styles.removal} role="group" aria-label={`Remove ${name}`}>
      <p>
        Remove its images from this computer? Cases that use them and were not
        sent yet lose them; it can be fetched again.
      </p>
      <Button size="small" look="danger" onClick={onRemove}>
        Remove
      </Button>
      <Button size="small" autoFocus onClick={onKeep}>
        Keep
      </Button>
    </div>
  );
}

/** What a failed download can go on with. */
function Remedies({
  series,
  failure,
  name,
}: {
  readonly series: ArchiveSeries;
  readonly failure: ArchiveFailure;
  readonly name: string;
}): ReactNode {
  return (
    <>
      {mayBeMirrored(series, failure) && (
        <Button
          size="small"
          aria-label={`Look for ${name} at Imaging Data Commons`}
          onClick={() => void lookAtMirror(series)}
        >
          Imaging Data Commons…
        </Button>
      )}
      <Button
        size="small"
        icon={RotateCw}
        aria-label={`Try ${name} again`}
        onClick={() => void tryAgain(series, failure)}
      >
        {asksForLicence(failure) ? "Look at the licence…" : "Try again"}
      </Button>
    </>
  );
}

function Actions({
  download,
  name,
  onRemove,
}: {
  readonly download: ArchiveDownload;
  readonly name: string;
  readonly onRemove: () => void;
}): ReactNode {
  const { state, series } = download;
  const uid = series.seriesInstanceUID;
  return (
    <div className={styles.seriesActions}>
      {isUnderWay(state) && (
        <IconButton
          icon={Pause}
          size="small"
          name={`Pause ${name}`}
          onClick={() =>
            void act((bridge) => bridge.pausePublicArchiveDownload(uid))
          }
        />
      )}
      {state.kind === "paused" && (
        <IconButton
          icon={Play}
          size="small"
          name={`Resume ${name}`}
          onClick={() =>
            void act((bridge) => bridge.resumePublicArchiveDownload(uid))
          }
        />
      )}
      {state.kind === "failed" && (
        <Remedies series={series} failure={state.failure} name={name} />
      )}
      {state.kind === "stored" && (
        <IconButton
          icon={Trash2}
          size="small"
          name={`Remove ${name} from this computer`}
          onClick={onRemove}
        />
      )}
      <IconButton
        icon={X}
        size="small"
        name={
          state.kind === "stored"
            ? `Take ${name} off the list`
            : `Cancel ${name}`
        }
        onClick={() =>
          void act((bridge) => bridge.removePublicArchiveDownload(uid))
        }
      />
    </div>
  );
}
