// Renders a picture for the window.
import { decodePicture } from "../core/pictures/decodePicture.ts";
import type { FrameDisplay } from "../core/pixels/frameDisplay.ts";
import { renderFrame } from "../core/pixels/renderFrame.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { RenderOptions } from "../core/ports/imageRenderer.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import { failed, success } from "../shared/result.ts";
import type { RenderAnswer } from "./renderJobs.ts";

/** Larger files are not looked at; they are cleaned all the same. */
const mostBytes = 256 * 1024 * 1024;

/** Pictures are shown as they are. */
const asTheyAre: FrameDisplay = {
  rescaleSlope: 1,
  rescaleIntercept: 0,
  window: null,
  voiFunction: "LINEAR",
  palette: null,
  padding: null,
};

/** The picture, or why it cannot be shown. */
export async function renderPicture(
  source: ByteSource,
  format: PictureFormat,
  options: RenderOptions,
): Promise<RenderAnswer> {
  const refused = (problem: "damaged" | "tooLarge") =>
    failed({
      kind: "refusedImage",
      reason: { kind: "picture", format, problem },
    } as const);
  if (source.sizeBytes > mostBytes) return refused("tooLarge");
  const read = await source.read(0, source.sizeBytes);
  if (!read.ok) return read;
  const frame = decodePicture(read.value, format);
  if (frame === null) return refused("damaged");
  return success(renderFrame(frame, { display: asTheyAre, ...options }));
}
