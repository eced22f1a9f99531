// Looks for text in every image of a stack: the quick pass on each, character recognition on each line that is new.
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import type { Palette } from "../pixels/palette.ts";
import type {
  SearchedStack,
  TextSearchProgress,
  UnseenImage,
  WordToFind,
} from "../ports/textDetector.ts";
import type { TextReader } from "../ports/textReader.ts";
import { findTextLines, type TextLine } from "./findTextLines.ts";
import { LineTracker } from "./lineTracker.ts";
import {
  patientWordMatcher,
  type PatientWordMatcher,
} from "./matchPatientWords.ts";
import { StandingInk } from "./standingInk.ts";
import { byGravity, textFindings } from "./textFindings.ts";
import { textPlanesOf, type TextPlane } from "./textPlanes.ts";
import type { ImageRisk } from "./textRisk.ts";

/** An image as it is searched. */
export interface FrameToSearch {
  readonly frame: DecodedFrame;
  readonly palette: Palette | null;
  /** Of the same size: what leaves with it and is not seen in it. */
  readonly hidden?: readonly DecodedFrame[];
}

/** What a search needs of the outside. */
export interface SearchDeps {
  /** Decodes an image of the stack; called once for each, in order. */
  readonly openFrame: (
    image: number,
  ) => Promise<Result<FrameToSearch, RefusalReason>>;
  /** Loaded once there is something to read: most stacks of slices never need it. */
  readonly reader: TextReader;
  /** Called after each image: lets others have their turn. */
  readonly giveWay: (progress: TextSearchProgress) => Promise<void>;
}

/** The stack to search, without what only opening it needs. */
export interface StackSearch {
  readonly stackId: StackId;
  readonly images: readonly ImageRisk[];
  readonly patientWords: readonly WordToFind[];
}

/** Lines with less than these odds, as logarithms, are not read. */
const leastScore = { usual: 0.5, likely: -0.5 };

/** Searches all images; null if cancelled on the way. */
export async function searchStack(
  search: StackSearch,
  deps: SearchDeps,
  signal: AbortSignal,
): Promise<SearchedStack | null> {
  const matcher = patientWordMatcher(search.patientWords);
  const unseen: UnseenImage[] = [];
  const runs = new Runs(search.stackId, { reader: deps.reader, matcher });
  const totalImages = search.images.length;
  const pages = pagesOf(search.images);
  const turned = endsAndMiddle([...search.images.keys()]);
  let [looked, read] = [0, 0];
  for (const [image, risk] of search.images.entries()) {
    if (signal.aborted) return null;
    const opened = await deps.openFrame(image);
    if (!opened.ok) {
      unseen.push({ image, reason: opened.failure });
      await runs.end();
    } else {
      const { frame, palette, hidden = [] } = opened.value;
      const planes = [
        ...textPlanesOf(frame, palette),
        ...hidden.flatMap((each) => textPlanesOf(each, null)),
      ];
      looked += 1;
      const [isPage, isTurned] = [pages.has(image), turned.has(image)];
      const run = await runs.with(planes);
      if (await run.add(image, planes, { ...risk, isPage, isTurned }))
        read += 1;
    }
    await deps.giveWay({ lookedImages: looked, totalImages });
  }
  await runs.end();
  return {
    stackId: search.stackId,
    findings: runs.findings.sort(byGravity),
    lookedImages: looked,
    readImages: read,
    unseen,
  };
}

/** Images that the reader looks over as a whole: the first, middle and last of those on which there often is print. */
function pagesOf(images: readonly ImageRisk[]): ReadonlySet<number> {
  const likely = [...images.entries()].flatMap(([image, risk]) =>
    risk.isLikelyPrintedOn ? [image] : [],
  );
  return endsAndMiddle(likely);
}

function endsAndMiddle(images: readonly number[]): ReadonlySet<number> {
  return new Set(
    [0, images.length >> 1, images.length - 1].flatMap(
      (index) => images[index] ?? [],
    ),
  );
}

/** What lines are read and compared with. */
interface ReadingDeps {
  readonly reader: TextReader;
  readonly matcher: PatientWordMatcher;
}

/** Divides a stack into runs of images of equal size, and gathers what is found in each. */
class Runs {
  readonly findings: TextFinding[] = [];
  readonly #stackId: StackId;
  readonly #deps: ReadingDeps;
  #current: EqualImages | null = null;

  constructor(stackId: StackId, deps: ReadingDeps) {
    this.#stackId = stackId;
    this.#deps = deps;
  }

  /** The run for an image with these planes. */
  async with(planes: readonly TextPlane[]): Promise<EqualImages> {
    if (this.#current?.fits(planes) === true) return this.#current;
    await this.end();
    this.#current = new EqualImages(this.#deps);
    return this.#current;
  }

  async end(): Promise<void> {
    if (this.#current !== null)
      this.findings.push(...(await this.#current.finish(this.#stackId)));
    this.#current = null;
  }
}

/** Consecutive images of equal size. */
class EqualImages {
  readonly #tracker: LineTracker;
  readonly #standing = new StandingInk();
  #first = -1;
  #last = -1;
  #shape: readonly TextPlane[] = [];
  #lines: readonly TextLine[] = [];
  #isLikely = false;

  constructor(deps: ReadingDeps) {
    this.#tracker = new LineTracker(deps);
  }

  fits(planes: readonly TextPlane[]): boolean {
    return (
      planes.length === this.#shape.length &&
      planes[0]?.rows === this.#shape[0]?.rows &&
      planes[0]?.columns === this.#shape[0]?.columns
    );
  }

  /** Takes in the next image; true if characters were recognised on it, or are the same as on one before. */
  async add(
    image: number,
    planes: readonly TextPlane[],
    risk: ImageRisk & { readonly isPage: boolean; readonly isTurned: boolean },
  ): Promise<boolean> {
    const isCopy = isSamePicture(planes, this.#shape);
    if (this.#first < 0) this.#first = image;
    this.#last = image;
    this.#shape = planes;
    this.#isLikely ||= risk.isLikelyPrintedOn;
    this.#standing.add(planes);
    if (!isCopy) this.#lines = findTextLines(planes, this.#leastScore());
    const isRead = await this.#tracker.add(
      { image, planes, standsAlone: risk.standsAlone },
      this.#lines,
    );
    if (risk.isPage && !isCopy) await this.#tracker.readPage();
    // On the first, middle and last image: print along a side stands, and this costs another quick pass.
    if (risk.isTurned && !isCopy) await this.#tracker.readTurned();
    return isRead || risk.isPage;
  }

  async finish(stackId: StackId): Promise<readonly TextFinding[]> {
    const [plane] = this.#shape;
    if (plane === undefined) return [];
    const images = { first: this.#first, last: this.#last };
    await this.#tracker.endRun();
    for (const standing of this.#standing.standing()) {
      const lines = this.#standing.tellsMore
        ? findTextLines(standing.planes, this.#leastScore())
        : [];
      await this.#tracker.addStanding(images, lines, standing);
    }
    return textFindings(stackId, this.#tracker.tracks, plane);
  }

  #leastScore(): number {
    return this.#isLikely ? leastScore.likely : leastScore.usual;
  }
}

/** True for an image of the same pixels as the one before, as in a cine that stands still. */
function isSamePicture(
  planes: readonly TextPlane[],
  before: readonly TextPlane[],
): boolean {
  return planes.every(({ values }, index) => {
    const other = before[index]?.values;
    return other !== undefined && Buffer.compare(values, other) === 0;
  });
}
