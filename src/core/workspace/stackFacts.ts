// What the headers of a stack say beyond grouping: masks it may want, and its free text. Found once per stack, since snapshots are made ten times a second.
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
  /** As if none were kept. */
  readonly freeText: readonly FreeTextView[];
}

/** Facts about the stacks of one case. */
export class StackFacts {
  readonly #shapesUsedOn: (
    images: readonly StackImage[],
  ) => readonly MaskShape[];
  #words: PatientWords = [];
  #matcher = new WordMatcher([]);
  #found = new WeakMap<Stack, StackFactsFound>();

  /** `shapesUsedOn`: masks used before on images of the same scanner. */
  constructor(
    shapesUsedOn: (images: readonly StackImage[]) => readonly MaskShape[],
  ) {
    this.#shapesUsedOn = shapesUsedOn;
  }

  /** Finds the patient's words in text. Kept until the words change. */
  matcherFor(words: PatientWords): WordMatcher {
    if (words !== this.#words) {
      this.#words = words;
      this.#matcher = new WordMatcher(words);
      this.#found = new WeakMap();
    }
    return this.#matcher;
  }

  /** Facts about one stack, for a case of these words. */
  of(stack: Stack, words: PatientWords): StackFactsFound {
    const matcher = this.matcherFor(words);
    const known = this.#found.get(stack);
    if (known !== undefined) return known;
    const { images } = stack;
    const found: StackFactsFound = {
      proposals: maskProposals(images, this.#shapesUsedOn(images)),
      freeText: freeTextOfStack(stack.images, matcher, []),
    };
    this.#found.set(stack, found);
    return found;
  }
}
