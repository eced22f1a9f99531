// What can be done with all uploads at once.
import type { CaseSummary } from "../../../shared/snapshot.ts";

export interface AllUploadsChoice {
  readonly canPause: boolean;
  readonly canResume: boolean;
}

/** Null where at most one case is on its way: that one has buttons of its own. */
export function allUploadsChoice(
  cases: readonly Pick<CaseSummary, "stage">[],
): AllUploadsChoice | null {
  const kinds = cases.map(({ stage }) => stage.kind);
  const moving = kinds.filter(
    (kind) => kind === "uploading" || kind === "queued",
  ).length;
  const paused = kinds.filter((kind) => kind === "paused").length;
  return moving + paused < 2
    ? null
    : { canPause: moving > 0, canResume: paused > 0 };
}
