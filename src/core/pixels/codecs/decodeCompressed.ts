// Decodes the bytes of one compressed frame by the codec of its transfer syntax.
import { inflateRawSync } from "node:zlib";
import { assertNever } from "../../../shared/assertNever.ts";
import type { CodecName, RefusalReason } from "../../../shared/failure.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { DecodedFrame } from "../decodedFrame.ts";
import { decodeNative } from "../decodeNative.ts";
import { frameBits, type FrameLayout } from "../frameLayout.ts";
import type {
  CodestreamDecoder,
  CodestreamDecoders,
  CodestreamSize,
  DecodedCodestream,
} from "./codestream.ts";
import {
  jpeg2000Header,
  jpegLsHeader,
  type CodestreamHeader,
} from "./codestreamSize.ts";
import { decodeJpeg } from "./jpeg/decodeJpeg.ts";
import { decodeRle } from "./rleLossless.ts";
import { frameOfCodestream } from "./storedValues.ts";

/** The frame that `bytes`, its fragments put together, hold. Refused as `decodeFailed` if they do not hold just that. */
export async function decodeCompressed(
  bytes: Uint8Array,
  layout: FrameLayout,
  codec: CodecName,
  decoders: CodestreamDecoders,
): Promise<Result<DecodedFrame, RefusalReason>> {
  const frame = await decodeBy(codec, bytes, layout, decoders);
  return frame === null
    ? failed({ kind: "decodeFailed", codec })
    : success(frame);
}

async function decodeBy(
  codec: CodecName,
  bytes: Uint8Array,
  layout: FrameLayout,
  decoders: CodestreamDecoders,
): Promise<DecodedFrame | null> {
  // Codecs of integers; floating point can only be packed as bytes.
  if (layout.isFloat && codec !== "Deflate") return null;
  switch (codec) {
    case "RLE":
      return fromNative(decodeRle(bytes, layout), {
        ...layout,
        planarConfiguration: 0,
      });
    case "Deflate":
      return fromNative(inflatedFrame(bytes, layout), layout);
    case "JPEG":
      return fromCodestream(
        decodeJpeg(bytes, {
          rows: layout.rows,
          columns: layout.columns,
          components: layout.samplesPerPixel,
        }),
        layout,
      );
    case "JPEG-LS":
      return fromCodestream(
        await decodeLoaded(bytes, layout, {
          header: jpegLsHeader(bytes),
          load: () => decoders.load("JPEG-LS"),
        }),
        layout,
      );
    case "JPEG 2000":
    // One decoder reads both: HTJ2K differs in its block coder only (ITU-T T.814).
    case "HTJ2K":
      return fromCodestream(
        await decodeLoaded(bytes, layout, {
          header: jpeg2000Header(bytes),
          load: () => decoders.load("JPEG 2000"),
        }),
        layout,
      );
    default:
      return assertNever(codec, "codec");
  }
}

function fromNative(
  bytes: Uint8Array | null,
  layout: FrameLayout,
): DecodedFrame | null {
  return bytes === null
    ? null
    : decodeNative(bytes, layout, { firstBit: 0, isBigEndian: false });
}

function fromCodestream(
  decoded: DecodedCodestream | null,
  layout: FrameLayout,
): DecodedFrame | null {
  return decoded === null ? null : frameOfCodestream(decoded, layout);
}

/** Deflated image frame compression (PS3.5 A.4.13): the native frame without a zlib header. */
function inflatedFrame(
  bytes: Uint8Array,
  layout: FrameLayout,
): Uint8Array | null {
  const frameBytes = Math.ceil(frameBits(layout) / 8);
  try {
    const inflated = inflateRawSync(bytes, {
      // The frame, and a byte that makes its length even.
      maxOutputLength: frameBytes + 1,
    });
    return inflated.length < frameBytes ? null : inflated;
  } catch {
    // Damaged, or far larger than the frame.
    return null;
  }
}

/** Runs a loaded codec, once the codestream's own header has promised what is expected; more could fill the memory. */
async function decodeLoaded(
  bytes: Uint8Array,
  layout: FrameLayout,
  {
    header,
    load,
  }: {
    readonly header: CodestreamHeader | null;
    readonly load: () => Promise<CodestreamDecoder>;
  },
): Promise<DecodedCodestream | null> {
  const isExpected =
    header !== null &&
    header.rows === layout.rows &&
    header.columns === layout.columns &&
    header.components === layout.samplesPerPixel &&
    header.precision >= 1 &&
    header.precision <= 16;
  if (!isExpected) return null;
  const decoded = (await load()).decode(bytes);
  if (decoded === null || !isSameSize(decoded.size, header)) return null;
  const { rows, columns, components, precision, isSigned } = decoded.size;
  const count = rows * columns * components;
  if (decoded.bytes.length !== count * (precision > 8 ? 2 : 1)) return null;
  const samples = samplesOf(decoded.bytes, precision, isSigned);
  return {
    rows,
    columns,
    components,
    precision,
    isSigned,
    isLossy: header.isLossy,
    samples: decoded.isPlanar ? byPixel(samples, components) : samples,
    colour: header.hasColourTransform && components === 3 ? "RGB" : null,
  };
}

function isSameSize(a: CodestreamSize, b: CodestreamSize): boolean {
  return (
    a.rows === b.rows &&
    a.columns === b.columns &&
    a.components === b.components &&
    a.precision === b.precision
  );
}

function samplesOf(
  bytes: Uint8Array,
  precision: number,
  isSigned: boolean,
): DecodedCodestream["samples"] {
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  if (precision <= 8)
    return isSigned
      ? new Int8Array(buffer, byteOffset, byteLength)
      : new Uint8Array(buffer, byteOffset, byteLength);
  return isSigned
    ? new Int16Array(buffer, byteOffset, byteLength / 2)
    : new Uint16Array(buffer, byteOffset, byteLength / 2);
}

function byPixel(
  planes: DecodedCodestream["samples"],
  components: number,
): DecodedCodestream["samples"] {
  const pixels = planes.length / components;
  const samples = planes.slice();
  for (let component = 0; component < components; component += 1)
    for (let pixel = 0; pixel < pixels; pixel += 1)
      samples[pixel * components + component] =
        planes[component * pixels + pixel] ?? 0;
  return samples;
}
