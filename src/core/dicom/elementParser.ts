// Parses data elements from bytes that may end before the file does; knows nothing of files, meta or transfer syntaxes.
//
// Invariants:
// 1. No byte is read outside `bytes`; what lies beyond is asked for (`needBytes`) if the file has it, or is damage.
// 2. Nothing is thrown, and every step moves forward by at least eight bytes, so parsing always ends.
// 3. Values are never copied or decoded here.
import type { HeaderProblem } from "../../shared/failure.ts";
import type { DicomElement, ValueEncoding } from "./dataSet.ts";
import {
  elementHeadAt,
  longHeadBytes,
  shortHeadBytes,
  undefinedLength,
  type ElementHead,
} from "./elementHead.ts";
import * as tags from "./generated/tags.ts";
import { valueEncodings } from "./transferSyntaxes.ts";
import { areLetters } from "./valueRepresentations.ts";

/** Sequences nested deeper than any real object; bounds the recursion. */
const maxDepth = 64;
/** Elements and items of one file; bounds memory and time for files made to exhaust them. */
const maxElements = 2_000_000;

/** Why parsing stopped before the end. */
export type ParseStop =
  /** The file has more bytes; load at least up to this offset and parse the element again. */
  | { readonly kind: "needBytes"; readonly until: number }
  | { readonly kind: "damaged"; readonly problem: HeaderProblem };

/** Where a run of elements ends, and how it is written. */
interface Run {
  readonly end: number;
  readonly encoding: ValueEncoding;
}

/** A run of items, or of the elements of one. */
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

/** What an element of undefined length holds: items, or fragments that were passed over. */
interface UndefinedLengthContent {
  readonly items?: DicomElement[][];
  readonly valueEnd: number;
  readonly endOffset: number;
  readonly isMisencoded?: boolean;
  /** Set if it turned out to be another than the head says. */
  readonly vr?: string;
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
    if (!this.#has(offset + shortHeadBytes, end)) return null;
    const head = elementHeadAt(this.#view, offset, encoding);
    if (head !== null) return head;
    this.#has(offset + longHeadBytes, end);
    return null;
  }

  /** The element whose head was read at `startOffset`, with its items if it is a sequence. */
  readElement(
    startOffset: number,
    head: ElementHead,
    run: Run,
  ): DicomElement | null {
    return this.#element(startOffset, head, run, 0);
  }

  #element(
    startOffset: number,
    head: ElementHead,
    run: Run,
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
      if (!this.#isForgivable()) return null;
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
    run: Run,
    depth: number,
  ): DicomElement | null {
    const { tag, valueOffset } = head;
    const isImplicit = !run.encoding.isExplicitVR || head.isMisencoded;
    // Private and unknown sequences have no VR of their own in implicit VR.
    const vr = isImplicit && head.vr === "UN" ? "SQ" : head.vr;
    const isSequence = vr === "SQ" || vr === "UN";
    const content = isSequence
      ? this.#undefinedLengthItems({ ...head, vr }, run, depth)
      : this.#fragments(valueOffset, run.end, run.encoding);
    if (content === null) return null;
    const { items, isMisencoded } = content;
    return {
      tag,
      vr: content.vr ?? vr,
      startOffset,
      valueOffset,
      valueLength: content.valueEnd - valueOffset,
      endOffset: content.endOffset,
      hasUndefinedLength: true,
      ...(items === undefined ? {} : { items }),
      ...(head.isMisencoded || isMisencoded === true
        ? { isMisencoded: true }
        : {}),
    };
  }

  #undefinedLengthItems(
    head: ElementHead,
    run: Run,
    depth: number,
  ): UndefinedLengthContent | null {
    const { vr, valueOffset, isMisencoded } = head;
    const extent = { end: run.end, isDelimited: true };
    const encoding =
      vr === "UN" || isMisencoded ? valueEncodings.implicitLE : run.encoding;
    const parsed = this.#items(valueOffset, extent, encoding, depth + 1);
    if (parsed !== null || vr !== "UN" || depth > 0) return parsed;
    if (!this.#isForgivable()) return null;
    // Against PS3.5 6.2.2 some writers keep explicit VR inside UN: then it is a sequence in all but name.
    this.stop = null;
    const items = this.#items(valueOffset, extent, run.encoding, depth + 1);
    return items === null ? null : { ...items, vr: "SQ", isMisencoded: true };
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
  ): UndefinedLengthContent | null {
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

  /** True for problems that can be the fault of one value rather than of the file. */
  #isForgivable(): boolean {
    return (
      this.stop?.kind === "damaged" &&
      ["badStructure", "truncated", "lengthPastEnd"].includes(this.stop.problem)
    );
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
