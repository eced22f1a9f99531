// The steps of sending, and the one it is at.
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { SendPhase } from "../../../shared/snapshot.ts";
import { join } from "../../controls/classNames.ts";
import { phaseName, sendPhases } from "./sendWords.ts";
import styles from "./UploadPart.module.css";

/** `isOver` marks the last phase as done too. */
export function Phases({
  phase,
  isOver = false,
}: {
  readonly phase: SendPhase;
  readonly isOver?: boolean;
}): ReactNode {
  const current = sendPhases.indexOf(phase);
  return (
    <ol className={styles.phases} aria-label="Steps">
      {sendPhases.map((item, index) => {
        const isDone = index < current || isOver;
        const isCurrent = index === current && !isOver;
        return (
          <li
            key={item}
            aria-current={isCurrent ? "step" : undefined}
            className={join(
              styles.phase,
              isDone && styles.phaseDone,
              isCurrent && styles.phaseCurrent,
            )}
          >
            <span className={styles.phaseMark} aria-hidden>
              {isDone ? <Check /> : index + 1}
            </span>
            {phaseName(item)}
            {isDone && <span className="visually-hidden">, done</span>}
          </li>
        );
      })}
    </ol>
  );
}
