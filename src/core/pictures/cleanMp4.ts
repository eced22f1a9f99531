// An MP4 film without anything but its video: headers are written anew, and of the media data only the pictures are copied.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { PictureFailure, PicturePart } from "./picturePlan.ts";
import { bytesOfLatin1, bytesOfU32be, joined } from "./integers.ts";
import { box, topBoxes, type TopBox } from "./mp4Boxes.ts";
import { cleanSamples, type CleanSamples } from "./mp4Samples.ts";
import type { Mp4Chunk } from "./mp4SampleTable.ts";
import { cleanMovie, type CleanMovie } from "./mp4Tracks.ts";
import { sampleCleaner } from "./sampleForms.ts";

/** A movie box of hours of film is a few megabytes. */
const mostMovieBytes = 64 * 1024 * 1024;

/** Sample data beyond which places are written with 64 bits: well before 32 are used up. */
const mostSmallBytes = 0xf0000000;

const fileType = box(
  "ftyp",
  bytesOfLatin1("isom"),
  bytesOfU32be(0x200),
  bytesOfLatin1("isomiso2mp41"),
);

/**
 * File type, movie box, samples. User data, metadata, private and free boxes, sound, unreferenced media data and whatever
 * follows go, and so does what the video stream itself carries between its pictures.
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
  const { chunks, form } = movie.value.table;
  if (!chunks.every((chunk) => isMediaData(chunk, boxes.value)))
    return refused("damaged");
  // Chunks that overlap would make the result larger than the film.
  if (sum(chunks.map(({ length }) => length)) > source.sizeBytes)
    return refused("damaged");
  const samples = await cleanSamples(source, chunks, sampleCleaner(form));
  return samples.ok
    ? success([
        { kind: "bytes", bytes: headers(movie.value, samples.value) },
        ...samples.value.parts,
      ])
    : samples;
}

/** Everything before the samples. */
function headers(
  movie: CleanMovie,
  { sampleSizes, chunkSizes }: CleanSamples,
): Uint8Array {
  const mediaBytes = sum(chunkSizes);
  const isLarge = mediaBytes > mostSmallBytes;
  const head = mediaHead(mediaBytes, isLarge);
  const movieAt = (start: number) =>
    movie.write({
      chunkOffsets: offsetsFrom(start, chunkSizes),
      sampleSizes,
      isLarge,
    });
  // Places have the same length wherever they point to.
  const start = fileType.length + movieAt(0).length + head.length;
  return joined([fileType, movieAt(start), head]);
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
  lengths: readonly number[],
): readonly number[] {
  let at = start;
  return lengths.map((length) => {
    const offset = at;
    at += length;
    return offset;
  });
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}

function refused(problem: PictureProblem): Result<never, PictureFailure> {
  return failed({ kind: "picture", problem });
}
