// Maps original UIDs to the form that Radiopaedia's policy demands, keyed by a secret of the case (contract section 10, "Hashed UIDs" and point 3).
//
// Invariants:
// 1. The same UID in the same role becomes the same new UID everywhere in one case, and another one in every other case.
// 2. Nobody without the case's salt can confirm a guess at an original UID.
// 3. A UID that already has the prefix is mapped like any other. The policy leaves such UIDs alone, so the server accepts
//    both; but a file that came from an unsalted tool carries a plain hash of its original, which anybody who holds the
//    original can confirm. Mapping again also keeps two cases made of one published file from sharing UIDs.
// 4. Two images never get one SOP Instance UID, not even where a faulty export gave them one.
import { createHash, createHmac } from "node:crypto";
import type { StackId } from "../../shared/identifiers.ts";
import type { DeidentifiedUID, OriginalUID } from "../model/brands.ts";
import type { StackImage } from "../model/stack.ts";

/** Beginning of every UID that the policy accepts. */
const policyUIDPrefix = "1.2.826.0.1.3680043.10.341.512.";

/** Fewest bytes of salt: 128 bits cannot be tried out. */
export const minimumSaltBytes = 16;

/** The policy's own hash, without a salt: SHA-512 of the UID's text. Here to state the form; files get keyed UIDs. */
export function policyUID(uidText: string): string {
  return uidOfDigest(createHash("sha512").update(uidText, "latin1").digest());
}

/** The prefix, then the absolute values of the first two big-endian signed 32-bit words. At most 52 characters. */
function uidOfDigest(digest: Buffer): string {
  // Math.abs of the double is exact, so -2^31 becomes 2147483648.
  const first = Math.abs(digest.readInt32BE(0));
  const second = Math.abs(digest.readInt32BE(4));
  return `${policyUIDPrefix}${first}.${second}`;
}

/** Maps the UIDs of one case. */
export interface UIDMapper {
  /** Common to the case. */
  study(original: OriginalUID): DeidentifiedUID;
  /** Differs per stack: parts of a split series never share one. */
  series(original: OriginalUID, stackId: StackId): DeidentifiedUID;
  /** Common to the case, so that stacks of one frame of reference can be cross-referenced. */
  frameOfReference(original: OriginalUID): DeidentifiedUID;
  /** Differs per frame of a multi-frame file; `frame` is 1-based, null for single-frame files. */
  instance(original: OriginalUID, frame: number | null): DeidentifiedUID;
  /** The mapper for one of several images that bear the same SOP Instance UID (see instanceVariant). */
  forVariant(variant: string | null): UIDMapper;
}

/**
 * What the new UID is made of beside an original that several images bear; null for one whose original is enough. The
 * first version of an image gets the UID that it would have alone, so that another version changes nothing for it.
 */
export function instanceVariant({ shared }: StackImage): string | null {
  if (shared === undefined) return null;
  const { imageKey, version } = shared;
  return imageKey === "" && version === 1 ? null : `${imageKey} ${version}`;
}

/**
 * A mapper keyed by `salt` (at least 16 random bytes, kept as long as the case is). The hash input is an HMAC-SHA-512 under
 * the salt of the role and the parts, separated by NUL, which no UID contains.
 */
export function createUIDMapper(salt: Uint8Array): UIDMapper {
  if (salt.byteLength < minimumSaltBytes)
    throw new RangeError(`Salt of ${salt.byteLength} bytes`);
  const map = (...parts: readonly string[]): DeidentifiedUID => {
    const digest = createHmac("sha512", salt)
      .update(parts.join("\0"), "utf8")
      .digest();
    return uidOfDigest(digest) as DeidentifiedUID;
  };
  // Slices of a stack share all of these, and most of their time would go into making them anew.
  const known = new Map<string, DeidentifiedUID>();
  const mapOnce = (...parts: readonly string[]): DeidentifiedUID => {
    const key = parts.join("\0");
    const uid = known.get(key) ?? map(...parts);
    known.set(key, uid);
    return uid;
  };
  const mapperOf = (variant: string | null): UIDMapper => ({
    study: (original) => mapOnce("study", original),
    series: (original, stackId) => mapOnce("series", original, stackId),
    frameOfReference: (original) => mapOnce("frameOfReference", original),
    instance(original, frame) {
      const parts = frame === null ? [original] : [original, String(frame)];
      return variant === null
        ? map("instance", ...parts)
        : map("instanceVariant", variant, ...parts);
    },
    forVariant: (other) => (other === null ? plain : mapperOf(other)),
  });
  const plain = mapperOf(null);
  return plain;
}

/** True if the policy would leave this UID alone. */
export function hasPolicyPrefix(uidText: string): boolean {
  return uidText.startsWith(policyUIDPrefix);
}
