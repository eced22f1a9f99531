// Port: who the API client asks for the bearer token. Refreshing is single-flight behind it.
import type { Failure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** Access tokens for the service in use. */
export interface TokenSource {
  /** A token that is valid now, refreshed beforehand if it is about to expire. */
  accessToken(signal: AbortSignal): Promise<Result<string, Failure>>;
  /** The service answered 401 to this token: forces one refresh (shared by all callers that saw the same token) and answers the new one. */
  replaceRejected(
    rejectedToken: string,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>>;
}
