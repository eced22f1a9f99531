// Rendered images for the window: eight-bit pixels, already windowed.

/** One rendered image. `pixels` holds four bytes (RGBA) per pixel, rows from the top. */
export interface PreviewImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** The window that was applied; null for colour. In units after rescale. */
  readonly window: { readonly center: number; readonly width: number } | null;
}
