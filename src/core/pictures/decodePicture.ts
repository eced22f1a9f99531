// The pixels of a still picture as a frame that the window's rendering takes.
import { assertNever } from "../../shared/assertNever.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { decodeBmp } from "./decodeBmp.ts";
import { decodeGif } from "./decodeGif.ts";
import { decodeJpegPicture } from "./decodeJpegPicture.ts";
import { decodePng } from "./decodePng.ts";

/** The picture, or the first image of an animation, as RGB of eight bits; null if it is damaged, too large, of a kind that is not decoded, or a film. */
export function decodePicture(
  bytes: Uint8Array,
  format: PictureFormat,
): DecodedFrame | null {
  switch (format) {
    case "jpeg":
      return decodeJpegPicture(bytes);
    case "png":
      return decodePng(bytes);
    case "gif":
      return decodeGif(bytes);
    case "bmp":
      return decodeBmp(bytes);
    case "mp4":
      return null;
    default:
      return assertNever(format, "picture format");
  }
}
