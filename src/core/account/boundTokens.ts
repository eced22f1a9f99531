// Tokens of one login only: what was begun under it never goes on under another.
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { TokenSource } from "../ports/tokenSource.ts";

/** The login of the tokens in force, as the service itself says; asked for once per sign-in and run. */
export type LoginInForce = (
  signal: AbortSignal,
) => Promise<Result<string, Failure>>;

/**
 * A source that gives a token only while it is this login's; `otherAccount` otherwise. Logins are compared as the site
 * does names in addresses: without regard to case.
 */
export function boundTokens(
  tokens: TokenSource,
  loginInForce: LoginInForce,
  login: string,
): TokenSource {
  const ifOwn = async (
    give: () => Promise<Result<string, Failure>>,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>> => {
    const before = await loginInForce(signal);
    if (!before.ok) return before;
    if (!isSameLogin(before.value, login))
      return failed({ kind: "otherAccount", login });
    const token = await give();
    if (!token.ok) return token;
    // Somebody else may have signed in while the token was waited for.
    const after = await loginInForce(signal);
    if (!after.ok) return after;
    return isSameLogin(after.value, login)
      ? token
      : failed({ kind: "otherAccount", login });
  };
  return {
    accessToken: (signal) => ifOwn(() => tokens.accessToken(signal), signal),
    replaceRejected: (rejectedToken, signal) =>
      ifOwn(() => tokens.replaceRejected(rejectedToken, signal), signal),
  };
}

/** True if both name one user. */
export function isSameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
