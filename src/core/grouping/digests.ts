// Short names for studies and stacks that stay the same from scan to scan and reveal nothing.
import { createHash } from "node:crypto";
import type { StackId, StudyKey } from "../../shared/identifiers.ts";

/** Key of a study: first 16 hexadecimal digits of a SHA-256. */
export function studyKey(parts: readonly string[]): StudyKey {
  return shortDigest(["study", ...parts]) as StudyKey;
}

/** Id of a stack, likewise. */
export function stackId(parts: readonly string[]): StackId {
  return shortDigest(["stack", ...parts]) as StackId;
}

/** What tells an image from others that bear its SOP Instance UID, likewise. */
export function imageKey(parts: readonly string[]): string {
  return shortDigest(["image", ...parts]);
}

function shortDigest(parts: readonly string[]): string {
  // JSON keeps the borders between the parts.
  return createHash("sha256")
    .update(JSON.stringify(parts))
    .digest("hex")
    .slice(0, 16);
}
