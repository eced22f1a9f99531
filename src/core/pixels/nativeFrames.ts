// How many frames uncompressed Pixel Data has bytes for, whatever Number of Frames (0028,0008) says.

/** What the number of bytes of a frame depends on. */
export interface NativeLayout {
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: number;
}

/**
 * Size of one frame in bits (PS3.5 8.1, PS3.3 C.7.6.3.1.2); null for allocations that nothing in practice uses. Some
 * writers store full chrominance under a subsampled name; then the size that is there decides.
 */
export function bitsOfFrame(
  layout: NativeLayout,
  foundBytesPerFrame: number,
): number | null {
  const { samplesPerPixel, rows, columns, bitsAllocated } = layout;
  if (![1, 8, 16, 32, 64].includes(bitsAllocated)) return null;
  const fullBits = rows * columns * samplesPerPixel * bitsAllocated;
  if (samplesPerPixel !== 3 || foundBytesPerFrame * 8 >= fullBits)
    return fullBits;
  switch (layout.photometricInterpretation) {
    case "YBR_FULL_422":
    case "YBR_PARTIAL_422":
      return (fullBits / 3) * 2;
    case "YBR_PARTIAL_420":
      return fullBits / 2;
    default:
      return fullBits;
  }
}

/** Whole frames that Pixel Data of `foundBytes` holds beyond the `frames` announced; padding to an even length is none. */
export function unannouncedFrames(
  layout: NativeLayout,
  { frames, foundBytes }: { frames: number; foundBytes: number },
): number {
  const bits = bitsOfFrame(layout, foundBytes / frames) ?? 0;
  const isPadding = foundBytes - Math.ceil((bits * frames) / 8) < 2;
  return bits === 0 || isPadding
    ? 0
    : Math.floor((foundBytes * 8) / bits) - frames;
}
