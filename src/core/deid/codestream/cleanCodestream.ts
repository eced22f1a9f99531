// Takes out of a frame's codestream what decoding does not need: comments, application data, thumbnails, wrappings, bytes behind the end. A name can stand in any of them.
import type { CodecName, RefusalReason } from "../../../shared/failure.ts";
import type { Result } from "../../../shared/result.ts";
import type { CleanedStream } from "./cleanedStream.ts";
import { cleanJpeg } from "./cleanJpeg.ts";
import { cleanJpeg2000 } from "./cleanJpeg2000.ts";
import { cleanRle } from "./cleanRle.ts";
import type { CodestreamReader } from "./codestreamReader.ts";

/** Codecs whose codestreams can be copied: their parts are known well enough to tell pixels from text. */
export type CopiedCodec = Extract<
  CodecName,
  "JPEG" | "JPEG-LS" | "JPEG 2000" | "RLE"
>;

/**
 * What stays of one frame; decoding gives the same samples. Null for a codestream that is not put together as its
 * standard says, so that nobody knows what is in it. `pixels` is the number of pixels of the frame. Fails only where
 * the source cannot be read.
 */
export function cleanCodestream(
  codec: CopiedCodec,
  reader: CodestreamReader,
  pixels: number,
): Promise<Result<CleanedStream | null, RefusalReason>> {
  switch (codec) {
    case "JPEG":
    case "JPEG-LS":
      return cleanJpeg(reader);
    case "JPEG 2000":
      return cleanJpeg2000(reader);
    case "RLE":
      return cleanRle(reader, pixels);
  }
}
