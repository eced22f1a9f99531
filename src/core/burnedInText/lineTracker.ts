// Follows lines of text over the images of a stack, so that what stands still is read once and reported once.
//
// Invariants:
// 1. A place that held a line on one image and holds the same ink on the next belongs to the same track.
// 2. A track's images are consecutive.
import type { LineReader } from "../ports/textReader.ts";
import {
  inkPattern,
  isSameInk,
  sharedShare,
  type InkPattern,
} from "./inkPattern.ts";
import type { TextLine } from "./findTextLines.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { readLine, type LineText } from "./readLine.ts";
import type { StandingPlanes } from "./standingInk.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line that is the same on a run of images. */
export interface LineTrack {
  readonly line: TextLine;
  readonly ink: InkPattern;
  first: number;
  last: number;
  /** What it says; null: no text after all, so far. */
  text: LineText | null;
}

/** Ages, in images, at which what could not be read is tried again: behind text that stays, anatomy moves. */
const tryAgainAt = [3, 12, 48];
const sameBox = 0.5;
/** Bytes of earlier images that are kept, to see since when a line that was just found has been there. */
const mostKeptBytes = 32 << 20;

/** An image of the run. */
interface SeenImage {
  readonly image: number;
  readonly planes: readonly TextPlane[];
}

/** The tracks of one run of images of equal size. */
export class LineTracker {
  readonly tracks: LineTrack[] = [];
  readonly #deps: {
    readonly reader: LineReader;
    readonly matcher: PatientWordMatcher;
  };
  #live: LineTrack[] = [];
  /** The last few images, newest first. */
  #recent: readonly SeenImage[] = [];

  constructor(deps: {
    readonly reader: LineReader;
    readonly matcher: PatientWordMatcher;
  }) {
    this.#deps = deps;
  }

  /** Takes in the lines of the next image. Returns whether any text was read on it or is the same as before. */
  add(
    image: number,
    lines: readonly TextLine[],
    planes: readonly TextPlane[],
  ): boolean {
    const before = this.#live.filter((track) => isStill(track, planes));
    for (const track of before) {
      track.last = image;
      if (tryAgainAt.includes(image - track.first))
        this.#readAgain(track, planes);
    }
    const fresh = lines
      .filter(
        ({ box }) =>
          !before.some((track) => sharedShare(track.line.box, box) > sameBox),
      )
      .map((line) => this.#startTrack(image, line, planes));
    for (const track of fresh) this.#followBack(track);
    this.#keep({ image, planes });
    this.tracks.push(...fresh);
    this.#live = [...before, ...fresh];
    return this.#live.length > 0;
  }

  /** Lets text count for all images if it stands in what all of them share, and adds what shows only there. */
  addStanding(
    images: { readonly first: number; readonly last: number },
    lines: readonly TextLine[],
    { polarity, planes }: StandingPlanes,
  ): void {
    for (const track of this.tracks)
      if (
        track.text !== null &&
        track.line.polarity === polarity &&
        isStill(track, planes)
      )
        Object.assign(track, images);
    for (const line of lines) {
      if (line.polarity !== polarity) continue;
      const isKnown = this.tracks.some(
        (track) =>
          track.text !== null && sharedShare(track.line.box, line.box) > 0.3,
      );
      if (isKnown) continue;
      const track = this.#startTrack(images.first, line, planes);
      track.last = images.last;
      this.tracks.push(track);
    }
  }

  /** Text may have stood there before the quick pass saw it. */
  #followBack(track: LineTrack): void {
    for (const { image, planes } of this.#recent) {
      if (!isStill(track, planes)) return;
      track.first = image;
    }
  }

  #keep(seen: SeenImage): void {
    const bytes = seen.planes.reduce(
      (sum, { values }) => sum + values.length,
      0,
    );
    const most = Math.max(1, Math.floor(mostKeptBytes / Math.max(1, bytes)));
    this.#recent = [seen, ...this.#recent].slice(0, Math.min(16, most));
  }

  #startTrack(
    image: number,
    line: TextLine,
    planes: readonly TextPlane[],
  ): LineTrack {
    const plane = planes[line.plane];
    return {
      line,
      ink: plane === undefined ? new Uint8Array(0) : inkPattern(line, plane),
      first: image,
      last: image,
      text: readLine(line, planes, this.#deps),
    };
  }

  #readAgain(track: LineTrack, planes: readonly TextPlane[]): void {
    if (track.text?.rank === "patientWord") return;
    const text = readLine(track.line, planes, this.#deps);
    if (track.text === null || text?.rank === "patientWord") track.text = text;
  }
}

function isStill(track: LineTrack, planes: readonly TextPlane[]): boolean {
  const plane = planes[track.line.plane];
  return (
    plane !== undefined && isSameInk(track.ink, inkPattern(track.line, plane))
  );
}
