// Sending under way or paused.
import { Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { meteredMeanwhileWords } from "../../../shared/messages/meteredWords.ts";
import {
  formatCountdown,
  formatPercent,
} from "../../../shared/messages/quantities.ts";
import type { AppSnapshot, UploadView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { useMayBeMetered } from "../metered/useMayBeMetered.ts";
import { CancelButton } from "./CaseLink.tsx";
import { NetworkGapCallout } from "./NetworkGapCallout.tsx";
import { Phases } from "./Phases.tsx";
import {
  arrivedWords,
  phaseName,
  progressWords,
  sentFraction,
} from "./sendWords.ts";
import { StackTable } from "./StackTable.tsx";
import styles from "./UploadPart.module.css";
import { useNow } from "./useNow.ts";

type Moving = UploadView & { readonly kind: "running" | "paused" };

/** Phases, numbers, pause and cancel, and each stack. */
export function Transfer({
  app,
  caseId,
  upload,
}: {
  readonly app: AppSnapshot;
  readonly caseId: CaseId;
  readonly upload: Moving;
}): ReactNode {
  const { progress } = upload;
  const fraction = sentFraction(progress);
  const isPaused = upload.kind === "paused";
  return (
    <>
      <Phases phase={progress.phase} />
      <div className={styles.transfer}>
        <div className={styles.percentRow}>
          <h3 className={styles.percent}>
            {isPaused ? "Paused at " : ""}
            {formatPercent(fraction)}
          </h3>
          <p className={styles.numbers}>
            {isMoving(upload)
              ? progressWords(progress)
              : arrivedWords(progress)}
          </p>
        </div>
        <ProgressBar
          name="Upload"
          fraction={fraction}
          tone={isMoving(upload) ? "accent" : "quiet"}
        />
        <MeteredLine app={app} upload={upload} />
        <LiveProgress upload={upload} />
        <div className={styles.row}>
          {isPaused ? (
            <Button
              look="primary"
              icon={Play}
              onClick={() => void send((bridge) => bridge.resumeUpload(caseId))}
            >
              Go on
            </Button>
          ) : (
            <Button
              icon={Pause}
              onClick={() => void send((bridge) => bridge.pauseUpload(caseId))}
            >
              Pause
            </Button>
          )}
          <CancelButton caseId={caseId} upload={upload} />
        </div>
      </div>
      {upload.kind === "running" && upload.networkGap !== undefined && (
        <NetworkGapCallout gap={upload.networkGap} />
      )}
      {upload.kind === "running" &&
        upload.networkGap === undefined &&
        upload.waiting !== null && <Waiting waiting={upload.waiting} />}
      <StackTable stacks={progress.stacks} />
    </>
  );
}

/** False while it waits for the user, for its next try or for the network: no rate holds then. */
function isMoving(upload: Moving): boolean {
  return (
    upload.kind === "running" &&
    upload.waiting === null &&
    upload.networkGap === undefined
  );
}

/** Not read out: the bytes change all the time. */
function MeteredLine({
  app,
  upload,
}: {
  readonly app: AppSnapshot;
  readonly upload: Moving;
}): ReactNode {
  const { sentBytes, totalBytes } = upload.progress;
  const words = meteredMeanwhileWords(totalBytes - sentBytes);
  const isMetered = useMayBeMetered(app);
  return isMetered && words !== null ? (
    <p className={styles.numbers}>{words}</p>
  ) : null;
}

/** Read out at every tenth and at each new phase, not at every byte. */
function LiveProgress({ upload }: { readonly upload: Moving }): ReactNode {
  const tenth = Math.floor(sentFraction(upload.progress) * 10) * 10;
  return (
    <p className="visually-hidden" role="status">
      {upload.kind === "paused" ? "Paused" : phaseName(upload.progress.phase)},{" "}
      {tenth} percent sent
    </p>
  );
}

function Waiting({
  waiting,
}: {
  readonly waiting: NonNullable<
    (UploadView & { readonly kind: "running" })["waiting"]
  >;
}): ReactNode {
  const nowMs = useNow(true);
  const words = failureWords(waiting.failure);
  return (
    <Callout tone="warn" title={words.title}>
      <p role="status">{words.why}</p>
      <p>
        Trying again by itself in{" "}
        <span className={styles.countdown} role="timer">
          {formatCountdown((waiting.untilMs - nowMs) / 1000)}
        </span>
        . Nothing that has arrived is sent twice.
      </p>
    </Callout>
  );
}
