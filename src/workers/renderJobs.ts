// What the image renderer and its worker threads say to one another.
import type { FileSource } from "../core/model/fileSource.ts";
import type { RenderOptions } from "../core/ports/imageRenderer.ts";
import type { Failure } from "../shared/failure.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import type { PreviewImage } from "../shared/preview.ts";
import type { Result } from "../shared/result.ts";

/** One image to render. */
export interface RenderJob {
  readonly source: FileSource;
  /** 0-based. */
  readonly frameIndex: number;
  readonly options: RenderOptions;
  /** Set for a picture. */
  readonly picture?: PictureFormat;
}

export type RenderAnswer = Result<PreviewImage, Failure>;
