// How the draft quota is said, and whether there is room.
import { countOf } from "../../../shared/messages/quantities.ts";
import type { DraftQuota } from "../../../shared/accountState.ts";

/** `3 of 10 drafts used`, or `12 drafts, no limit`. */
export function quotaWords(quota: DraftQuota): string {
  return quota.allowed === null
    ? `${countOf(quota.used, "draft")}, unlimited`
    : `${quota.used} of ${countOf(quota.allowed, "draft")} used`;
}

/** True if the site will refuse another draft. */
export function isQuotaFull(quota: DraftQuota | null): boolean {
  return (
    quota !== null && quota.allowed !== null && quota.used >= quota.allowed
  );
}
