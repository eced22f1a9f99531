// Parses data elements from bytes that may end before the file does; knows nothing of files, meta or transfer syntaxes.
//
// Invariants:
// 1. No byte is read outside `bytes`; what lies beyond is asked for (`needBytes`) if the file has it, or is damage.
// 2. Nothing is thrown, and every step moves forward by at least eight bytes, so parsing always ends.
// 3. Values are never copied or decoded here.
import type { HeaderProblem } from "../../shared/failure.ts";
import type { DicomElement, Tag, ValueEncoding } from "./dataSet.ts";
import { dictionaryVR } from "./dictionary.ts";
import * as tags from "./generated/tags.ts";
import { valueEncodings } from "./transferSyntaxes.ts";
import { areLetters, hasLongForm, vrOfBytes } from "./valueRepresentations.ts";

/** Length field that means "until the delimiter" (PS3.5 7.1.3). */
export const undefinedLength = 0xffffffff;

/** Sequences nested deeper than any real object; bounds the recursion. */
const maxDepth = 64;
/** Elements and items of one file; bounds memory and time for files made to exhaust them. */
const maxElements = 2_000_000;

/** Why parsing stopped before the end. */
export type ParseStop =
  /** The file has more bytes; load at least up to this offset and parse the element again. */
  | { readonly kind: "needBytes"; readonly until: number }
  | { readonly kind: "damaged"; readonly problem: HeaderProblem };

/** Tag, VR and length of an element: the part before the value. */
export interface ElementHead {
  readonly tag: Tag;
  readonly vr: string;
  readonly valueOffset: number;
  /** May be `undefinedLength`. */
  readonly length: number;
  readonly isMisencoded: boolean;
}

/** A run of elements: an item, or the whole data set. */
interface Extent {
  readonly end: number;
  /** Ends at a delimiter rather than at `end`. */
  readonly isDelimited: boolean;
}

interface ParsedItems {
  readonly items: DicomElement[][];
  readonly valueEnd: number;
  readonly endOffset: number;
  readonly isMisencoded: boolean;
}

/** Parses elements of one file. After a null result, `stop` says why. */
export class ElementParser {
  stop: ParseStop | null = null;
  #bytes: Uint8Array;
  #view: DataView;
  readonly #fileSize: number;
  #remainingElements = maxElements;

