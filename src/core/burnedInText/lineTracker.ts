// Follows lines of text over the images of a stack, so that what stands still is read once and reported once.
//
// Invariants:
// 1. A place that held a line on one image and holds the same ink on the next belongs to the same track.
// 2. A track's images are consecutive.
// 3. On images that share their print, a line that hardly looks like writing is read only once it still stands on the next
//    image, or when there is none: noise does not stand.
import type { PixelBox } from "../../shared/mask.ts";
import type { TextReader } from "../ports/textReader.ts";
import {
  inkPattern,
  isSameInk,
  sharedShare,
  type InkPattern,
} from "./inkPattern.ts";
import type { TextLine } from "./findTextLines.ts";
import type { PatientWordMatcher } from "./matchPatientWords.ts";
import { grouped, isBeside, joinedLine } from "./pieces.ts";
import { readPage, type PageLine } from "./readPage.ts";
import { readLine, type LineText } from "./readLine.ts";
import { readTurned } from "./readTurned.ts";
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

/** A line of the last image that has not been read. */
type WaitingLine = Pick<LineTrack, "line" | "ink">;

/** Ages, in images, at which what could not be read is tried again: behind text that stays, anatomy moves. */
const tryAgainAt = [3, 12, 48];
const sameBox = 0.5;
/** Bytes of earlier images that are kept, to see since when a line that was just found has been there. */
const mostKeptBytes = 32 << 20;

/** Score from which a line is read wherever it is found. */
const plainlyWriting = 3;

/** An image of the run. */
interface SeenImage {
  readonly image: number;
  readonly planes: readonly TextPlane[];
}

/** An image of the run as it is taken in. */
interface NewImage extends SeenImage {
  /** True if it may bear print that no other does. */
  readonly standsAlone: boolean;
}

