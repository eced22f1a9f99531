// Which cases came to an end that a user who looked away should hear of, worked out from one list of cases to the next; pure.
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";

type StageKind = CaseStage["kind"];

/** Never the title: notifications stand on lock screens, and in the system's own history. */
const words = {
  sent: "All images of a case were sent. The site is processing them.",
  done: "A case is done.",
  needsAttention: "A case needs your attention.",
} as const;

/** What each stage can end in. A case that was at its end when the app started has nothing new to tell. */
const endingsAfter: Partial<
  Record<StageKind, readonly (keyof typeof words)[]>
> = {
  uploading: ["sent", "done", "needsAttention"],
  sent: ["done", "needsAttention"],
};

/** News of one case. */
export interface Ending {
  readonly caseId: CaseId;
  readonly words: string;
}

/** Remembers where each case stood. */
export class Endings {
  #before: ReadonlyMap<CaseId, StageKind> = new Map();

  /** To be told all cases after each change; each ending is answered once. */
  newIn(cases: readonly Pick<CaseSummary, "caseId" | "stage">[]): Ending[] {
    const before = this.#before;
    this.#before = new Map(
      cases.map(({ caseId, stage }) => [caseId, stage.kind]),
    );
    return cases.flatMap(({ caseId, stage }) => {
      const earlier = before.get(caseId);
      const endings = earlier === undefined ? [] : endingsAfter[earlier];
      const ending = endings?.find((kind) => kind === stage.kind);
      return ending === undefined ? [] : [{ caseId, words: words[ending] }];
    });
  }
}
