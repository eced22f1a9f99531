// Recognises an MP4 film and finds the size of its image.
import type { PictureFacts } from "../model/picture.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { latin1 } from "./integers.ts";
import { boxesIn, handlerOf, topBoxes, videoSize } from "./mp4Boxes.ts";

/** Brands that mean a film in an MP4 file; QuickTime and still images of phones have others. */
const filmBrand = /^(iso[m2-9]|mp4[12]|avc1|M4V |MSNV|dash)$/;

/** What is read of a movie box to learn the size. */
const mostMovieBytes = 16 * 1024 * 1024;

export function isMp4Beginning(bytes: Uint8Array): boolean {
  return latin1(bytes, 4, 8) === "ftyp" && filmBrand.test(latin1(bytes, 8, 12));
}

/** Facts of a film; a size of 0 where it cannot be found, which cleaning will stumble over too. */
export async function mp4Facts(file: ByteSource): Promise<PictureFacts> {
  const unknown = { format: "mp4", columns: 0, rows: 0 } as const;
  const boxes = await topBoxes(file);
  const movie = boxes.ok
    ? boxes.value.find(({ type }) => type === "moov")
    : undefined;
  if (movie === undefined || movie.payloadBytes > mostMovieBytes)
    return unknown;
  const read = await file.read(movie.payloadOffset, movie.payloadBytes);
  if (!read.ok) return unknown;
  const video = boxesIn(read.value)?.find(
    ({ type, payload }) => type === "trak" && handlerOf(payload) === "vide",
  );
  const size = video === undefined ? null : videoSize(video.payload);
  return size === null ? unknown : { format: "mp4", ...size };
}
