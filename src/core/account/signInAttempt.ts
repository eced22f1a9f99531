// One attempt to sign in: opens what it needs, recognises its own code, and trades it for tokens.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SignInMethod } from "../../shared/signInMethod.ts";
import type { Random } from "../ports/random.ts";
import {
  beginAuthorization,
  codeFromPastedText,
  type OAuthClient,
  type OAuthSettings,
} from "./authorization.ts";
import type {
  RedirectListener,
  RedirectListeners,
} from "./redirectListener.ts";
import { exchangeCode, type TokenEndpointDeps } from "./tokenEndpoint.ts";
import type { TokenPair } from "./tokenStore.ts";

export interface SignInDeps extends TokenEndpointDeps {
  readonly random: Random;
  readonly listeners: RedirectListeners;
}

export interface SignInAttempt {
  readonly authorizeUrl: string;
  /** The code that the browser brings back; null if the user has to. */
  readonly redirectedCode: Promise<Result<string, Failure>> | null;
  /** The code in what the user pasted; works for both methods, since a browser elsewhere cannot come back here. */
  codeIn(pastedText: string): Result<string, Failure>;
  exchange(
    code: string,
    signal: AbortSignal,
  ): Promise<Result<TokenPair, Failure>>;
  /** Frees the port; `redirectedCode` then ends in `cancelled`. */
  close(): Promise<void>;
}

const loopbackTimeLimitMs = 10 * 60_000;

/** Prepares an attempt. Failures: those of opening a loopback port. */
export async function openSignInAttempt(
  deps: SignInDeps,
  requester: {
    readonly settings: OAuthSettings;
    readonly client: OAuthClient;
  },
  method: SignInMethod,
): Promise<Result<SignInAttempt, Failure>> {
  let listener: RedirectListener | null = null;
  if (method === "loopback") {
    const opened = await deps.listeners.open(loopbackTimeLimitMs);
    if (!opened.ok) return failed(opened.failure);
    listener = opened.value;
  }
  const { settings, client } = requester;
  const authorization = beginAuthorization(
    settings,
    {
      clientId: client.clientId,
      redirectUri: listener?.redirectUri ?? settings.redirectUri,
    },
    deps.random,
  );
  return success({
    authorizeUrl: authorization.authorizeUrl,
    redirectedCode: listener?.codeFor(authorization.state) ?? null,
    codeIn: (text) => codeFromPastedText(text, authorization.state),
    exchange: (code, signal) =>
      exchangeCode(deps, requester, { attempt: authorization, code }, signal),
    close: async () => {
      await listener?.close();
    },
  });
}
