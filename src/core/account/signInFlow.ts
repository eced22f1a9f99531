// Runs one attempt to sign in at a time: starts it, listens and takes pasted codes, and ends it exactly once.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Log } from "../ports/log.ts";
import type { AccountEvent } from "./accountState.ts";
import type { SignInMethod } from "../../shared/signInMethod.ts";
import type { SignInAttempt } from "./signInAttempt.ts";
import type { TokenPair } from "./tokenStore.ts";

export interface SignInFlowDeps {
  readonly openAttempt: (
    method: SignInMethod,
  ) => Promise<Result<SignInAttempt, Failure>>;
  /** False if it is known that no browser opened; true proves nothing. */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** The attempt has succeeded and is over. */
  readonly onTokens: (tokens: TokenPair) => Promise<void>;
  readonly onEvent: (event: AccountEvent) => void;
  readonly log: Log;
}

/** Attempts to sign in, of which at most one is under way. */
export interface SignInFlow {
  /** Ends the attempt before. Resolves once the browser was asked to open. */
  start(method: SignInMethod): Promise<Result<null, Failure>>;
  /** Resolves when signed in. After most failures the user may paste again. */
  submit(pastedText: string): Promise<Result<null, Failure>>;
  /** Ends the attempt under way, if any, without an event; resolves when its port is free. */
  end(): Promise<void>;
}

/** The attempt under way. Aborting `controller` ends it for good. */
interface RunningAttempt {
  readonly controller: AbortController;
  opened: SignInAttempt | null;
  completing: Promise<Result<null, Failure>> | null;
}

/** A flow with no attempt under way. */
export function createSignInFlow(deps: SignInFlowDeps): SignInFlow {
  return new SingleSignInFlow(deps);
}

class SingleSignInFlow implements SignInFlow {
  readonly #deps: SignInFlowDeps;
  /** What an asynchronous step finds here after waiting decides whether it still counts. */
  #running: RunningAttempt | null = null;

  constructor(deps: SignInFlowDeps) {
    this.#deps = deps;
  }

  async start(method: SignInMethod): Promise<Result<null, Failure>> {
    void this.end();
    const attempt: RunningAttempt = {
      controller: new AbortController(),
      opened: null,
      completing: null,
    };
    this.#running = attempt;
    const opened = await this.#deps.openAttempt(method);
    if (!this.#isRunning(attempt)) {
      if (opened.ok) await opened.value.close();
      return failed({ kind: "cancelled" });
    }
    if (!opened.ok) {
      this.#fail(opened.failure);
      return opened;
    }
    attempt.opened = opened.value;
    const { authorizeUrl, redirectedCode } = opened.value;
    this.#deps.log.write("info", "account.signInStarted", { method });
    this.#deps.onEvent({ kind: "signInStarted", method, authorizeUrl });
    if (redirectedCode !== null)
      void this.#followRedirect(attempt, redirectedCode);
    const hasOpened = await this.#deps.openBrowser(authorizeUrl);
    if (hasOpened && this.#isRunning(attempt))
      this.#deps.onEvent({ kind: "browserOpened" });
    return success(null);
  }

  async submit(pastedText: string): Promise<Result<null, Failure>> {
    const attempt = this.#running;
    if (attempt === null || attempt.opened === null)
      return failed({
        kind: "invalidInput",
        field: "code",
        problem: "no sign-in is under way",
      });
    const code = attempt.opened.codeIn(pastedText);
    if (!code.ok && isFinal(code.failure)) {
      this.#fail(code.failure);
      return code;
    }
    const completed = code.ok
      ? await this.#complete(attempt, code.value)
      : code;
    if (!completed.ok && this.#isRunning(attempt))
      this.#deps.onEvent({ kind: "codeRefused", failure: completed.failure });
    return completed;
  }

  async end(): Promise<void> {
    const attempt = this.#running;
    this.#running = null;
    attempt?.controller.abort();
    await attempt?.opened?.close();
  }

  async #followRedirect(
    attempt: RunningAttempt,
    redirectedCode: Promise<Result<string, Failure>>,
  ): Promise<void> {
    const code = await redirectedCode;
    if (!this.#isRunning(attempt)) return;
    const completed = code.ok
      ? await this.#complete(attempt, code.value)
      : code;
    if (!completed.ok && this.#isRunning(attempt))
      this.#fail(completed.failure);
  }

  /** Trades the code once, however often it is handed in: a second try would burn it (RFC 6749 4.1.2). */
  #complete(
    attempt: RunningAttempt,
    code: string,
  ): Promise<Result<null, Failure>> {
    attempt.completing ??= this.#tradeCode(attempt, code).finally(() => {
      attempt.completing = null;
    });
    return attempt.completing;
  }

  async #tradeCode(
    attempt: RunningAttempt,
    code: string,
  ): Promise<Result<null, Failure>> {
    const { opened, controller } = attempt;
    if (opened === null) return failed({ kind: "cancelled" });
    const tokens = await opened.exchange(code, controller.signal);
    if (!this.#isRunning(attempt)) return failed({ kind: "cancelled" });
    if (!tokens.ok) return tokens;
    // From here on there is nothing left to cancel.
    void this.end();
    await this.#deps.onTokens(tokens.value);
    return success(null);
  }

  #isRunning(attempt: RunningAttempt): boolean {
    return this.#running === attempt;
  }

  #fail(failure: Failure): void {
    void this.end();
    this.#deps.log.write("warning", "account.signInFailed", {
      failure: failure.kind,
    });
    this.#deps.onEvent({ kind: "signInFailed", failure });
  }
}

/** True if pasting something else cannot help: the service has answered, and the answer was no. */
function isFinal(failure: Failure): boolean {
  return (
    failure.kind === "signInFailed" &&
    (failure.reason === "denied" || failure.reason === "badClient")
  );
}
