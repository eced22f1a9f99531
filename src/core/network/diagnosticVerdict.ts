// What the diagnostics make of what they see: the finding of a failure, and whether a finding is fine, worth knowing, or broken.
import { assertNever } from "../../shared/assertNever.ts";
import { harmfulSkewMs, noticeableSkewMs } from "../../shared/clockSkew.ts";
import type {
  DiagnosticFinding,
  DiagnosticState,
} from "../../shared/network.ts";
import type { HttpFailure } from "../ports/httpClient.ts";

/** The verdict on a finding. */
export function stateOf(finding: DiagnosticFinding): DiagnosticState {
  switch (finding.kind) {
    case "route":
    case "nameResolved":
    case "connected":
    case "tlsTrusted":
    case "answered":
    case "proxyReached":
      return "ok";
    case "nameNotFound":
      return finding.hasProxy ? "skipped" : "failed";
    case "nameNotNeeded":
    case "proxyNotNeeded":
    case "notEncrypted":
    case "clockUnknown":
    case "storageUnknown":
    case "notReached":
      return "skipped";
    case "pacUnreachable":
    case "systemStackNeeded":
      return "warning";
    case "clock": {
      const skewMs = Math.abs(finding.skewMs);
      if (skewMs > harmfulSkewMs) return "failed";
      return skewMs > noticeableSkewMs ? "warning" : "ok";
    }
    case "strangeAnswer":
    case "serviceTrouble":
    case "failed":
      return "failed";
    default:
      return assertNever(finding, "finding");
  }
}

/** The finding of a request that failed. */
export function failureFinding(failure: HttpFailure): DiagnosticFinding {
  switch (failure.kind) {
    case "unreachable":
    case "connectionLost":
    case "stalled":
    case "tlsRejected":
    case "proxyUnreachable":
    case "proxyAuthNeeded":
    case "proxyRefused":
    case "tooLargeForProxy":
      return { kind: "failed", failure };
    // Cancelled by the user; a disk has no part in this.
    case "cancelled":
    case "diskFull":
    case "unreadable":
    case "unwritable":
    case "sourceVanished":
    case "sourceChanged":
    case "unpackFailed":
    case "spoolDamaged":
    case "recordDamaged":
    case "inUseElsewhere":
    case "journalLocked":
      return { kind: "notReached" };
    default:
      return assertNever(failure, "failure of a request");
  }
}
