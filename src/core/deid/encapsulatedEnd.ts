// Finds where encapsulated Pixel Data ends, by walking its items (PS3.5 A.4); their content is never read.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ByteSource } from "../ports/byteSource.ts";

const undefinedLength = 0xffffffff;
const itemHeadBytes = 8;

/**
 * Offset after the sequence delimiter of the fragments that start at `valueOffset`. What lies behind it is never copied.
 * Fails with `pixelDataTruncated` if the file ends first.
 */
export async function findEncapsulatedEnd(
  source: ByteSource,
  valueOffset: number,
): Promise<Result<number, RefusalReason>> {
  let offset = valueOffset;
  for (;;) {
    const read = await source.read(offset, itemHeadBytes);
    if (!read.ok) return failed(unreadable(read.failure));
    const head = read.value;
    if (head.byteLength < itemHeadBytes)
      return failed(truncated(offset + itemHeadBytes));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
    const length = view.getUint32(4, true);
    offset += itemHeadBytes;
    if (tag === tags.SequenceDelimitationItem) return success(offset);
    if (tag !== tags.Item || length === undefinedLength)
      return failed({ kind: "header", problem: "badStructure" });
    offset += length;
    if (offset > source.sizeBytes) return failed(truncated(offset));
  }

  function truncated(neededEnd: number): RefusalReason {
    return {
      kind: "pixelDataTruncated",
      expectedBytes: neededEnd - valueOffset,
      foundBytes: Math.max(0, source.sizeBytes - valueOffset),
    };
  }
}

function unreadable(failure: {
  readonly kind: string;
  readonly code?: string;
}): RefusalReason {
  return { kind: "unreadable", code: failure.code ?? failure.kind };
}
