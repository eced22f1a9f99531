// The queue of downloads, with the manners of the upload queue; what is whole goes straight into a case.
import { FilePlus2, FolderInput, Pause, Play } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ArchiveDownload } from "../../../shared/archive.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { PublicArchiveView } from "../../../shared/publicArchive.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button } from "../../controls/Button.tsx";
import { caseTitle } from "../caseList/caseStage.ts";
import styles from "./Archive.module.css";
import { act, addToCase } from "./archiveCommands.ts";
import { showTab } from "./archiveState.ts";
import { DownloadRow, isUnderWay } from "./DownloadRow.tsx";
import { LongList } from "./LongList.tsx";
import { queueWords } from "./queueWords.ts";

/** Of one without trouble. */
const rowHeight = 92;

const uidOf = ({ series }: ArchiveDownload) => series.seriesInstanceUID;

/** The fourth tab. */
export function DownloadsTab({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  const { downloads } = view;
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  if (downloads.length === 0)
    return (
      <div className={styles.emptyPage}>
        <h3 className={styles.heading}>Nothing is being fetched</h3>
        <p className={styles.quiet}>
          Series that you fetch are checked file by file here, and go into a
          case from here. Downloads go on after a restart.
        </p>
        <Button
          look="primary"
          onClick={() => {
            showTab("cart");
          }}
        >
          Show the cart
        </Button>
      </div>
    );
  const stored = downloads.filter(({ state }) => state.kind === "stored");
  const ticked = stored.filter((download) => !unticked.has(uidOf(download)));
  return (
    <div className={styles.cart}>
      <QueueHead downloads={downloads} />
      <div
        className={styles.tableScroll}
        data-scroller
        role="group"
        aria-label="Downloads"
        tabIndex={0}
      >
        <LongList
          label="Downloads"
          items={downloads}
          keyOf={uidOf}
          rowHeight={rowHeight}
        >
          {(download, place) => {
            const uid = uidOf(download);
            return (
              <DownloadRow
                key={uid}
                download={download}
                place={place}
                isTicked={!unticked.has(uid)}
                onTick={(isTicked) => {
                  setUnticked((before) => {
                    const next = new Set(before);
                    if (isTicked) next.delete(uid);
                    else next.add(uid);
                    return next;
                  });
                }}
              />
            );
          }}
        </LongList>
      </div>
      {stored.length > 0 && (
        <CaseActions seriesInstanceUIDs={ticked.map(uidOf)} />
      )}
    </div>
  );
}

function QueueHead({
  downloads,
}: {
  readonly downloads: readonly ArchiveDownload[];
}): ReactNode {
  const moving = downloads.filter(({ state }) => isUnderWay(state));
  const paused = downloads.filter(({ state }) => state.kind === "paused");
  const each = (
    which: readonly ArchiveDownload[],
    name: "pausePublicArchiveDownload" | "resumePublicArchiveDownload",
  ) => {
    for (const { series } of which)
      void act((bridge) => bridge[name](series.seriesInstanceUID));
  };
  return (
    <div className={styles.tableHead}>
      <p className={styles.count} role="status">
        {queueWords(downloads.map(({ state }) => state.kind))}
      </p>
      {moving.length > 0 && (
        <Button
          size="small"
          icon={Pause}
          onClick={() => {
            each(moving, "pausePublicArchiveDownload");
          }}
        >
          Pause all
        </Button>
      )}
      {paused.length > 0 && (
        <Button
          size="small"
          icon={Play}
          onClick={() => {
            each(paused, "resumePublicArchiveDownload");
          }}
        >
          Resume all
        </Button>
      )}
    </div>
  );
}

function CaseActions({
  seriesInstanceUIDs,
}: {
  readonly seriesInstanceUIDs: readonly string[];
}): ReactNode {
  const openCase = useRemoteState((state) => state.openCase);
  const isNone = seriesInstanceUIDs.length === 0;
  return (
    <section className={styles.caseActions} aria-label="Into a case">
      <p>
        {isNone
          ? "Tick the series that belong into a case."
          : `${countOf(seriesInstanceUIDs.length, "series", "series")} with citation, licence and the note on changes, which go into the discussion.`}
      </p>
      <div className={styles.row}>
        {openCase !== null && !openCase.isFrozen && (
          <Button
            icon={FolderInput}
            disabled={isNone}
            onClick={() => void addToCase(openCase.caseId, seriesInstanceUIDs)}
          >
            Add to “{caseTitle(openCase.form)}”
          </Button>
        )}
        <Button
          look="primary"
          icon={FilePlus2}
          disabled={isNone}
          onClick={() => void addToCase(null, seriesInstanceUIDs)}
        >
          Make a case
        </Button>
      </div>
    </section>
  );
}
