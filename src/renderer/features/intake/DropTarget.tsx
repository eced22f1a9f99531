// The whole window takes files; while they hover, an overlay says what letting go will do.
import { FolderPlus, FolderInput } from "lucide-react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { openResult } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { join } from "../../controls/classNames.ts";
import { useViewState } from "../../view/viewState.ts";
import { openDroppedList } from "../archive/archiveCommands.ts";
import {
  archiveDropIntent,
  dropIntent,
  dropWords,
  isSeriesList,
  type DropIntent,
} from "./dropIntent.ts";
import styles from "./DropTarget.module.css";

/** Wraps the window. */
export function DropTarget({
  children,
}: {
  readonly children: ReactNode;
}): ReactNode {
  const openCase = useRemoteState((state) => state.openCase);
  const [isOverList, setIsOverList] = useState<boolean | null>(null);
  const isArchive = useViewState((state) => state.page === "archive");
  const intentAt = (isOver: boolean) =>
    isArchive ? archiveDropIntent(isOver) : dropIntent(isOver, openCase);

  const onDrop = useEffectEvent((event: DragEvent) => {
    setIsOverList(null);
    const files = [...(event.dataTransfer?.files ?? [])];
    const [first] = files;
    if (first === undefined) return;
    const intent = intentAt(isOverCaseList(event));
    if (
      files.length === 1 &&
      isSeriesList(first.name, intent.kind === "openList")
    ) {
      void openDroppedList(first);
      return;
    }
    const caseId = targetOf(intent);
    void openResult((bridge) => bridge.addDroppedFiles(caseId, files));
  });

  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
      setIsOverList(isOverCaseList(event));
    };
    const onDragLeave = (event: DragEvent) => {
      // Leaving the window, not one of its elements.
      if (event.relatedTarget === null) setIsOverList(null);
    };
    const dropped = (event: DragEvent) => {
      // Otherwise the window would navigate to the file.
      event.preventDefault();
      onDrop(event);
    };
    window.addEventListener("dragenter", onDragOver);
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", dropped);
    return () => {
      window.removeEventListener("dragenter", onDragOver);
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", dropped);
    };
  }, []);

  return (
    <>
      {children}
      {isOverList !== null && (
        <Overlay intent={intentAt(isOverList)} elsewhere={intentAt(false)} />
      )}
    </>
  );
}

function Overlay({
  intent,
  elsewhere,
}: {
  readonly intent: DropIntent;
  /** What a drop does that is not over the list of cases. */
  readonly elsewhere: DropIntent;
}): ReactNode {
  const isAdding = intent.kind !== "newCase";
  return (
    <div className={styles.overlay} role="status">
      <div className={join(styles.zone, !isAdding && styles.active)}>
        <FolderPlus aria-hidden />
        <p>{dropWords({ kind: "newCase" })}</p>
      </div>
      <div
        className={join(
          styles.zone,
          (isAdding || elsewhere.kind === "newCase") && styles.active,
        )}
      >
        {elsewhere.kind === "newCase" ? (
          <FolderPlus aria-hidden />
        ) : (
          <FolderInput aria-hidden />
        )}
        <p>{dropWords(elsewhere)}</p>
        <p className={styles.note}>
          {elsewhere.kind === "openList"
            ? "A .tcia manifest, or a CSV with a column of Series Instance UIDs. Images make a new case."
            : "Folders are read with everything inside. Your files are never changed."}
        </p>
      </div>
    </div>
  );
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function isOverCaseList(event: DragEvent): boolean {
  return (
    event.target instanceof Element &&
    event.target.closest("[data-drop='newCase']") !== null
  );
}

function targetOf(intent: DropIntent) {
  return intent.kind === "addToCase" ? intent.caseId : null;
}
