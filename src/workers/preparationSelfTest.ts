// The self-test of a preparation thread: made-up images with marks go through all that real ones go through, and what comes out is looked at.
//
// It is there for safety: a build, an update of V8 or a damaged installation that lets a mark through, or changes a pixel, prepares
// nothing. Run over and over for a moment, it also leaves the code compiled by the time the first real image arrives.
import { setImmediate as nextTurn } from "node:timers/promises";
import { SpoolWriter } from "../adapters/fileSpool/spoolWriter.ts";
import { toLocalPath } from "../adapters/fileTree/nodeFileTree.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import { CaseWordSearches } from "../core/deid/patientWordSearch.ts";
import { RememberedValues } from "../core/deid/rememberedValues.ts";
import {
  bytesAsSource,
  problemOfOutput,
} from "../core/deid/selfTest/checkOutput.ts";
import { caseWord } from "../core/deid/selfTest/marks.ts";
import {
  fewSlices,
  oneOfEachClass,
  type SelfTestFile,
} from "../core/deid/selfTest/selfTestImages.ts";
import { verifyDeid } from "../core/deid/verifyDeid.ts";
import type { Scratch } from "../core/media/scratch.ts";
import type { Clock } from "../core/ports/clock.ts";
import { stackIdSchema } from "../shared/caseEdit.ts";
import type { SelfTestProblem } from "../shared/selfTestProblem.ts";
import type { prepareImages } from "./prepareImages.ts";
import type { PrepareJob } from "./prepareJobs.ts";
import {
  memoryFiles,
  memoryFileTimeMs,
  memorySpool,
} from "./selfTestMemory.ts";
import { ReadBuffer } from "./sourceFile.ts";
import { WaningPatience } from "./waningPatience.ts";

/** What is tested, and what it works with. */
export interface SelfTestDeps {
  readonly prepare: typeof prepareImages;
  readonly decode: FrameDecoder;
  readonly scratch: Scratch;
  readonly clock: Clock;
}

/** Enough rounds of slices for V8 to compile what is used for every image; nothing more is learnt from further ones. */
const mostRounds = 96;
/** Nobody waits for it, but it takes a processor from whoever works at the same time. */
const longestMs = 2500;

/**
 * The first thing found wrong, or null. The check must not pass an original, and one image of each class is always made; then
 * slices, over and over, until `signal` aborts because there is real work.
 */
export async function preparationSelfTest(
  deps: SelfTestDeps,
  signal: AbortSignal,
): Promise<SelfTestProblem | null> {
  const test = new SelfTest(deps);
  const endMs = deps.clock.nowMs() + longestMs;
  const first =
    (await test.problemOfCheck()) ?? (await test.problemOf(oneOfEachClass()));
  if (first !== null) return first;
  const slices = fewSlices();
  for (let round = 0; round < mostRounds; round += 1) {
    // The message that real work has come arrives between turns of the event loop only.
    await nextTurn();
    if (signal.aborted || deps.clock.nowMs() >= endMs) break;
    const problem = await test.problemOf(slices);
    if (problem !== null) return problem;
  }
  return null;
}

/** Never written to. */
const spoolFolder = "/self-test";
const never = new AbortController().signal;
const stackId = stackIdSchema.parse("5e1f7e57".repeat(2));

class SelfTest {
  readonly #deps: SelfTestDeps;
  readonly #buffer = new ReadBuffer();
  readonly #searches = new CaseWordSearches();
  readonly #remembered = new RememberedValues();
  readonly #patience: WaningPatience;

  constructor(deps: SelfTestDeps) {
    this.#deps = deps;
    this.#patience = new WaningPatience(deps.clock);
  }

  /** What is wrong with what becomes of these files. */
  async problemOf(
    files: readonly SelfTestFile[],
  ): Promise<SelfTestProblem | null> {
    const outputs: Buffer[] = [];
    const answer = await this.#deps.prepare(
      // As a job arrives here: read from a message.
      structuredClone(jobOf(files)),
      {
        spool: new SpoolWriter(spoolFolder, memorySpool(outputs)),
        reading: {
          files: memoryFiles(files.map(({ bytes }) => bytes)),
          buffer: this.#buffer,
          scratch: this.#deps.scratch,
          patience: this.#patience,
        },
        decode: this.#deps.decode,
        remembered: this.#remembered,
        searchesFor: (words) => this.#searches.of(words),
      },
      never,
    );
    const expected = files.flatMap(({ images }) => images);
    if (answer.kind !== "prepared") return "refused";
    if (outputs.length !== expected.length) return "refused";
    for (const [index, { pixels }] of expected.entries()) {
      const image = answer.images[index];
      const output = outputs[index];
      if (image?.ok !== true || output === undefined) return "refused";
      const { sha256Hex } = image.value;
      const problem = await problemOfOutput(output, { pixels, sha256Hex });
      if (problem !== null) return problem;
    }
    return null;
  }

  /** The last check before a file may leave must not let an original through. */
  async problemOfCheck(): Promise<SelfTestProblem | null> {
    const words = this.#searches.of([caseWord]).withWords([]);
    for (const { bytes } of oneOfEachClass()) {
      const identifiers = { words, uids: new Set<string>() };
      const verified = await verifyDeid(bytesAsSource(bytes), identifiers);
      if (verified.ok) return "checkIsBlind";
    }
    return null;
  }
}

function jobOf(files: readonly SelfTestFile[]): PrepareJob {
  return {
    spoolFolder,
    saltHex: "5e1f7e57".repeat(4),
    sopInstanceUID: "hashed",
    stackId,
    window: null,
    patientWords: [caseWord],
    keptFreeText: [],
    acceptedFreeText: [],
    images: files.flatMap(({ bytes, images }, index) =>
      images.map(({ frame, masks }) => ({
        file: {
          kind: "file" as const,
          path: toLocalPath(String(index)),
          sizeBytes: bytes.byteLength,
          modifiedAtMs: memoryFileTimeMs,
        },
        frame,
        ...(masks.length > 0 && { masks }),
      })),
    ),
  };
}
