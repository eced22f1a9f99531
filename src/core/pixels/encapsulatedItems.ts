// Walks the items of encapsulated Pixel Data (PS3.5 A.4): where each fragment lies and how it begins, never what it holds.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ByteSource } from "../ports/byteSource.ts";

/** A piece of a file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** One item after the offset table. */
export interface Fragment extends ByteRange {
  /** True if it begins as JPEG, JPEG-LS and JPEG 2000 codestreams do. */
  readonly startsCodestream: boolean;
}

/** Fragments up to the sequence delimiter or to the offset that was asked for. */
export interface WalkedFragments {
  readonly fragments: readonly Fragment[];
  /** Position after the last fragment, and after the delimiter if that ended the walk. */
  readonly endOffset: number;
}

export const itemHeadBytes = 8;
const undefinedLength = 0xffffffff;
/** Enough of a fragment to know what it is. */
const signatureBytes = 8;
/** A read of one page costs no more than one of a few bytes, and holds many heads where fragments are small. */
const windowBytes = 4096;
/** More than any real file has; a made-up file of nothing but item heads shall not fill the memory. */
const maxFragments = 1 << 20;

/** The head of the item at `offset`, and what follows of it in the same read. */
export interface ItemHead {
  readonly tag: number;
  readonly length: number;
  /** The first bytes of the value, as many as are there. */
  readonly signature: Uint8Array;
}

/** Reads heads of items one after the other, several with one read where they lie close together. */
export class ItemReader {
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  #windowOffset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Null where the file ends before the head does. */
  async headAt(
    offset: number,
  ): Promise<Result<ItemHead | null, RefusalReason>> {
    const wanted = itemHeadBytes + signatureBytes;
    const isInWindow =
      offset >= this.#windowOffset &&
      offset + wanted <= this.#windowOffset + this.#window.length;
    if (!isInWindow) {
      const read = await this.#source.read(offset, windowBytes);
      if (!read.ok) return failed(unreadable(read.failure));
      this.#window = read.value;
      this.#windowOffset = offset;
    }
    const bytes = this.#window.subarray(offset - this.#windowOffset);
    if (bytes.length < itemHeadBytes) return success(null);
    const view = new DataView(bytes.buffer, bytes.byteOffset, itemHeadBytes);
    return success({
      tag: view.getUint16(0, true) * 0x10000 + view.getUint16(2, true),
      length: view.getUint32(4, true),
      signature: bytes.subarray(itemHeadBytes, wanted),
    });
  }
}

/**
 * Fragments from the item at `offset` on, up to `untilOffset` exactly or to the sequence delimiter. A file that ends
 * right after a fragment counts as ended. Fails with `header` where there is no item, `pixelDataTruncated` where the
 * file ends inside one.
 */
export async function walkFragments(
  source: ByteSource,
  items: ItemReader,
  place: { readonly offset: number; readonly untilOffset: number | null },
): Promise<Result<WalkedFragments, RefusalReason>> {
  const fragments: Fragment[] = [];
  let { offset } = place;
  for (;;) {
    if (offset === place.untilOffset || offset === source.sizeBytes)
      return success({ fragments, endOffset: offset });
    const read = await items.headAt(offset);
    if (!read.ok) return read;
    const head = read.value;
    if (head === null) return failed(truncated(offset + itemHeadBytes));
    offset += itemHeadBytes;
    if (head.tag === tags.SequenceDelimitationItem)
      return success({ fragments, endOffset: offset });
    if (head.tag !== tags.Item || head.length === undefinedLength)
      return failed({ kind: "header", problem: "badStructure" });
    if (offset + head.length > source.sizeBytes)
      return failed(truncated(offset + head.length));
    if (fragments.length >= maxFragments)
      return failed({ kind: "header", problem: "tooLarge" });
    fragments.push({
      offset,
      length: head.length,
      startsCodestream: isCodestreamStart(
        head.signature.subarray(0, head.length),
      ),
    });
    offset += head.length;
  }

  function truncated(neededEnd: number): RefusalReason {
    return {
      kind: "pixelDataTruncated",
      expectedBytes: neededEnd - place.offset,
      foundBytes: Math.max(0, source.sizeBytes - place.offset),
    };
  }
}

/**
 * Inside the entropy-coded data of JPEG and JPEG-LS no FF is followed by D8, and inside a JPEG 2000 packet FF 4F FF 51
 * is all but impossible, so a fragment that begins so begins a frame.
 */
function isCodestreamStart(bytes: Uint8Array): boolean {
  return [
    [0xff, 0xd8, 0xff],
    // SOC and SIZ of JPEG 2000.
    [0xff, 0x4f, 0xff, 0x51],
    // The box some writers put around a JPEG 2000 codestream, against PS3.5 A.4.4.
    [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
  ].some((start) => start.every((byte, index) => bytes[index] === byte));
}

/** A failed read as the refusal of an image. */
export function unreadable(failure: {
  readonly kind: string;
  readonly code?: string;
}): RefusalReason {
  return { kind: "unreadable", code: failure.code ?? failure.kind };
}
