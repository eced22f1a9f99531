// Whether the failure a case stopped with is what really went wrong.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import type { Fault } from "../../sandbox/faults/faultScript.ts";
import type { Mixture } from "./scriptedMixtures.ts";

type Answered = Pick<Fault, "kind"> & { readonly status?: number };

/** True if some rule of the script, or the full disk, has this failure as its consequence. */
export function isTrueOf(failure: Failure, mixture: Mixture): boolean {
  if (failure.kind === "diskFull") return mixture.diskFullAt.length > 0;
  return mixture.script.rules.some(({ fault, route }) => {
    const answered: Answered = fault;
    return (
      consequences(answered).includes(failure.kind) ||
      (failure.kind === "signInNeeded" && endsSignIn(answered, route))
    );
  });
}

function consequences({ kind, status }: Answered): readonly Failure["kind"][] {
  switch (kind) {
    case "delay":
    case "slowWork":
      return ["stalled"];
    case "cut":
    case "lostAnswer":
      return ["connectionLost", "unreachable"];
    case "stall":
      return ["stalled", "connectionLost", "unreachable"];
    case "status":
      return status === 429
        ? ["rateLimited"]
        : status === 408 || (status ?? 0) >= 500
          ? ["serverError"]
          : status === 403
            ? ["refused", "presignedUrlExpired"]
            : status === 401
              ? ["refused", "signInNeeded"]
              : ["refused"];
    case "expiredUrl":
      return ["presignedUrlExpired"];
    case "silentJobFailure":
      return ["processingFailed"];
    case "clockSkew":
      return ["clockSkew"];
    case "wrongJson":
      return ["unexpectedAnswer"];
    default:
      return assertNever(kind, "fault");
  }
}

/** A pair of tokens whose answer was lost is spent: the service gave the new one to nobody. */
function endsSignIn({ kind, status }: Answered, route: string): boolean {
  const isToken = route === "token" || route === "*";
  return (
    isToken && (kind !== "delay" || (status !== undefined && status >= 400))
  );
}
