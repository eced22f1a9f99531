// Plans the pixels of one output: finds the frame, looks through its codestream, and decodes it where nothing else will do.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { isEmpty, type MaskedRows } from "../masks/maskRuns.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { planCodestreamPixels } from "./codestreamPixels.ts";
import { plainFrame, planPlainPixels } from "./decodedPixels.ts";
import { wordOf } from "./elementText.ts";
import { planMaskedPixels } from "./maskedPixels.ts";
import { frameCount, planNativePixels, type PixelPlan } from "./pixelPlan.ts";
import { pixelRoute, type PixelRoute } from "./pixelRoute.ts";
import type { SourceInstance } from "./sourceInstance.ts";
import type { StackWindow } from "./stackWindow.ts";
import { codesUnusedBits, holdsUnusedBits } from "./unusedBits.ts";

/** Decodes frame `frameIndex` (0-based); see core/pixels/readFrame.ts. */
export type FrameDecoder = (
  source: ByteSource,
  dataSet: DicomDataSet,
  frameIndex: number,
) => Promise<Result<DecodedFrame, RefusalReason>>;

/** What is painted over on one image. */
export interface Masking {
  readonly rowsOf: (size: {
    readonly rows: number;
    readonly columns: number;
  }) => MaskedRows;
  /** Of all images of the stack, under which the masks have to be black; null: each has its own. */
  readonly window: StackWindow | null;
}

/** Where the pixels are had from. */
export interface PixelAccess {
  readonly source: ByteSource;
  readonly decode: FrameDecoder;
}

/**
 * Plans the pixels of a frame (1-based; null: the only one). A codestream that cannot be told apart is decoded rather
 * than copied unseen, and refused if it does not decode; so are pixels with something beside their stored bits. So is what
 * masks are painted on, in whatever transfer syntax.
 */
export async function planPixels(
  instance: SourceInstance,
  frame: number | null,
  access: PixelAccess,
  masking: Masking | null = null,
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
  const frameIndex = (frame ?? 1) - 1;
  const decode = (of = dataSet) => access.decode(access.source, of, frameIndex);
  const masked = masking?.rowsOf(imageSize(dataSet)) ?? [];
  if (masking !== null && !isEmpty(masked)) {
    const decoded = await decode();
    if (!decoded.ok) return decoded;
    const { window } = masking;
    return planMaskedPixels(dataSet, decoded.value, { masked, window, frame });
  }
  const copied = await copiedPixels(instance, {
    route,
    frame,
    source: access.source,
    decode,
  });
  if (!copied.ok) return copied;
  const treatment = copied.value;
  if (typeof treatment !== "string") return success(treatment);
  const decoded = await decode();
  if (!decoded.ok) return decoded;
  const plain = plainFrame(dataSet, decoded.value);
  return plain.ok
    ? success(planPlainPixels(dataSet, plain.value, treatment))
    : plain;
}

/** The plan of pixels that are copied, or how they are treated if they must be decoded: `rewritten` if not all in them is seen. */
async function copiedPixels(
  { dataSet, frames }: SourceInstance,
  way: {
    readonly route: Exclude<PixelRoute, { readonly kind: "refused" }>;
    readonly frame: number | null;
    readonly source: ByteSource;
    readonly decode: (
      dataSet: DicomDataSet,
    ) => Promise<Result<DecodedFrame, RefusalReason>>;
  },
): Promise<Result<PixelPlan | "transcoded" | "rewritten", RefusalReason>> {
  const { route, frame, source, decode } = way;
  if (route.kind === "decode") return success("transcoded");
  if (route.kind === "native") {
    const plan = planNativePixels(dataSet, frame);
    if (!plan.ok) return plan;
    if (plan.value === null) return success("transcoded");
    const { pieces } = plan.value;
    const hidden = await holdsUnusedBits(source, dataSet, pieces);
    return hidden.ok
      ? success(hidden.value ? "rewritten" : plan.value)
      : hidden;
  }
  const copied = await planCodestreamPixels(source, {
    fragments: frames[(frame ?? 1) - 1] ?? [],
    codec: route.codec,
    size: {
      ...imageSize(dataSet),
      components: wordOf(dataSet, tags.SamplesPerPixel) ?? 1,
    },
    transferSyntaxUID: dataSet.transferSyntaxUID,
  });
  if (!copied.ok) return copied;
  if (copied.value === null) return success("rewritten");
  const { plan, precision } = copied.value;
  if (route.codec === "JPEG-LS") {
    // Its codes depend on the samples before them: only a decoder can tell that nothing stands behind the last one, and it does.
    const proof = await decode(dataSet);
    if (!proof.ok) return proof;
  }
  const hidden = await codesUnusedBits(dataSet, precision, decode);
  return hidden.ok ? success(hidden.value ? "rewritten" : plan) : hidden;
}

/** Rows times Columns; 0 if one of them is missing. */
export function pixelCount(dataSet: DicomDataSet): number {
  const { rows, columns } = imageSize(dataSet);
  return rows * columns;
}

function imageSize(dataSet: DicomDataSet) {
  return {
    rows: wordOf(dataSet, tags.Rows) ?? 0,
    columns: wordOf(dataSet, tags.Columns) ?? 0,
  };
}
