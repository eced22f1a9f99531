// Every file that was found and is not an image of the case, with its reason; and every file that a DICOMDIR names and that was not found.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import type { LeftOutFile } from "../../../shared/snapshot.ts";
import { ask } from "../../bridge/commands.ts";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { Tip, Truncated } from "../../controls/Tip.tsx";
import { closeDialog } from "../../view/viewState.ts";
import styles from "./LeftOutDialog.module.css";
import { countsText, filterLeftOut, reasonsOf } from "./leftOutFilter.ts";

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
    </div>
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
              role="row"
              aria-rowindex={item.index + 1}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span role="cell" className={styles.name}>
                <Truncated text={file.name} />
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