/** The tracks of one run of images of equal size. */
export class LineTracker {
  readonly tracks: LineTrack[] = [];
  readonly #deps: {
    readonly reader: TextReader;
    readonly matcher: PatientWordMatcher;
  };
  #live: LineTrack[] = [];
  #waiting: readonly WaitingLine[] = [];
  /** The last few images, newest first. */
  #recent: readonly SeenImage[] = [];

  constructor(deps: {
    readonly reader: TextReader;
    readonly matcher: PatientWordMatcher;
  }) {
    this.#deps = deps;
  }

  /** Takes in the lines of the next image; calls follow one another. Returns whether any text was read on it or is the same as before. */
  async add(
    { image, planes, standsAlone }: NewImage,
    lines: readonly TextLine[],
  ): Promise<boolean> {
    const still = this.#live.filter((track) => isStill(track, planes));
    for (const track of still) {
      track.last = image;
      if (tryAgainAt.includes(image - track.first))
        await this.#readAgain(track, planes);
    }
    const confirmed = await this.#startTracks(
      image,
      this.#waiting
        .filter((waiting) => isStill(waiting, planes))
        .map(({ line }) => line),
      planes,
    );
    const known = [...still, ...confirmed];
    const fresh = lines.filter(
      ({ box }) =>
        !known.some((track) => sharedShare(track.line.box, box) > sameBox),
    );
    const isRead = ({ score }: TextLine) =>
      standsAlone || score >= plainlyWriting;
    const started = [
      ...confirmed,
      ...(await this.#startTracks(image, fresh.filter(isRead), planes)),
    ];
    started.push(...(await this.#readTogether(image, started, planes)));
    for (const track of started) this.#followBack(track);
    this.#keep({ image, planes });
    this.#waiting = fresh
      .filter((line) => !isRead(line))
      .map((line) => ({ line, ink: inkOf(line, planes) }));
    this.tracks.push(...started);
    this.#live = [...still, ...started];
    return this.#live.length > 0;
  }

  /** Has the reader look over the last image as a whole. */
  async readPage(): Promise<void> {
    const [last] = this.#recent;
    if (last !== undefined)
      this.#addFound(last.image, await readPage(last.planes, this.#deps));
  }

  /** Looks on the last image for print that runs up or down its sides. */
  async readTurned(): Promise<void> {
    const [last] = this.#recent;
    if (last === undefined) return;
    const isKnown = (box: PixelBox) =>
      this.#live.some(
        ({ text, line }) => text !== null && overlaps(line.box, box),
      );
    const found = await readTurned(last.planes, this.#deps, isKnown);
    this.#addFound(last.image, found);
  }

  /** Adds what was found on the last image by other means than its lines. */
  #addFound(image: number, found: readonly PageLine[]): void {
    const planes = this.#recent[0]?.planes ?? [];
    for (const { line, text } of found) {
      const isKnown = this.#live.some(
        (track) =>
          track.text !== null &&
          (text.rank !== "patientWord" || track.text.rank === text.rank) &&
          overlaps(track.line.box, line.box),
      );
      if (isKnown) continue;
      const ink = inkOf(line, planes);
      const track = { line, ink, first: image, last: image, text };
      this.#followBack(track);
      this.tracks.push(track);
      this.#live.push(track);
    }
  }

  /** Reads what waited for an image that does not come. */
  async endRun(): Promise<void> {
    const [last] = this.#recent;
    if (last === undefined) return;
    const { image, planes } = last;
    const lines = this.#waiting.map(({ line }) => line);
    this.tracks.push(...(await this.#startTracks(image, lines, planes)));
    this.#waiting = [];
  }

  /** Lets text count for all images if it stands in what all of them share, and adds what shows only there. */
  async addStanding(
    images: { readonly first: number; readonly last: number },
    lines: readonly TextLine[],
    { polarity, planes }: StandingPlanes,
  ): Promise<void> {
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
      const track = await this.#startTrack(images.first, line, planes);
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

  /** One after the other: there is one reader. */
  async #startTracks(
    image: number,
    lines: readonly TextLine[],
    planes: readonly TextPlane[],
  ): Promise<readonly LineTrack[]> {
    const tracks: LineTrack[] = [];
    for (const line of lines)
      tracks.push(await this.#startTrack(image, line, planes));
    return tracks;
  }

  /** What of a line was found in pieces may be the patient's only as a whole. */
  async #readTogether(
    image: number,
    tracks: readonly LineTrack[],
    planes: readonly TextPlane[],
  ): Promise<readonly LineTrack[]> {
    const lines = grouped(tracks, isPieceBeside)
      .filter(
        (pieces) =>
          pieces.length > 1 &&
          pieces.some(({ text }) => text !== null) &&
          !pieces.some(({ text }) => text?.rank === "patientWord"),
      )
      .flatMap((pieces) => joinedLine(pieces.map(({ line }) => line)) ?? []);
    const read = await this.#startTracks(image, lines, planes);
    return read.filter(({ text }) => text?.rank === "patientWord");
  }

  async #startTrack(
    image: number,
    line: TextLine,
    planes: readonly TextPlane[],
  ): Promise<LineTrack> {
    return {
      line,
      ink: inkOf(line, planes),
      first: image,
      last: image,
      text: await readLine(line, planes, this.#deps),
    };
  }

  async #readAgain(
    track: LineTrack,
    planes: readonly TextPlane[],
  ): Promise<void> {
    if (track.text?.rank === "patientWord") return;
    const text = await readLine(track.line, planes, this.#deps);
    if (track.text === null || text?.rank === "patientWord") track.text = text;
  }
}

function isPieceBeside(a: LineTrack, b: LineTrack): boolean {
  return (
    a.line.plane === b.line.plane &&
    a.line.polarity === b.line.polarity &&
    isBeside(a.line.box, b.line.box)
  );
}

function overlaps(a: PixelBox, b: PixelBox): boolean {
  return sharedShare(a, b) > 0;
}

function inkOf(line: TextLine, planes: readonly TextPlane[]): InkPattern {
  const plane = planes[line.plane];
  return plane === undefined ? new Uint8Array(0) : inkPattern(line, plane);
}

function isStill(
  { line, ink }: Pick<LineTrack, "line" | "ink">,
  planes: readonly TextPlane[],
): boolean {
  return isSameInk(ink, inkOf(line, planes));
}
