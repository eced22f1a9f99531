// The one place that decides what a failure means for the upload. Nobody else looks at status codes or errno names.
import { assertNever } from "../../shared/assertNever.ts";
import { isCutHandshake } from "../../shared/certificateProblem.ts";
import { readingThreadLost } from "../../shared/diskErrors.ts";
import type { Failure } from "../../shared/failure.ts";
import { isLastingProxyProblem } from "../../shared/proxyProblem.ts";

/** What may be done about a failure. */
export type Verdict =
  /** Worth another try by itself, after a pause. */
  | { readonly kind: "transient"; readonly retryAfterMs: number | null }
  /** As transient, but nothing at all is sent until the pause is over. */
  | { readonly kind: "rateLimited"; readonly retryAfterMs: number | null }
  /** A fresh presigned URL is needed; not a failed attempt. */
  | { readonly kind: "expiredUrl" }
  /** Waits for the user to sign in. */
  | { readonly kind: "needsSignIn" }
  /** The effect of a call that must not be repeated is unknown. */
  | { readonly kind: "inDoubt" }
  /** Will fail again unless someone changes something. */
  | { readonly kind: "permanent" }
  | { readonly kind: "cancelled" };

/** The kind of call that failed. For the last one: whether the service can have seen it. */
export type CallNature =
  | { readonly kind: "repeatable" }
  | { readonly kind: "storagePut" }
  | { readonly kind: "nonIdempotent"; readonly wasSent: boolean };

const inDoubt: Verdict = { kind: "inDoubt" };
const permanent: Verdict = { kind: "permanent" };

/**
 * Decides. For calls that are not idempotent, once sent:
 * - no answer (lost connection, silence, abort): in doubt;
 * - 5xx: in doubt. A server can fail after it has acted, and a gateway answers for a server that may still be at work. The
 *   exception is 503 with Retry-After, a deliberate refusal before the work (RFC 9110 15.6.4);
 * - 429 and 4xx: refused before the work, so there is no effect;
 * - 2xx in an unknown form: it happened, but under which id is unknown: in doubt.
 */
export function classifyFailure(failure: Failure, call: CallNature): Verdict {
  const isUnknown = call.kind === "nonIdempotent" && call.wasSent;
  switch (failure.kind) {
    // Nothing was sent, by definition of the failure.
    case "unreachable":
      return { kind: "transient", retryAfterMs: null };
    case "proxyUnreachable":
      return isLastingProxyProblem(failure.code)
        ? permanent
        : { kind: "transient", retryAfterMs: null };
    // The service did not see it, or its answer was replaced.
    case "strangerAnswered":
      return isUnknown ? inDoubt : { kind: "transient", retryAfterMs: null };
    case "proxyRefused":
      // 5xx: the proxy itself cannot reach the service at the moment. Untold, it may be that.
      return failure.status === null || failure.status >= 500
        ? { kind: "transient", retryAfterMs: null }
        : permanent;
    case "connectionLost":
    case "stalled":
      return isUnknown ? inDoubt : { kind: "transient", retryAfterMs: null };
    case "cancelled":
      return isUnknown ? inDoubt : { kind: "cancelled" };
    // Nothing is attached yet: the file is sent again.
    case "storedOtherwise":
      return { kind: "transient", retryAfterMs: null };
    case "rateLimited":
      return { kind: "rateLimited", retryAfterMs: failure.retryAfterMs };
    case "serverError": {
      const { status, retryAfterMs } = failure;
      const isRefusal = status === 503 && retryAfterMs !== null;
      return isUnknown && !isRefusal
        ? inDoubt
        : { kind: "transient", retryAfterMs };
    }
    case "unexpectedAnswer":
      return isUnknown ? inDoubt : permanent;
    case "presignedUrlExpired":
    case "presignedUrlRefused":
      return { kind: "expiredUrl" };
    case "clockSkew":
      return call.kind === "storagePut" ? { kind: "expiredUrl" } : permanent;
    case "inDoubt":
      return inDoubt;
    case "signInNeeded":
    case "signInFailed":
    case "otherAccount":
    case "otherSite":
      return { kind: "needsSignIn" };
    // The next try has a thread of its own, and begins the file anew.
    case "unreadable":
      return failure.code === readingThreadLost
        ? { kind: "transient", retryAfterMs: null }
        : permanent;
    // Before the handshake is over nothing of the request is sent.
    case "tlsRejected":
      return isCutHandshake(failure.code)
        ? { kind: "transient", retryAfterMs: null }
        : permanent;
    case "tooLargeForProxy":
    case "proxyAuthNeeded":
    case "refused":
    case "notAnonymized":
    case "quotaFull":
    case "draftGone":
    case "studyGone":
    case "accountUntold":
    case "diskFull":
    case "unwritable":
    case "sourceVanished":
    case "sourceChanged":
    case "unpackFailed":
    case "spoolDamaged":
    case "recordDamaged":
    case "inUseElsewhere":
    case "journalLocked":
    case "notForgotten":
    case "stillSending":
    case "decisionNotKept":
    case "processingFailed":
    case "invalidInput":
    case "notFound":
    case "refusedImage":
    case "bug":
      return permanent;
    default:
      return assertNever(failure, "failure");
  }
}
