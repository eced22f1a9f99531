// Port: a listener on this computer that the browser comes back to after signing in (RFC 8252 7.3).
import type { Failure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** Listens for one redirect. It stops listening with the first answer, at the time limit, and when closed. */
export interface RedirectListener {
  /** To be sent as `redirect_uri`, character for character. */
  readonly redirectUri: string;
  /**
   * Waits for the redirect that carries this state and answers its code. Failures: `signInFailed` (denied, badClient,
   * stateMismatch, noCodeInText, timedOut) and `cancelled` once `close` was called.
   */
  codeFor(state: string): Promise<Result<string, Failure>>;
  /** Stops listening; resolves when the port is free. */
  close(): Promise<void>;
}

/** Opens listeners on the loopback interface. */
export interface RedirectListeners {
  open(timeLimitMs: number): Promise<Result<RedirectListener, Failure>>;
}
