// Plans Pixel Data of one compressed frame: an empty offset table, one fragment with the cleaned codestream, the delimiter (PS3.5 A.4).
import type { RefusalReason } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import * as tags from "../dicom/generated/tags.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";
import { encodeElementHead } from "../dicom/writeDataSet.ts";
import type { FrameFragments } from "../pixels/encapsulatedFrames.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  cleanCodestream,
  type CopiedCodec,
} from "./codestream/cleanCodestream.ts";
import type { CleanedStream, CodedSize } from "./codestream/cleanedStream.ts";
import { CodestreamReader } from "./codestream/codestreamReader.ts";
import { paddingPiece, type PixelPiece, type PixelPlan } from "./pixelPlan.ts";

/** Longest fragment: lengths are even and 32 bits wide, and the largest number means undefined. */
const maxFragmentBytes = 0xfffffffe;

/** How a compressed frame is copied. */
export interface CodestreamPixels {
  readonly plan: PixelPlan;
  /** See CleanedStream. */
  readonly precision: number | null;
}

/**
 * Reads through a frame's codestream and plans the copy of all but its texts. Null if it cannot be told what is in it,
 * if it codes another image than `size` says, of which viewers would show only some, or if it fits no fragment.
 */
export async function planCodestreamPixels(
  source: ByteSource,
  frame: {
    readonly fragments: FrameFragments;
    readonly codec: CopiedCodec;
    readonly size: CodedSize;
    readonly transferSyntaxUID: string;
  },
): Promise<Result<CodestreamPixels | null, RefusalReason>> {
  const reader = new CodestreamReader(source, frame.fragments);
  const { rows, columns, components } = frame.size;
  const cleaned = await cleanCodestream(frame.codec, reader, rows * columns);
  if (!cleaned.ok) return cleaned;
  const stream = cleaned.value;
  if (stream === null || stream.lengthBytes >= maxFragmentBytes)
    return success(null);
  const { size } = stream;
  const isWhole =
    size === null ||
    (size.rows === rows &&
      size.columns === columns &&
      size.components === components);
  if (!isWhole) return success(null);
  const plan: PixelPlan = {
    treatment: stream.removedParts === 0 ? "copied" : "cleaned",
    pieces: piecesOf(reader, stream),
    transferSyntaxUID: frame.transferSyntaxUID,
    vr: "OB",
    lengthBytes: null,
    attributes: new Map(),
    masked: null,
  };
  return success({ plan, precision: stream.precision });
}

function piecesOf(
  reader: CodestreamReader,
  stream: CleanedStream,
): readonly PixelPiece[] {
  const isOdd = stream.lengthBytes % 2 !== 0;
  return [
    itemHead(tags.Item, 0),
    itemHead(tags.Item, stream.lengthBytes + (isOdd ? 1 : 0)),
    ...stream.parts.flatMap((part): PixelPiece[] =>
      part.kind === "bytes"
        ? [part]
        : reader.places(part.start, part.end).map(({ offset, length }) => ({
            kind: "copy",
            from: "file",
            start: offset,
            end: offset + length,
            swap: "none",
          })),
    ),
    ...(isOdd ? [paddingPiece] : []),
    itemHead(tags.SequenceDelimitationItem, 0),
  ];
}

function itemHead(tag: number, lengthBytes: number): PixelPiece {
  const head = encodeElementHead(
    { tag, vr: "", lengthBytes },
    valueEncodings.explicitLE,
  );
  // Items have no VR, and so no short length that could be too small.
  if (!head.ok) throw new Error("Head of an item");
  return { kind: "bytes", bytes: head.value };
}
