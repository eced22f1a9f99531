// The viewer over the whole window: finds the stack to show and moves between stacks.
import { Dialog } from "@base-ui/react/dialog";
import { useRef, type ReactNode } from "react";
import type { StackId } from "../../../shared/identifiers.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import {
  closeDialog,
  openDialog,
  type ViewerSide,
} from "../../view/viewState.ts";
import { openFindings } from "../masks/maskEdits.ts";
import styles from "./Viewer.module.css";
import { Viewer } from "./Viewer.tsx";

/** Open while `shown` is not null. */
export function ViewerDialog({
  shown,
}: {
  readonly shown: {
    readonly stackId: StackId;
    readonly index: number;
    readonly side?: ViewerSide;
  } | null;
}): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  const snapshot = useRemoteState((state) => state.openCase);
  const stacks = snapshot === null ? [] : stacksToView(snapshot);
  const place = stacks.findIndex((stack) => stack.stackId === shown?.stackId);
  const stack = stacks[place];
  return (
    <Dialog.Root
      open={shown !== null && stack !== undefined}
      onOpenChange={(open) => {
        if (!open) closeDialog();
      }}
    >
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          className={styles.viewer}
        >
          {snapshot !== null && shown !== null && stack !== undefined && (
            <Viewer
              key={stack.stackId}
              snapshot={snapshot}
              stack={stack}
              startIndex={shown.index}
              startSide={shown.side ?? sideFor(stack)}
              place={place}
              stackCount={stacks.length}
              onMove={(by, side) => {
                const next = stacks[place + by];
                if (next !== undefined)
                  openDialog({
                    kind: "viewer",
                    stackId: next.stackId,
                    index: next.keyImage,
                    side,
                  });
              }}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Open questions are shown unasked. */
function sideFor(stack: StackView): ViewerSide {
  return openFindings(stack).length > 0 ? "masks" : "view";
}

function stacksToView(snapshot: CaseSnapshot): readonly StackView[] {
  return snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.canPreview);
}
