// Remembers what was decided of the value that each attribute had last: slices of a stack agree in nearly all of them.
//
// Invariants:
// 1. An answer is given again only for the same bytes, VR and byte order of the same attribute, in an equal context: all that
//    `keptValue` looks at.
// 2. What is remembered is a copy: the bytes of a file are overwritten by the next one.
import type { Tag } from "../dicom/dataSet.ts";
import type { RawValue } from "./elementText.ts";
import { keptValue, type KeptValue, type ValueContext } from "./keptValue.ts";

/** Longer values are palettes and the like, which take longer to compare than to look at. */
const longestRemembered = 256;

interface RememberedValue {
  readonly raw: RawValue;
  readonly kept: KeptValue;
}

/** Decides on the values of one file after the other. */
export class RememberedValues {
  #context: ValueContext | null = null;
  readonly #byTag = new Map<Tag, RememberedValue>();

  /** What `keptValue` says. */
  of(tag: Tag, raw: RawValue, context: ValueContext): KeptValue {
    if (raw.bytes.byteLength > longestRemembered)
      return keptValue(tag, raw, context);
    if (!this.#isSameContext(context)) {
      this.#context = context;
      this.#byTag.clear();
    }
    const last = this.#byTag.get(tag);
    if (last !== undefined && isSameValue(last.raw, raw)) return last.kept;
    const own = { ...raw, bytes: Uint8Array.from(raw.bytes) };
    const kept = keptValue(tag, own, context);
    this.#byTag.set(tag, { raw: own, kept });
    return kept;
  }

  #isSameContext(context: ValueContext): boolean {
    const last = this.#context;
    return (
      last !== null &&
      last.hasSignedPixels === context.hasSignedPixels &&
      last.hasPalette === context.hasPalette &&
      last.words === context.words
    );
  }
}

function isSameValue(one: RawValue, other: RawValue): boolean {
  const { length } = one.bytes;
  if (
    other.bytes.length !== length ||
    one.vr !== other.vr ||
    one.isBigEndian !== other.isBigEndian
  )
    return false;
  for (let at = 0; at < length; at += 1)
    if (one.bytes[at] !== other.bytes[at]) return false;
  return true;
}
