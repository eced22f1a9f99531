// What can be told of all sign-ins together.
import { describe, expect, it } from "vitest";
import type { AccountState } from "./accountState.ts";
import { loginSignedInTwice, type SignInView } from "./signIns.ts";

function signIn(
  login: string,
  service: SignInView["service"] = "radiopaedia",
  kind: "signedIn" | "signInAgain" = "signedIn",
): SignInView {
  const state: AccountState =
    kind === "signedIn"
      ? { kind, login, quota: null, failure: null }
      : { kind, login };
  return { signInId: `${service}-2`, service, state, isInUse: false };
}

describe("one account signed in twice", () => {
  it("is named", () => {
    const signIns = [signIn("jo"), signIn("kim"), signIn("jo")];
    expect(loginSignedInTwice(signIns, "radiopaedia")).toBe("jo");
  });

  it.each([
    ["two accounts", [signIn("jo"), signIn("kim")]],
    ["one account at each service", [signIn("jo"), signIn("jo", "sandbox")]],
    ["two whose login is not known yet", [signIn(""), signIn("")]],
    [
      "one that has ended",
      [signIn("jo"), signIn("jo", "radiopaedia", "signInAgain")],
    ],
  ])("is not %s", (_name, signIns) => {
    expect(loginSignedInTwice(signIns, "radiopaedia")).toBeNull();
  });
});
