// How the draft quota is said, and whether there is room.
import { countOf } from "../../../shared/messages/quantities.ts";
import type { DraftQuota } from "../../../shared/accountState.ts";

/** `3 of 10 drafts used`, or `12 drafts, unlimited`. A count of nothing is said in words. */
export function quotaWords({ used, allowed }: DraftQuota): string {
  if (allowed === null)
    return used === 0
      ? "No drafts, unlimited"
      : `${countOf(used, "draft")}, unlimited`;
  if (used > 0) return `${used} of ${countOf(allowed, "draft")} used`;
  return allowed === 0
    ? "No drafts allowed"
    : `No drafts used, ${allowed} allowed`;
}

/** True if the site will refuse another draft. */
export function isQuotaFull(quota: DraftQuota | null): boolean {
  return (
    quota !== null && quota.allowed !== null && quota.used >= quota.allowed
  );
}
