// Looks through the stacks of one case for text in their pixels, one after the other, as long as they are selected.
import type { StackId } from "../../shared/identifiers.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { isAway } from "../casefile/missingSources.ts";
import type { StackSearch } from "../casefile/textFindings.ts";
import type { Stack, StackImage } from "../model/stack.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { SearchedStack, TextDetector } from "../ports/textDetector.ts";

/** What was asked of the detector. A stack is looked through anew when its images or the words change. */
interface Asked {
  readonly images: readonly StackImage[];
  readonly words: PatientWords;
}

interface Searched extends Asked {
  readonly search: StackSearch;
}

/**
 * The search of one case.
 *
 * 1. At most one stack is looked through at a time; `follow` says which are wanted, first ones first.
 * 2. An answer holds only for the images and words it was asked for.
 * 3. A stack whose search failed stays failed until `retry`.
 */
export class TextSearch {
  readonly #detector: TextDetector;
  readonly #onChange: () => void;
  readonly #searched = new Map<StackId, Searched>();
  #wanted: readonly Stack[] = [];
  #words: PatientWords = [];
  #abort: {
    readonly stackId: StackId;
    readonly controller: AbortController;
  } | null = null;
  #running: Promise<void> | null = null;

  constructor(detector: TextDetector, onChange: () => void) {
    this.#detector = detector;
    this.#onChange = onChange;
  }

  /** Looks through the selected stacks that were not looked through for these words. Stops at what is not wanted any more. */
  follow(stacks: readonly ChosenStack[], words: PatientWords): void {
    this.#wanted = stacks
      .filter((chosen) => chosen.isSelected)
      .map((chosen) => chosen.stack);
    this.#words = words;
    const running = this.#abort;
    if (running !== null && !this.#isWanted(running.stackId))
      running.controller.abort();
    this.#running ??= this.#searchWanted();
  }

  /** Looks once more through what failed. */
  retry(): void {
    for (const [stackId, { search }] of this.#searched)
      if (search.kind === "failed") this.#searched.delete(stackId);
    this.#running ??= this.#searchWanted();
  }

  /** Looks once more through stacks of which originals were away: the disc may be back. */
  retryAway(): void {
    for (const [stackId, { search }] of this.#searched)
      if (search.kind === "looked" && hasAway(search.outcome))
        this.#searched.delete(stackId);
    this.#running ??= this.#searchWanted();
  }

  /** Ends the search; what was found stays. */
  cancel(): void {
    this.#wanted = [];
    this.#abort?.controller.abort();
  }

  /** Resolves when nothing is being looked through any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** How far a stack is. */
  of(stack: Stack): StackSearch {
    const searched = this.#searched.get(stack.id);
    return searched !== undefined && this.#isCurrent(searched, stack)
      ? searched.search
      : { kind: "waiting" };
  }

  #isCurrent({ images, words }: Asked, stack: Stack): boolean {
    return images === stack.images && words === this.#words;
  }

  /** True for a stack that is selected, in the form in which it is being looked through. */
  #isWanted(stackId: StackId): boolean {
    const asked = this.#searched.get(stackId);
    const stack = this.#wanted.find(({ id }) => id === stackId);
    return (
      asked !== undefined &&
      stack !== undefined &&
      this.#isCurrent(asked, stack)
    );
  }

  async #searchWanted(): Promise<void> {
    // Not in the turn of the change that asked for it: a selection of many stacks is one change after the other.
    await Promise.resolve();
    for (let next = this.#next(); next !== undefined; next = this.#next())
      await this.#search(next);
    this.#running = null;
  }

  #next(): Stack | undefined {
    return this.#wanted.find((stack) => this.of(stack).kind === "waiting");
  }

  async #search(stack: Stack): Promise<void> {
    const { id: stackId, images } = stack;
    const words = this.#words;
    const controller = new AbortController();
    const become = (search: StackSearch) => {
      this.#searched.set(stackId, { images, words, search });
      this.#onChange();
    };
    this.#abort = { stackId, controller };
    become({ kind: "looking", lookedImages: 0, totalImages: images.length });
    const found = await this.#detector
      .detect(
        { stackId, images, patientWords: words },
        {
          onProgress: (progress) => {
            if (!controller.signal.aborted)
              become({ kind: "looking", ...progress });
          },
        },
        controller.signal,
      )
      .catch(() => null);
    this.#abort = null;
    if (found?.ok === true) become({ kind: "looked", outcome: found.value });
    else if (controller.signal.aborted) {
      this.#searched.delete(stackId);
      this.#onChange();
    } else become({ kind: "failed" });
  }
}

function hasAway({ unseen }: SearchedStack): boolean {
  return unseen.some(({ reason }) => isAway(reason));
}
