// Tells films and animations from still pictures.
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { gifFile } from "./gifBlocks.ts";

/**
 * True if more is shown than the one image that `decodePicture` gives, or if that cannot be ruled out. Of an animated PNG
 * only the still image is kept (see cleanPng.ts), so it counts as still.
 */
export function isMoving(bytes: Uint8Array, format: PictureFormat): boolean {
  if (format === "mp4") return true;
  if (format !== "gif") return false;
  const parsed = gifFile(bytes, { firstImageOnly: false });
  return (
    !parsed.ok ||
    parsed.value.blocks.filter(({ kind }) => kind === "image").length !== 1
  );
}
