// An MP4 film without anything but its video: headers are written anew, and of the media data only the samples are copied.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { PictureFailure, PicturePart } from "./picturePlan.ts";
import { bytesOfLatin1, bytesOfU32be, joined } from "./integers.ts";
import { box, topBoxes, type TopBox } from "./mp4Boxes.ts";
import type { Mp4Chunk } from "./mp4SampleTable.ts";
import { cleanMovie } from "./mp4Tracks.ts";

/** A movie box of hours of film is a few megabytes. */
const mostMovieBytes = 64 * 1024 * 1024;

const fileType = box(
  "ftyp",
  bytesOfLatin1("isom"),
  bytesOfU32be(0x200),
  bytesOfLatin1("isomiso2mp41"),
);

/**
 * File type, movie box, samples. User data, metadata, private and free boxes, sound, unreferenced media data and whatever
 * follows go. What the video stream itself carries between its pictures is copied with it.
 */
export async function cleanMp4(
  source: ByteSource,
): Promise<Result<readonly PicturePart[], PictureFailure>> {
  const boxes = await topBoxes(source);
  if (!boxes.ok) return refused(boxes.failure);
  const movies = boxes.value.filter(({ type }) => type === "moov");
  const [movieBox] = movies;
  if (boxes.value[0]?.type !== "ftyp" || movieBox === undefined)
    return refused("damaged");
  if (movies.length > 1 || boxes.value.some(({ type }) => type === "moof"))
    return refused("unsupported");
  if (movieBox.payloadBytes > mostMovieBytes) return refused("tooLarge");
  const read = await source.read(movieBox.payloadOffset, movieBox.payloadBytes);
  if (!read.ok) return failed({ kind: "disk", failure: read.failure });
  const movie = cleanMovie(read.value);
  if (!movie.ok) return refused(movie.failure);
  const { chunks, isLarge } = movie.value.table;
  if (!chunks.every((chunk) => isMediaData(chunk, boxes.value)))
    return refused("damaged");
  const mediaBytes = chunks.reduce((sum, { length }) => sum + length, 0);
  // Chunks that overlap would make the result larger than the film.
  if (mediaBytes > source.sizeBytes) return refused("damaged");
  const head = mediaHead(mediaBytes, isLarge);
  const headersBytes =
    fileType.length +
    movie.value.write(chunks.map(() => 0)).length +
    head.length;
  const header = joined([
    fileType,
    movie.value.write(offsetsFrom(headersBytes, chunks)),
    head,
  ]);
  return success([{ kind: "bytes", bytes: header }, ...copies(chunks)]);
}

/** True if a chunk lies within a media data box. */
function isMediaData(chunk: Mp4Chunk, boxes: readonly TopBox[]): boolean {
  return boxes.some(
    ({ type, payloadOffset, payloadBytes }) =>
      type === "mdat" &&
      chunk.offset >= payloadOffset &&
      chunk.offset + chunk.length <= payloadOffset + payloadBytes,
  );
}

function mediaHead(mediaBytes: number, isLarge: boolean): Uint8Array {
  const name = bytesOfLatin1("mdat");
  if (!isLarge) return joined([bytesOfU32be(mediaBytes + 8), name]);
  const size = mediaBytes + 16;
  return joined([
    bytesOfU32be(1),
    name,
    bytesOfU32be(Math.floor(size / 2 ** 32), size),
  ]);
}

function offsetsFrom(
  start: number,
  chunks: readonly Mp4Chunk[],
): readonly number[] {
  let at = start;
  return chunks.map(({ length }) => {
    const offset = at;
    at += length;
    return offset;
  });
}

/** Chunks that follow one another are copied in one go. */
function copies(chunks: readonly Mp4Chunk[]): readonly PicturePart[] {
  const ranges: { kind: "copied"; offset: number; length: number }[] = [];
  for (const { offset, length } of chunks) {
    const last = ranges.at(-1);
    if (last !== undefined && last.offset + last.length === offset)
      last.length += length;
    else ranges.push({ kind: "copied", offset, length });
  }
  return ranges;
}

function refused(problem: PictureProblem): Result<never, PictureFailure> {
  return failed({ kind: "picture", problem });
}
