// Port: renders one image of a stack for the window, off the main thread.
import type { Failure } from "../../shared/failure.ts";
import type { PreviewImage } from "../../shared/preview.ts";
import type { Result } from "../../shared/result.ts";
import type { StackImage } from "../model/stack.ts";

/** How an image shall be rendered. */
export interface RenderOptions {
  /** Longest side of the answer in pixels; images are never enlarged. */
  readonly maxSidePixels: number;
  /** In units after rescale; null for the file's own window, or the range of its pixels. */
  readonly window: { readonly center: number; readonly width: number } | null;
}

export interface ImageRenderer {
  render(
    image: StackImage,
    options: RenderOptions,
    signal: AbortSignal,
  ): Promise<Result<PreviewImage, Failure>>;
}
