// In which order originals are read, and how they are cut into jobs.
//
// On a disk, stacks are read in display order by all threads at once. So are originals on slow media that the scan has copied:
// it reads each of their files once, and everything after it reads the copy (core/scan/slowReading.ts). What it could not copy
// is read by one thread, one file after the other, in the order of their paths, which is how discs are written and folders
// listed: the head of an optical drive then moves forwards only. Preparation reads each byte once: a file that fits in memory
// in one piece, of a larger one the header and then its pixels.
import { stackWindow, type StackWindow } from "../core/deid/stackWindow.ts";
import { instanceVariant } from "../core/deid/uidMapping.ts";
import type { FileSource } from "../core/model/fileSource.ts";
import type { StackImage } from "../core/model/stack.ts";
import type { Preparer, StackToPrepare } from "../core/ports/preparer.ts";
import { compareCodePoints } from "../core/scan/codePointOrder.ts";
import type { PrepareJob } from "./prepareJobs.ts";

type Request = Parameters<Preparer["prepare"]>[0];

/** Images in one job: enough to hide the cost of a message, few enough for even threads and lively progress. */
const imagesPerJob = 16;
/** More where they are frames: each job reads the header of their file anew, and it may be as long as they are many. */
const framesPerJob = 128;
/** A job ends after so many bytes of files, so that large files do not all fall to one thread. */
const bytesPerJob = 64 * 1024 * 1024;

/** One image of the request. */
export interface ImagePlace {
  readonly stack: StackToPrepare;
  /** Index in the stack's images. */
  readonly position: number;
  readonly image: StackImage;
}

/** A job, and where its answers belong. */
export interface PlacedJob {
  readonly job: PrepareJob;
  readonly places: readonly ImagePlace[];
}

/** The images that have to be made, stack by stack in display order. */
export function imagesToPrepare(
  stacks: readonly StackToPrepare[],
): readonly ImagePlace[] {
  return stacks.flatMap((stack) =>
    stack.images.flatMap((image, position) =>
      stack.known?.[position] == null ? [{ stack, position, image }] : [],
    ),
  );
}

/** The file of this computer that holds an image. */
export function containerOf(source: FileSource) {
  return source.kind === "file" ? source : source.container;
}

/** By container, by the place in it, and the frames of a file by stack. */
export function inReadingOrder(
  places: readonly ImagePlace[],
): readonly ImagePlace[] {
  const stackRanks = new Map<StackToPrepare, number>();
  for (const { stack } of places)
    if (!stackRanks.has(stack)) stackRanks.set(stack, stackRanks.size);
  const rankOf = ({ stack }: ImagePlace) => stackRanks.get(stack) ?? 0;
  return [...places].sort((a, b) => {
    const [from, to] = [a.image.instance.source, b.image.instance.source];
    return (
      compareCodePoints(containerOf(from).path, containerOf(to).path) ||
      offsetOf(from) - offsetOf(to) ||
      rankOf(a) - rankOf(b) ||
      (a.image.frame ?? 0) - (b.image.frame ?? 0)
    );
  });
}

function offsetOf(source: FileSource): number {
  if (source.kind === "file") return 0;
  const { packed } = source;
  return packed.kind === "plain" ? packed.offset : packed.headerOffset;
}

/** Cuts images into jobs, keeping their order. A job is of one stack. */
export function jobsOf(
  places: readonly ImagePlace[],
  request: Request,
): readonly PlacedJob[] {
  const windows = new Map<StackToPrepare, StackWindow | null>();
  for (const { stack } of places)
    if (!windows.has(stack)) windows.set(stack, stackWindow(stack.images));
  return runsOf(places).flatMap((run) => {
    const [first] = run;
    return first === undefined
      ? []
      : [
          {
            places: run,
            job: {
              spoolFolder: request.spoolFolder,
              saltHex: request.saltHex,
              patientWords: request.patientWords ?? [],
              keptFreeText: first.stack.keptFreeText ?? [],
              acceptedFreeText: first.stack.acceptedFreeText ?? [],
              sopInstanceUID: request.sopInstanceUID ?? "hashed",
              stackId: first.stack.stackId,
              window: windows.get(first.stack) ?? null,
              images: run.map(imageOfJob),
            },
          },
        ];
  });
}

function runsOf(places: readonly ImagePlace[]): readonly ImagePlace[][] {
  const runs: ImagePlace[][] = [];
  let run: ImagePlace[] = [];
  let bytes = 0;
  for (const place of places) {
    const most = place.image.frame === null ? imagesPerJob : framesPerJob;
    const isFull = run.length >= most || bytes >= bytesPerJob;
    if (runs.length === 0 || isFull || run[0]?.stack !== place.stack) {
      run = [];
      bytes = 0;
      runs.push(run);
    }
    run.push(place);
    bytes += imageBytes(place.image);
  }
  return runs;
}

function imageOfJob({
  stack,
  position,
  image,
}: ImagePlace): PrepareJob["images"][number] {
  const { source, picture } = image.instance;
  const masks = stack.masks?.[position] ?? [];
  const variant = instanceVariant(image);
  return {
    file: source,
    frame: image.frame,
    ...(variant !== null && { variant }),
    ...(picture !== undefined && { picture: picture.format }),
    ...(masks.length > 0 && { masks }),
  };
}

/** A frame is its share of the file. */
function imageBytes({ instance }: StackImage): number {
  const frames = instance.header.pixels?.numberOfFrames ?? 1;
  return instance.source.sizeBytes / Math.max(1, frames);
}
