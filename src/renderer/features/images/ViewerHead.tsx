// The viewer's head: which stack this is, the way to its neighbours, and the way out.
import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import type { ReactNode } from "react";
import type { StackView } from "../../../shared/snapshot.ts";
import { IconButton } from "../../controls/Button.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { stackFacts, stackName } from "./stackWords.ts";
import styles from "./Viewer.module.css";

/** `place` of `stackCount` is 0-based. */
export function ViewerHead({
  stack,
  patient,
  place,
  stackCount,
  onMove,
}: {
  readonly stack: StackView;
  /** In words; empty where all stacks are of one. */
  readonly patient: string;
  readonly place: number;
  readonly stackCount: number;
  readonly onMove: (by: 1 | -1) => void;
}): ReactNode {
  return (
    <header className={styles.head}>
      <IconButton
        icon={ChevronLeft}
        name="Previous stack"
        shortcut="P"
        disabled={place === 0}
        onClick={() => {
          onMove(-1);
        }}
      />
      <IconButton
        icon={ChevronRight}
        name="Next stack"
        shortcut="N"
        disabled={place === stackCount - 1}
        onClick={() => {
          onMove(1);
        }}
      />
      <div className={styles.titles}>
        <Dialog.Title className={styles.title}>
          <Truncated text={stackName(stack)} />
        </Dialog.Title>
        <p className={styles.facts}>
          {[patient, stackFacts(stack), `stack ${place + 1} of ${stackCount}`]
            .filter((fact) => fact !== "")
            .join(" · ")}
        </p>
      </div>
      <Dialog.Close
        render={<IconButton icon={X} name="Close the viewer" shortcut="Esc" />}
      />
    </header>
  );
}