  constructor(bytes: Uint8Array, fileSize: number) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#fileSize = fileSize;
  }

  /** Goes on with a longer copy of the same bytes. */
  setBytes(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.stop = null;
  }

  /** Tag, VR and length at `offset` of a run that ends at `end`. */
  readHead(
    offset: number,
    end: number,
    encoding: ValueEncoding,
  ): ElementHead | null {
    if (!this.#has(offset + 8, end)) return null;
    const littleEndian = !encoding.isBigEndian;
    const view = this.#view;
    const group = view.getUint16(offset, littleEndian);
    const tag = group * 0x10000 + view.getUint16(offset + 2, littleEndian);
    if (!encoding.isExplicitVR || group === 0xfffe)
      return {
        tag,
        vr: group === 0xfffe ? "UN" : dictionaryVR(tag),
        valueOffset: offset + 8,
        length: view.getUint32(offset + 4, littleEndian),
        isMisencoded: false,
      };
    const first = view.getUint8(offset + 4);
    const second = view.getUint8(offset + 5);
    const vr = vrOfBytes(first, second);
    if (vr !== null && !hasLongForm(vr))
      return {
        tag,
        vr,
        valueOffset: offset + 8,
        length: view.getUint16(offset + 6, littleEndian),
        isMisencoded: false,
      };
    if (vr === null) {
      // Letters may be a VR of a later edition, which has the long form; anything else is an implicit VR element astray.
      const isUnknownVR =
        areLetters(first, second) && view.getUint16(offset + 6, true) === 0;
      if (!isUnknownVR)
        return {
          tag,
          vr: dictionaryVR(tag),
          valueOffset: offset + 8,
          length: areLetters(first, second)
            ? view.getUint16(offset + 6, littleEndian)
            : view.getUint32(offset + 4, littleEndian),
          isMisencoded: true,
        };
    }
    if (!this.#has(offset + 12, end)) return null;
    return {
      tag,
      vr: vr ?? "UN",
      valueOffset: offset + 12,
      length: view.getUint32(offset + 8, littleEndian),
      isMisencoded: false,
    };
  }

  /** The element whose head was read at `startOffset`, with its items if it is a sequence. */
  readElement(
    startOffset: number,
    head: ElementHead,
    run: { readonly end: number; readonly encoding: ValueEncoding },
  ): DicomElement | null {
    return this.#element(startOffset, head, run, 0);
  }

  #element(
    startOffset: number,
    head: ElementHead,
    run: { readonly end: number; readonly encoding: ValueEncoding },
    depth: number,
  ): DicomElement | null {
    this.#remainingElements -= 1;
    if (this.#remainingElements < 0) return this.#damaged("tooLarge");
    if (head.length === undefinedLength)
      return this.#undefinedLengthElement(startOffset, head, run, depth);
    const { tag, vr, valueOffset, length } = head;
    const valueEnd = valueOffset + length;
    if (valueEnd > run.end)
      return this.#damaged(
        run.end < this.#fileSize
          ? "badStructure"
          : length > this.#fileSize
            ? "lengthPastEnd"
            : "truncated",
      );
    if (valueEnd > this.#bytes.length) return this.#needBytes(valueEnd);
    const plain = {
      tag,
      vr,
      startOffset,
      valueOffset,
      valueLength: length,
      endOffset: valueEnd,
      hasUndefinedLength: false,
    };
    if (vr !== "SQ")
      return head.isMisencoded ? { ...plain, isMisencoded: true } : plain;
    const extent = { end: valueEnd, isDelimited: false };
    const encoding = head.isMisencoded
      ? valueEncodings.implicitLE
      : run.encoding;
    const parsed = this.#items(valueOffset, extent, encoding, depth + 1);
    if (parsed === null) {
      // A sequence of known length that holds something else stays whole, without items.
      if (this.stop?.kind !== "damaged" || !isForgivable(this.stop.problem))
        return null;
      this.stop = null;
      return { ...plain, isMisencoded: true };
    }
    const { items } = parsed;
    return parsed.isMisencoded || head.isMisencoded
      ? { ...plain, items, isMisencoded: true }
      : { ...plain, items };
  }

  #undefinedLengthElement(
    startOffset: number,
    head: ElementHead,
    run: { readonly end: number; readonly encoding: ValueEncoding },
    depth: number,
  ): DicomElement | null {
    const { tag, valueOffset } = head;
    const extent = { end: run.end, isDelimited: true };
    const isImplicit = !run.encoding.isExplicitVR || head.isMisencoded;
    // Private and unknown sequences have no VR of their own in implicit VR.
    let vr = isImplicit && head.vr === "UN" ? "SQ" : head.vr;
    let isMisencoded = head.isMisencoded;
    let items: DicomElement[][] | null = null;
    let end: Pick<ParsedItems, "valueEnd" | "endOffset"> | null;
    if (vr === "SQ" || vr === "UN") {
      const encoding =
        vr === "UN" || head.isMisencoded
          ? valueEncodings.implicitLE
          : run.encoding;
      let parsed = this.#items(valueOffset, extent, encoding, depth + 1);
      if (
        parsed === null &&
        vr === "UN" &&
        depth === 0 &&
        this.stop?.kind === "damaged" &&
        isForgivable(this.stop.problem)
      ) {
        // Against PS3.5 6.2.2 some writers keep explicit VR inside UN: then it is a sequence in all but name.
        this.stop = null;
        vr = "SQ";
        isMisencoded = true;
        parsed = this.#items(valueOffset, extent, run.encoding, depth + 1);
      }
      items = parsed?.items ?? null;
      isMisencoded ||= parsed?.isMisencoded === true;
      end = parsed;
    } else {
      end = this.#fragments(valueOffset, run.end, run.encoding);
    }
    if (end === null) return null;
    const element = {
      tag,
      vr,
      startOffset,
      valueOffset,
      valueLength: end.valueEnd - valueOffset,
      endOffset: end.endOffset,
      hasUndefinedLength: true,
    };
    return {
      ...element,
      ...(items === null ? {} : { items }),
      ...(isMisencoded ? { isMisencoded: true } : {}),
    };
  }

  /** Items of a sequence (PS3.5 7.5). */
  #items(
    startOffset: number,
    extent: Extent,
    encoding: ValueEncoding,
    depth: number,
  ): ParsedItems | null {
    if (depth > maxDepth) return this.#damaged("nestedTooDeep");
    const items: DicomElement[][] = [];
    let isMisencoded = false;
    let offset = startOffset;
    while (extent.isDelimited || offset < extent.end) {
      const head = this.readHead(offset, extent.end, encoding);
      if (head === null) return null;
      const { valueOffset, length } = head;
      if (head.tag === tags.SequenceDelimitationItem)
        return {
          items,
          valueEnd: offset,
          endOffset: extent.isDelimited ? valueOffset : extent.end,
          isMisencoded,
        };
      if (head.tag !== tags.Item) return this.#damaged("badStructure");
      this.#remainingElements -= 1;
      if (this.#remainingElements < 0) return this.#damaged("tooLarge");
      const isDelimited = length === undefinedLength;
      const itemEnd = isDelimited ? extent.end : valueOffset + length;
      if (itemEnd > extent.end)
        return this.#damaged(
          extent.end < this.#fileSize ? "badStructure" : "truncated",
        );
      const itemEncoding = this.#itemEncoding(valueOffset, itemEnd, encoding);
      if (itemEncoding !== encoding) isMisencoded = true;
      const elements: DicomElement[] = [];
      const next = this.#itemElements(
        valueOffset,
        { end: itemEnd, isDelimited },
        { encoding: itemEncoding, depth, elements },
      );
      if (next === null) return null;
      isMisencoded ||= elements.some(
        (element) => element.isMisencoded === true,
      );
      items.push(elements);
      offset = next;
    }
    return { items, valueEnd: offset, endOffset: offset, isMisencoded };
  }

  /** Fills `into.elements`; returns the offset after the item. */
  #itemElements(
    startOffset: number,
    extent: Extent,
    into: {
      readonly encoding: ValueEncoding;
      readonly depth: number;
      readonly elements: DicomElement[];
    },
  ): number | null {
    const run = { end: extent.end, encoding: into.encoding };
    let offset = startOffset;
    while (extent.isDelimited || offset < extent.end) {
      const head = this.readHead(offset, extent.end, into.encoding);
      if (head === null) return null;
      if (head.tag === tags.ItemDelimitationItem) {
        // A delimiter in an item of known length is an idle one.
        if (extent.isDelimited) return head.valueOffset;
        offset = head.valueOffset;
        continue;
      }
      // A missing item delimiter: the sequence ends here, and so does the item.
      if (head.tag === tags.SequenceDelimitationItem && extent.isDelimited)
        return offset;
      if (head.tag >>> 16 === 0xfffe) return this.#damaged("badStructure");
      const element = this.#element(offset, head, run, into.depth);
      if (element === null) return null;
      into.elements.push(element);
      offset = element.endOffset;
    }
    return offset;
  }

  /** Implicit VR for items that some scanners write so inside explicit VR sequences; otherwise that of the sequence. */
  #itemEncoding(
    offset: number,
    end: number,
    encoding: ValueEncoding,
  ): ValueEncoding {
    if (!encoding.isExplicitVR || encoding.isBigEndian) return encoding;
    if (offset + 8 > Math.min(end, this.#bytes.length)) return encoding;
    const view = this.#view;
    if (view.getUint16(offset, true) === 0xfffe) return encoding;
    if (areLetters(view.getUint8(offset + 4), view.getUint8(offset + 5)))
      return encoding;
    const length = view.getUint32(offset + 4, true);
    return length === undefinedLength || offset + 8 + length <= end
      ? valueEncodings.implicitLE
      : encoding;
  }

  /** Fragments of an encapsulated value (PS3.5 A.4), which are skipped. */
  #fragments(
    startOffset: number,
    end: number,
    encoding: ValueEncoding,
  ): Pick<ParsedItems, "valueEnd" | "endOffset"> | null {
    let offset = startOffset;
    for (;;) {
      const head = this.readHead(offset, end, encoding);
      if (head === null) return null;
      if (head.tag === tags.SequenceDelimitationItem)
        return { valueEnd: offset, endOffset: head.valueOffset };
      if (head.tag !== tags.Item || head.length === undefinedLength)
        return this.#damaged("badStructure");
      offset = head.valueOffset + head.length;
      if (!this.#has(offset, end)) return null;
    }
  }

  /** True if the bytes before `until` are there; otherwise `stop` says what to do. */
  #has(until: number, end: number): boolean {
    if (until > end) {
      this.#damaged(end < this.#fileSize ? "badStructure" : "truncated");
      return false;
    }
    if (until > this.#bytes.length) {
      this.#needBytes(until);
      return false;
    }
    return true;
  }

  #needBytes(until: number): null {
    this.stop = { kind: "needBytes", until };
    return null;
  }

  #damaged(problem: HeaderProblem): null {
    this.stop = { kind: "damaged", problem };
    return null;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Problems that can be the fault of one value rather than of the file. */
function isForgivable(problem: HeaderProblem): boolean {
  return (
    problem === "badStructure" ||
    problem === "truncated" ||
    problem === "lengthPastEnd"
  );
}
