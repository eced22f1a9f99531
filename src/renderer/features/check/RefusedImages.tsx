// Images that could not be made safe, with reasons, and the word that is needed to leave them out.
import type { ReactNode } from "react";
import {
  groupRefused,
  numbersInWords,
} from "../../../shared/messages/refusedGroups.ts";
import { refusalWords } from "../../../shared/messages/refusalWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type {
  CaseSnapshot,
  PreparationView,
} from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Tick } from "../../controls/Choice.tsx";
import { stackName } from "../images/stackWords.ts";
import styles from "./CheckPart.module.css";

type Ready = PreparationView & { readonly kind: "ready" };

/** Nothing if none was refused. */
export function RefusedImages({
  snapshot,
  preparation,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: Ready;
}): ReactNode {
  const { refused } = preparation;
  if (refused.length === 0) return null;
  const names = new Map(
    snapshot.studies
      .flatMap((study) => study.stacks)
      .map((stack) => [stack.stackId, stackName(stack)]),
  );
  return (
    <section
      id="check-refused"
      className={styles.section}
      aria-labelledby="check-refused-title"
      tabIndex={-1}
    >
      <h3 id="check-refused-title" className={styles.heading}>
        {countOf(refused.length, "image")} refused
      </h3>
      <div>
        {groupRefused(refused).map(({ first, imageNumbers }) => {
          const words = refusalWords(first.reason);
          return (
            <div
              key={`${first.stackId} ${words.title}`}
              className={styles.refusedGroup}
            >
              <p className={styles.refusedTitle}>
                {words.title}: {names.get(first.stackId) ?? "a stack"},{" "}
                {numbersInWords(imageNumbers)}
              </p>
              <p className={styles.quiet}>
                {words.why} {words.whatNext}
              </p>
            </div>
          );
        })}
      </div>
      <div className={styles.statement}>
        <Tick
          isTicked={snapshot.check.acceptances.refusedImages}
          isDisabled={snapshot.isFrozen}
          onChange={(isAccepted) =>
            void send((bridge) =>
              bridge.accept(snapshot.caseId, "refusedImages", isAccepted),
            )
          }
        >
          Leave {refused.length === 1 ? "this image" : "these images"} out and
          send {refused.length === 1 ? "its stack" : "their stacks"} without{" "}
          {refused.length === 1 ? "it" : "them"}.
        </Tick>
      </div>
    </section>
  );
}
