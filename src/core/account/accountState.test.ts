// The account machine as a table: state before, event, state after.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import {
  accountView,
  initialAccount,
  transition,
  type AccountEvent,
  type AccountMachine,
} from "./accountState.ts";

const offline: Failure = { kind: "unreachable", code: "ENOTFOUND" };
const full: Failure = { kind: "diskFull" };
const url = "https://radiopaedia.org/oauth/authorize?state=1";

const restored = { kind: "restored", hasClient: true } as const;
const started = {
  kind: "signInStarted",
  method: "outOfBand",
  authorizeUrl: url,
} as const;
const userRead = {
  kind: "userRead",
  user: { login: "jo", quota: { used: 3, allowed: 10 } },
} as const;

function after(...events: readonly AccountEvent[]): AccountMachine {
  return events.reduce(transition, initialAccount);
}

const noClient = after({
  ...restored,
  hasClient: false,
  hasTokens: false,
  login: "",
});
const signedIn = after({ kind: "signedIn" }, userRead);
const signInAgain = after({ kind: "signedIn" }, userRead, {
  kind: "grantRevoked",
});
const signingIn = {
  kind: "signingIn",
  method: "outOfBand",
  authorizeUrl: url,
  browserOpened: false,
  failure: null,
};
const signedInView = {
  kind: "signedIn",
  login: "jo",
  quota: { used: 3, allowed: 10 },
  failure: null,
};

describe("the account", () => {
  it.each<[string, AccountMachine, AccountEvent, unknown]>([
    [
      "starts without an application",
      initialAccount,
      { ...restored, hasClient: false, hasTokens: false, login: "" },
      { kind: "noClient" },
    ],
    [
      "starts signed out",
      initialAccount,
      { ...restored, hasTokens: false, login: "" },
      { kind: "signedOut" },
    ],
    [
      "starts signed in under the login it remembers",
      initialAccount,
      { ...restored, hasTokens: true, login: "jo" },
      { kind: "signedIn", login: "jo", quota: null, failure: null },
    ],
    [
      "asks to sign in again when only the login is left",
      initialAccount,
      { ...restored, hasTokens: false, login: "jo" },
      { kind: "signInAgain", login: "jo" },
    ],
    ["shows the address of an attempt", after(), started, signingIn],
    [
      "does not start an attempt without an application",
      noClient,
      started,
      { kind: "noClient" },
    ],
    [
      "says that the browser was asked",
      after(started),
      { kind: "browserOpened" },
      { ...signingIn, browserOpened: true },
    ],
    [
      "keeps the attempt after a code that did not work",
      after(started),
      { kind: "codeRefused", failure: offline },
      { ...signingIn, failure: offline },
    ],
    [
      "forgets the failure of a former attempt when a new one starts",
      after(started, { kind: "codeRefused", failure: offline }),
      started,
      signingIn,
    ],
    [
      "shows why an attempt failed",
      after(started),
      { kind: "signInFailed", failure: offline },
      { kind: "signInFailed", failure: offline },
    ],
    [
      "goes back to signed out when cancelled",
      after(started),
      { kind: "signInCancelled" },
      { kind: "signedOut" },
    ],
    [
      "goes back to the old sign-in when a second one is cancelled",
      transition(signedIn, started),
      { kind: "signInCancelled" },
      signedInView,
    ],
    [
      "goes back to signing in again when cancelled",
      transition(signInAgain, started),
      { kind: "signInCancelled" },
      { kind: "signInAgain", login: "jo" },
    ],
    [
      "shows login and quota",
      after(started, { kind: "signedIn" }),
      userRead,
      signedInView,
    ],
    [
      "keeps login and quota when they cannot be read again",
      signedIn,
      { kind: "userReadFailed", failure: offline },
      { ...signedInView, failure: offline },
    ],
    [
      "shows that the tokens could not be stored",
      signedIn,
      { kind: "tokensNotSaved", failure: full },
      { ...signedInView, failure: full },
    ],
    [
      "stops showing it once they are stored",
      transition(signedIn, { kind: "tokensNotSaved", failure: full }),
      { kind: "tokensSaved" },
      signedInView,
    ],
    [
      "remembers who must sign in again",
      signedIn,
      { kind: "grantRevoked" },
      { kind: "signInAgain", login: "jo" },
    ],
    ["signs out", signedIn, { kind: "signedOut" }, { kind: "signedOut" }],
    [
      "ignores an answer about a user who signed out",
      after(),
      userRead,
      { kind: "signedOut" },
    ],
    [
      "ignores a dead grant nobody uses",
      after(),
      { kind: "grantRevoked" },
      { kind: "signedOut" },
    ],
    [
      "ignores a browser that opens too late",
      signedIn,
      { kind: "browserOpened" },
      signedInView,
    ],
  ])("%s", (_name, before, event, view) => {
    expect(accountView(transition(before, event))).toEqual(view);
  });

  it("takes nothing from an answer but login and quota", () => {
    const user = { login: "jo", quota: null, answeredAtMs: 1 };
    const view = accountView(
      after({ kind: "signedIn" }, { kind: "userRead", user }),
    );
    expect(Object.keys(view).sort()).toEqual([
      "failure",
      "kind",
      "login",
      "quota",
    ]);
  });
});
