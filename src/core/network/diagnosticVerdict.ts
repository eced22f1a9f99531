// What a finding of the diagnostics means: fine, worth knowing, or broken.
import { assertNever } from "../../shared/assertNever.ts";
import { harmfulSkewMs, noticeableSkewMs } from "../../shared/clockSkew.ts";
import type {
  DiagnosticFinding,
  DiagnosticState,
} from "../../shared/network.ts";

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
