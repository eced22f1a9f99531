// Every file that was found and is not an image of the case, with its reason; and every file that a DICOMDIR names and that was not found.
import { useVirtualizer } from "@tanstack/react-virtual";
import { Copy } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { isolatedPath } from "../../../shared/messages/isolated.ts";
import { refusedLines } from "../../../shared/messages/leftOutText.ts";
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import { refusedPlacesOf } from "../../../shared/refusedPlaces.ts";
import type { LeftOutFile } from "../../../shared/snapshot.ts";
import { ask, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { Tip } from "../../controls/Tip.tsx";
import { closeDialog } from "../../view/viewState.ts";
import styles from "./LeftOutDialog.module.css";
import { countsText, filterLeftOut, reasonsOf } from "./leftOutFilter.ts";

/** CSS pixels of a row whose name needs one line; longer ones grow. */
const rowHeight = 32;

/** Open while `caseId` is not null. */
export function LeftOutDialog({
  caseId,
}: {
  readonly caseId: CaseId | null;
}): ReactNode {
  const shown = useLast(caseId);
  return (
    <Modal
      title="Files left out"
      isOpen={caseId !== null}
      onClose={closeDialog}
      isWide
    >
      {shown !== null && <LeftOutList key={shown} caseId={shown} />}
    </Modal>
  );
}

function LeftOutList({ caseId }: { readonly caseId: CaseId }): ReactNode {
  const [files, setFiles] = useState<readonly LeftOutFile[] | null>(null);
  const [searched, setSearched] = useState("");
  const [reason, setReason] = useState("");
  useEffect(() => {
    let isWanted = true;
    void ask((bridge) => bridge.listLeftOut(caseId)).then((answer) => {
      if (isWanted) setFiles(answer ?? []);
    });
    return () => {
      isWanted = false;
    };
  }, [caseId]);
  if (files === null) return <p role="status">Listing files…</p>;
  const found = filterLeftOut(files, { searched, reason });
  return (
    <div className={styles.list}>
      <Refused caseId={caseId} />
      {files.length > 0 && (
        <>
          <div className={styles.filters}>
            <input
              type="search"
              className={fieldStyles.input}
              aria-label="Search file names"
              placeholder="Search file names"
              value={searched}
              onChange={(event) => {
                setSearched(event.target.value);
              }}
            />
            <Choice
              label="Reason"
              value={reason}
              placeholder="Every reason"
              items={[
                { value: "", label: "Every reason" },
                ...reasonsOf(files).map(({ title, count }) => ({
                  value: title,
                  label: `${title} (${count})`,
                })),
              ]}
              onChange={setReason}
            />
          </div>
          <p className={styles.count} role="status">
            {countsText(found)}
          </p>
          <Rows files={found} />
        </>
      )}
      <div className={styles.copy}>
        <p className={styles.count}>
          A copy of the list names no files: their names may hold the
          patient&rsquo;s.
        </p>
        <Button
          size="small"
          icon={Copy}
          onClick={() =>
            void send((bridge) => bridge.copyLeftOut(caseId)).then((copied) => {
              if (copied) noticeDone("List copied, without file names");
            })
          }
        >
          Copy the list
        </Button>
      </div>
    </div>
  );
}

/** Which images of which stacks were refused, by their numbers. */
function Refused({ caseId }: { readonly caseId: CaseId }): ReactNode {
  const snapshot = useRemoteState((state) => state.openCase);
  if (snapshot?.caseId !== caseId) return null;
  const refused = refusedPlacesOf(snapshot);
  if (refused.length === 0) return null;
  return (
    <section aria-labelledby="left-out-refused" className={styles.refused}>
      <h3 id="left-out-refused" className={styles.heading}>
        {countOf(refused.length, "refused image")}
      </h3>
      <ul className={styles.refusedLines}>
        {refusedLines(refused).map(({ where, title, why }) => (
          <li key={`${where} ${title}`}>
            <strong>{where}:</strong> {title}.{" "}
            <span className={styles.why}>{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rows({
  files,
}: {
  readonly files: readonly LeftOutFile[];
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="table"
      aria-label="Files left out"
      aria-rowcount={files.length}
      tabIndex={0}
    >
      <div role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const file = files[item.index];
          if (file === undefined) return null;
          const words = leftOutWords(file.reason);
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 1}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span role="cell" className={styles.name}>
                {isolatedPath(file.name)}
              </span>
              <span role="cell" className={styles.reason}>
                <Tip text={`${words.why} ${words.whatNext}`}>
                  <span>{words.title}</span>
                </Tip>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
