// One frame as numbers, whatever transfer syntax it came in: what decoders give and what rendering and masking take.

/** Samples in row order, those of one pixel next to each other. */
export type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * A decoded frame. Samples are stored values (before rescale), cleared of bits above Bits Stored and sign-extended.
 * Chroma is at full resolution and planes are interleaved; otherwise colour is as `photometricInterpretation` says.
 */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  /** MONOCHROME1, MONOCHROME2, PALETTE COLOR, RGB, YBR_FULL or another defined term, spaces trimmed. */
  readonly photometricInterpretation: string;
  /** Significant bits of a sample; 32 or 64 for floating point. */
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly samples: Samples;
}
