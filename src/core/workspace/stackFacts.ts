// What the headers of a stack say beyond grouping: masks it may want, and its free text. Found once per stack, a stack at a time: snapshots are made ten times a second, and an export has hundreds of stacks.
import type { MaskProposal, MaskShape } from "../../shared/mask.ts";
import type { FreeTextView } from "../../shared/freeText.ts";
import { freeTextOfStack } from "../deid/freeTextOfStack.ts";
import { maskProposals } from "../masks/maskProposals.ts";
import type { Stack, StackImage } from "../model/stack.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";

/** What was found. */
export interface StackFactsFound {
  readonly proposals: readonly MaskProposal[];
  /** As if none were kept and nothing answered. */
  readonly freeText: readonly FreeTextView[];
}

const nothingYet: StackFactsFound = { proposals: [], freeText: [] };

/** What finding facts needs from outside. */
export interface StackFactDeps {
  /** Masks used before on images of the same scanner. */
  readonly shapesUsedOn: (
    images: readonly StackImage[],
  ) => readonly MaskShape[];
  /** Lets others go first between two stacks. */
  readonly nextTurn: () => Promise<void>;
}

/** Facts about the stacks of one case. */
export class StackFacts {
  readonly #deps: StackFactDeps;
  readonly #onChange: () => void;
  #words: PatientWords = [];
  #matcher = new WordMatcher([]);
  #found = new WeakMap<Stack, StackFactsFound>();
  #wanted: readonly Stack[] = [];
  #running: Promise<void> | null = null;

  constructor(deps: StackFactDeps, onChange: () => void) {
    this.#deps = deps;
    this.#onChange = onChange;
  }

  /** Finds the patient's words in text. Kept until the words change. */
  get matcher(): WordMatcher {
    return this.#matcher;
  }

  /** Finds the facts of these stacks, for a case of these words. */
  follow(stacks: readonly Stack[], words: PatientWords): void {
    if (words !== this.#words) {
      this.#words = words;
      this.#matcher = new WordMatcher(words);
      this.#found = new WeakMap();
    }
    this.#wanted = stacks;
    // Without any it would end before it is known to run.
    if (this.#running === null && this.#next() !== undefined)
      this.#running = this.#findWanted();
  }

  cancel(): void {
    this.#wanted = [];
  }

  /** Resolves when nothing is being found any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Facts about one stack; none before they were found. */
  of(stack: Stack): StackFactsFound {
    return this.#found.get(stack) ?? nothingYet;
  }

  /** A stack whose facts are wanted and not known. */
  #next(): Stack | undefined {
    return this.#wanted.find((stack) => !this.#found.has(stack));
  }

  async #findWanted(): Promise<void> {
    let isNew = false;
    for (let stack = this.#next(); stack !== undefined; stack = this.#next()) {
      const { images } = stack;
      this.#found.set(stack, {
        proposals: maskProposals(images, this.#deps.shapesUsedOn(images)),
        freeText: freeTextOfStack(stack.id, images, this.#matcher),
      });
      isNew = true;
      await this.#deps.nextTurn();
    }
    this.#running = null;
    if (isNew) this.#onChange();
  }
}
