// The account as a state machine: what is settled, the attempt to sign in beside it, and the view of both.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import type { AccountState, DraftQuota } from "../../shared/accountState.ts";
import type { SignInMethod } from "../../shared/signInMethod.ts";

/** Who is signed in, and how many drafts that user may still make. */
export interface SignedInUser {
  readonly login: string;
  /** Null: the service did not say. */
  readonly quota: DraftQuota | null;
}

/** What holds when no attempt is under way. An attempt that is cancelled or fails leaves it as it was. */
type Settled = Exclude<
  AccountState,
  { readonly kind: "signingIn" } | { readonly kind: "signInFailed" }
>;

type Attempt =
  | { readonly kind: "none" }
  | (AccountState & { readonly kind: "signingIn" })
  | (AccountState & { readonly kind: "signInFailed" });

/** State of the machine. Signing in again while signed in keeps the old sign-in in force until the new one stands. */
export interface AccountMachine {
  readonly settled: Settled;
  readonly attempt: Attempt;
  /** The tokens in use could not be stored: they live in memory only. */
  readonly unsaved: Failure | null;
}

export type AccountEvent =
  /** What the stores held at the start, or after the application was changed. `login` is empty if nobody was known. */
  | {
      readonly kind: "restored";
      readonly hasClient: boolean;
      readonly hasTokens: boolean;
      readonly login: string;
    }
  | {
      readonly kind: "signInStarted";
      readonly method: SignInMethod;
      readonly authorizeUrl: string;
    }
  | { readonly kind: "browserOpened" }
  /** The attempt goes on: the user may paste again. */
  | { readonly kind: "codeRefused"; readonly failure: Failure }
  | { readonly kind: "signInFailed"; readonly failure: Failure }
  | { readonly kind: "signInCancelled" }
  | { readonly kind: "signedIn" }
  | { readonly kind: "userRead"; readonly user: SignedInUser }
  | { readonly kind: "userReadFailed"; readonly failure: Failure }
  | { readonly kind: "tokensNotSaved"; readonly failure: Failure }
  | { readonly kind: "tokensSaved" }
  | { readonly kind: "grantRevoked" }
  | { readonly kind: "signedOut" };

const noAttempt: Attempt = { kind: "none" };

/** Before the stores were read. */
export const initialAccount: AccountMachine = {
  settled: { kind: "signedOut" },
  attempt: noAttempt,
  unsaved: null,
};

/** What the window shows. */
export function accountView(machine: AccountMachine): AccountState {
  const { settled, attempt, unsaved } = machine;
  if (attempt.kind !== "none") return attempt;
  if (settled.kind !== "signedIn" || unsaved === null) return settled;
  return { ...settled, failure: settled.failure ?? unsaved };
}

/** The machine after an event. Events that come too late (for an attempt that is over, a user who left) change nothing. */
export function transition(
  machine: AccountMachine,
  event: AccountEvent,
): AccountMachine {
  switch (event.kind) {
    case "restored":
      return settle(machine, restored(event));
    case "signInStarted":
      return machine.settled.kind === "noClient"
        ? machine
        : { ...machine, attempt: startedAttempt(event) };
    case "browserOpened":
      return changeAttempt(machine, { browserOpened: true });
    case "codeRefused":
      return changeAttempt(machine, { failure: event.failure });
    case "signInFailed":
      return { ...machine, attempt: event };
    case "signInCancelled":
      return { ...machine, attempt: noAttempt };
    case "signedIn":
      return settle(machine, signedIn(""));
    case "userRead":
      return changeUser(machine, {
        login: event.user.login,
        quota: event.user.quota,
        failure: null,
      });
    case "userReadFailed":
      return changeUser(machine, { failure: event.failure });
    case "tokensNotSaved":
      return { ...machine, unsaved: event.failure };
    case "tokensSaved":
      return { ...machine, unsaved: null };
    case "grantRevoked":
      return revoked(machine);
    case "signedOut":
      return { ...settle(machine, signedOut(machine.settled)), unsaved: null };
    default:
      return assertNever(event, "account event");
  }
}

function settle(machine: AccountMachine, settled: Settled): AccountMachine {
  return { ...machine, settled, attempt: noAttempt };
}

function changeAttempt(
  machine: AccountMachine,
  change: { readonly browserOpened: true } | { readonly failure: Failure },
): AccountMachine {
  const { attempt } = machine;
  return attempt.kind === "signingIn"
    ? { ...machine, attempt: { ...attempt, ...change } }
    : machine;
}

function changeUser(
  machine: AccountMachine,
  change: Partial<SignedInUser> & { readonly failure: Failure | null },
): AccountMachine {
  const { settled } = machine;
  return settled.kind === "signedIn"
    ? { ...machine, settled: { ...settled, ...change } }
    : machine;
}

function revoked(machine: AccountMachine): AccountMachine {
  const { settled } = machine;
  return settled.kind === "signedIn"
    ? {
        ...machine,
        settled: { kind: "signInAgain", login: settled.login },
        unsaved: null,
      }
    : machine;
}

function restored(event: AccountEvent & { kind: "restored" }): Settled {
  if (!event.hasClient) return { kind: "noClient" };
  if (event.hasTokens) return signedIn(event.login);
  return event.login === ""
    ? { kind: "signedOut" }
    : { kind: "signInAgain", login: event.login };
}

function signedIn(login: string): Settled {
  return { kind: "signedIn", login, quota: null, failure: null };
}

function signedOut(settled: Settled): Settled {
  return settled.kind === "noClient" ? settled : { kind: "signedOut" };
}

function startedAttempt(
  event: AccountEvent & { kind: "signInStarted" },
): Attempt {
  return {
    kind: "signingIn",
    method: event.method,
    authorizeUrl: event.authorizeUrl,
    browserOpened: false,
    failure: null,
  };
}
