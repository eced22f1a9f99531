// Forgets everything that rests on this computer: cases first, then what was remembered of them, then all other places.
import type { Failure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { RestingKind } from "../../shared/resting.ts";
import { allForgotten, type Deletion } from "../workspace/notForgotten.ts";

type Forget = () => Promise<Result<null, Failure>>;

/** Everything there is to forget. */
export interface ForgettingDeps {
  /** Fails with `stillSending`, and does nothing, while a case is on its way. */
  readonly cases: Forget;
  /** All other places that may hold something of a case, in the order they are forgotten. */
  readonly places: readonly {
    readonly what: RestingKind;
    readonly forget: Forget;
  }[];
  /** Sign-ins, applications, keys and passwords. */
  readonly accounts: Forget;
}

/**
 * One place that refuses holds up none of the others. Failures: `stillSending`, with nothing deleted; `notForgotten` with all
 * that is left, after which it can be asked for again.
 */
export async function forgetEverything(
  deps: ForgettingDeps,
  withAccounts: boolean,
): Promise<Result<null, Failure>> {
  const cases = await deps.cases();
  if (!cases.ok && cases.failure.kind === "stillSending") return cases;
  const deletions: Deletion[] = [{ what: "drafts", done: cases }];
  const accounts = { what: "accounts", forget: deps.accounts } as const;
  for (const { what, forget } of withAccounts
    ? [...deps.places, accounts]
    : deps.places)
    deletions.push({ what, done: await forget() });
  return allForgotten(deletions);
}
