// What the user's word on a call in doubt means for the journal; pure.
import { assertNever } from "../../shared/assertNever.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import type { Doubt } from "./stepContext.ts";
import type { UploadEvent } from "./transition.ts";
import type { UploadState } from "./uploadState.ts";

/**
 * The entry to write, or null if the answer does not fit: a case and a study are adopted by their ids, since nothing can be
 * added to what has none; that a stack arrived is enough to know.
 */
export function answerEvent(
  state: UploadState,
  doubt: Pick<Doubt, "call" | "index">,
  answer: DoubtAnswer,
  atMs: number,
): UploadEvent | null {
  switch (doubt.call) {
    case "createCase":
      // That it is not there is looked into first: `findLostCase`.
      return answer.kind === "adoptCase"
        ? {
            kind: "caseCreated",
            atMs,
            remoteCaseId: answer.remoteCaseId,
            how: "chosen",
          }
        : null;
    case "createStudy": {
      const studyKey = state.plan.studies[doubt.index]?.studyKey;
      if (studyKey === undefined) return null;
      if (answer.kind === "adoptStudy")
        return {
          kind: "studyCreated",
          atMs,
          studyKey,
          remoteStudyId: answer.remoteStudyId,
          how: "chosen",
        };
      return answer.kind === "sendAgain"
        ? { kind: "studyWithdrawn", atMs, studyKey }
        : null;
    }
    case "attachStack": {
      const stackId = state.stacks[doubt.index]?.plan.stackId;
      if (stackId === undefined) return null;
      if (answer.kind === "itArrived")
        return {
          kind: "stackAttached",
          atMs,
          stackId,
          jobId: null,
          how: "chosen",
        };
      return answer.kind === "sendAgain"
        ? { kind: "stackWithdrawn", atMs, stackId }
        : null;
    }
    default:
      return assertNever(doubt.call, "call");
  }
}
