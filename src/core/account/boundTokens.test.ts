// Tokens bound to a login: the right user's pass, everybody else's are kept back.
import { describe, expect, it } from "vitest";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Failure } from "../../shared/failure.ts";
import { boundTokens } from "./boundTokens.ts";

const { signal } = new AbortController();
const otherAccount = failed({ kind: "otherAccount", login: "jo" });

function tokensOf(logins: readonly Result<string, Failure>[]) {
  const told = [...logins];
  let given = 0;
  const give = () => {
    given += 1;
    return Promise.resolve(success(`token-${given}`));
  };
  const tokens = boundTokens(
    { accessToken: give, replaceRejected: give },
    () => Promise.resolve(told.shift() ?? failed({ kind: "cancelled" })),
    "jo",
  );
  return { tokens, given: () => given };
}

describe("bound tokens", () => {
  it("are given to what was begun under the login in force, however it is written", async () => {
    const { tokens } = tokensOf([success("jo"), success("Jo")]);
    expect(await tokens.accessToken(signal)).toEqual(success("token-1"));
  });

  it("are not even asked for while somebody else is signed in", async () => {
    const { tokens, given } = tokensOf([success("ann"), success("ann")]);
    expect(await tokens.accessToken(signal)).toEqual(otherAccount);
    expect(await tokens.replaceRejected("old", signal)).toEqual(otherAccount);
    expect(given()).toBe(0);
  });

  it("are kept back when somebody else signs in while a refresh is waited for", async () => {
    const { tokens } = tokensOf([success("jo"), success("ann")]);
    expect(await tokens.accessToken(signal)).toEqual(otherAccount);
  });

  it("wait while the service cannot say whose they are", async () => {
    const offline = failed({ kind: "unreachable", code: "ENOTFOUND" } as const);
    const { tokens, given } = tokensOf([offline]);
    expect(await tokens.accessToken(signal)).toEqual(offline);
    expect(given()).toBe(0);
  });
});
