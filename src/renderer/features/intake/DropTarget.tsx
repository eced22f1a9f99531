// The whole window takes files; while they hover, an overlay says what letting go will do.
import { FolderPlus, FolderInput } from "lucide-react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { openResult } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { join } from "../../controls/classNames.ts";
import { dropIntent, dropWords, type DropIntent } from "./dropIntent.ts";
import styles from "./DropTarget.module.css";

/** Wraps the window. */
export function DropTarget({
  children,
}: {
  readonly children: ReactNode;
}): ReactNode {
  const openCase = useRemoteState((state) => state.openCase);
  const [isOverList, setIsOverList] = useState<boolean | null>(null);
  const intent = isOverList === null ? null : dropIntent(isOverList, openCase);

  const onDrop = useEffectEvent((event: DragEvent) => {
    setIsOverList(null);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    const caseId = targetOf(dropIntent(isOverCaseList(event), openCase));
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
      {intent !== null && <Overlay intent={intent} />}
    </>
  );
}

function Overlay({ intent }: { readonly intent: DropIntent }): ReactNode {
  const addIntent = dropIntent(false, useRemoteState.getState().openCase);
  const isAdding = intent.kind === "addToCase";
  return (
    <div className={styles.overlay} role="status">
      <div className={join(styles.zone, !isAdding && styles.active)}>
        <FolderPlus aria-hidden />
        <p>{dropWords({ kind: "newCase" })}</p>
      </div>
      <div
        className={join(
          styles.zone,
          (isAdding || addIntent.kind === "newCase") && styles.active,
        )}
      >
        {addIntent.kind === "addToCase" ? (
          <>
            <FolderInput aria-hidden />
            <p>{dropWords(addIntent)}</p>
          </>
        ) : (
          <>
            <FolderPlus aria-hidden />
            <p>{dropWords(addIntent)}</p>
          </>
        )}
        <p className={styles.note}>
          Folders are read with everything inside. Your files are never changed.
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
  return intent.kind === "newCase" ? null : intent.caseId;
}
