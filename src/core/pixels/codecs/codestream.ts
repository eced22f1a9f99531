// What a codec makes of one codestream, before the header's say is heard; and the port through which WebAssembly codecs are had.
import type { CodecName } from "../../../shared/failure.ts";

/** Decoded components of one image, as the codestream itself describes them. */
export interface DecodedCodestream {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Significant bits of a sample, 1 to 16. */
  readonly precision: number;
  readonly isSigned: boolean;
  /** True for a coding that loses something: samples may then lie a little beyond what was coded. */
  readonly isLossy: boolean;
  /** One sample in each element, those of a pixel next to each other. */
  readonly samples: Uint8Array | Uint16Array | Int8Array | Int16Array;
  /** What the codestream says of its own colour: null if it says nothing, and the header decides. */
  readonly colour: "RGB" | "YBR_FULL" | null;
}

/** Size and sample form a codestream announces in its header. */
export interface CodestreamSize {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly isSigned: boolean;
}

/** A loaded codec. It keeps nothing from one codestream to the next. */
export interface CodestreamDecoder {
  /**
   * Samples as the codec wrote them: little endian in one byte (precision up to 8) or two, `isPlanar` if one component
   * follows the other. Null for a codestream it cannot decode, whatever is wrong with it.
   */
  decode(codestream: Uint8Array): {
    readonly bytes: Uint8Array;
    readonly size: CodestreamSize;
    readonly isPlanar: boolean;
  } | null;
}

/** Codecs that are not part of core, loaded when first needed. */
export interface CodestreamDecoders {
  load(
    codec: Extract<CodecName, "JPEG-LS" | "JPEG 2000">,
  ): Promise<CodestreamDecoder>;
}
