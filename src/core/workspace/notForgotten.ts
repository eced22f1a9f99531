// Puts together what several deletions say of what is left.
import type { Failure, NotForgotten } from "../../shared/failure.ts";
import { summedRemains, type RestingKind } from "../../shared/resting.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** A deletion, by the kind of what it deletes. */
export interface Deletion {
  readonly what: RestingKind;
  readonly done: Result<null, Failure>;
}

/** Success if all went well; else one failure with everything that is left. A deletion that does not say what it left counts as one. */
export function allForgotten(
  deletions: readonly Deletion[],
): Result<null, NotForgotten> {
  const failures = deletions.flatMap(({ what, done }) =>
    done.ok ? [] : [notForgottenOf(what, done.failure)],
  );
  const [first] = failures;
  if (first === undefined) return success(null);
  return failed({
    kind: "notForgotten",
    code: first.code,
    remains: summedRemains(failures.flatMap(({ remains }) => remains)),
  });
}

function notForgottenOf(what: RestingKind, failure: Failure): NotForgotten {
  if (failure.kind === "notForgotten") return failure;
  return {
    kind: "notForgotten",
    code: "code" in failure ? failure.code : failure.kind,
    remains: [{ what, count: 1 }],
  };
}
