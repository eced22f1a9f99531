// Plans the pixels of one output: finds the frame, looks through its codestream, and decodes it where nothing else will do.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { planCodestreamPixels } from "./codestreamPixels.ts";
import { planDecodedPixels } from "./decodedPixels.ts";
import { rawValue, singleWord } from "./elementText.ts";
import { frameCount, planNativePixels, type PixelPlan } from "./pixelPlan.ts";
import { pixelRoute } from "./pixelRoute.ts";
import type { SourceInstance } from "./sourceInstance.ts";

/** Decodes frame `frameIndex` (0-based); see core/pixels/readFrame.ts. */
export type FrameDecoder = (
  source: ByteSource,
  dataSet: DicomDataSet,
  frameIndex: number,
) => Promise<Result<DecodedFrame, RefusalReason>>;

/** Where the pixels are had from. */
export interface PixelAccess {
  readonly source: ByteSource;
  readonly decode: FrameDecoder;
}

/**
 * Plans the pixels of a frame (1-based; null: the only one). A codestream that cannot be told apart is decoded rather
 * than copied unseen, and refused if it does not decode.
 */
export async function planPixels(
  instance: SourceInstance,
  frame: number | null,
  access: PixelAccess,
): Promise<Result<PixelPlan, RefusalReason>> {
  const { dataSet } = instance;
  const route = pixelRoute(dataSet);
  if (route.kind === "refused") return failed(route.reason);
  const frames = frameCount(dataSet);
  if (frame === null ? frames > 1 : frame > frames)
    return failed({
      kind: "unsupportedPixelLayout",
      keyword: keywordOf(tags.NumberOfFrames),
    });
  const copied =
    route.kind === "native"
      ? planNativePixels(dataSet, frame)
      : route.kind === "decode"
        ? success(null)
        : await planCodestreamPixels(access.source, {
            fragments: instance.frames[(frame ?? 1) - 1] ?? [],
            codec: route.codec,
            pixels: pixelCount(dataSet),
            transferSyntaxUID: dataSet.transferSyntaxUID,
          });
  if (!copied.ok) return copied;
  if (copied.value !== null) return success(copied.value);
  const decoded = await access.decode(access.source, dataSet, (frame ?? 1) - 1);
  return decoded.ok ? planDecodedPixels(dataSet, decoded.value) : decoded;
}

/** Rows times Columns; 0 if one of them is missing. */
export function pixelCount(dataSet: DicomDataSet): number {
  const [rows = 0, columns = 0] = [tags.Rows, tags.Columns].map((tag) => {
    const element = findElement(dataSet.elements, tag);
    return element === null ? 0 : (singleWord(rawValue(dataSet, element)) ?? 0);
  });
  return rows * columns;
}
