// The samples of a film, one after the other, without what they carry beside their pictures.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { Mp4Chunk } from "./mp4SampleTable.ts";
import type {
  PictureFailure,
  PicturePart,
  SampleCleaner,
} from "./picturePlan.ts";

export interface CleanSamples {
  /** In order, with offsets in the file; ranges that follow one another are one. */
  readonly parts: readonly PicturePart[];
  readonly sampleSizes: readonly number[];
  readonly chunkSizes: readonly number[];
}

/** Samples are read together up to this. */
const pieceBytes = 4 * 1024 * 1024;
/** A frame of 8K that is hardly compressed is well below. */
const mostSampleBytes = 64 * 1024 * 1024;

/** Samples that lie one after the other. */
interface Piece {
  readonly offset: number;
  readonly sizes: readonly number[];
}

/** Reads all samples once. `strayBytes` where the cleaner cannot account for every byte. */
export async function cleanSamples(
  source: ByteSource,
  chunks: readonly Mp4Chunk[],
  clean: SampleCleaner,
): Promise<Result<CleanSamples, PictureFailure>> {
  const kept = new KeptSamples();
  for (const chunk of chunks) {
    kept.beginChunk();
    for (const { offset, sizes } of piecesOf(chunk)) {
      const length = sum(sizes);
      if (length > mostSampleBytes) return refused("tooLarge");
      const read = await source.read(offset, length);
      if (!read.ok) return failed({ kind: "disk", failure: read.failure });
      if (read.value.length !== length)
        return failed({ kind: "disk", failure: { kind: "sourceChanged" } });
      let at = 0;
      for (const size of sizes) {
        const parts = clean(read.value.subarray(at, at + size));
        if (parts === null) return refused("strayBytes");
        kept.add(parts, offset + at);
        at += size;
      }
    }
  }
  return success(kept);
}

/** A sample that is longer than a piece is a piece of its own. */
function* piecesOf({ offset, sampleSizes }: Mp4Chunk): Generator<Piece> {
  let start = offset;
  let length = 0;
  let sizes: number[] = [];
  for (const size of sampleSizes) {
    if (sizes.length > 0 && length + size > pieceBytes) {
      yield { offset: start, sizes };
      start += length;
      length = 0;
      sizes = [];
    }
    sizes.push(size);
    length += size;
  }
  if (sizes.length > 0) yield { offset: start, sizes };
}

class KeptSamples implements CleanSamples {
  readonly parts: PicturePart[] = [];
  readonly sampleSizes: number[] = [];
  readonly chunkSizes: number[] = [];

  beginChunk(): void {
    this.chunkSizes.push(0);
  }

  /** A sample that began at `offset` in the file. */
  add(parts: readonly PicturePart[], offset: number): void {
    let size = 0;
    for (const part of parts) {
      if (part.kind === "bytes") {
        size += part.bytes.length;
        this.parts.push(part);
      } else {
        size += part.length;
        this.copy(offset + part.offset, part.length);
      }
    }
    this.sampleSizes.push(size);
    this.chunkSizes.push((this.chunkSizes.pop() ?? 0) + size);
  }

  private copy(offset: number, length: number): void {
    const last = this.parts.at(-1);
    if (last?.kind === "copied" && last.offset + last.length === offset)
      this.parts.splice(-1, 1, { ...last, length: last.length + length });
    else this.parts.push({ kind: "copied", offset, length });
  }
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

function refused(problem: PictureProblem): Result<never, PictureFailure> {
  return failed({ kind: "picture", problem });
}
