// What is checked of the images of one case beyond their headers: text in their pixels, masks used before, free text. Held against the words that tell who the patient is.
import type { ChosenStack } from "../casefile/caseImages.ts";
import type { SearchOf } from "../casefile/textFindings.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { TextDetector } from "../ports/textDetector.ts";
import type { ViewSources } from "./caseView.ts";
import type { MaskMemory } from "./maskMemory.ts";
import { StackFacts } from "./stackFacts.ts";
import { TextSearch } from "./textSearch.ts";

/** What the checks need from outside. */
export interface ImageCheckDeps {
  readonly textDetector: TextDetector;
  /** Masks used before, by scanner. */
  readonly maskMemory: Pick<MaskMemory, "shapesFor" | "remember">;
}

/** The checks of one case. */
export class ImageChecks {
  readonly #memory: ImageCheckDeps["maskMemory"];
  readonly #text: TextSearch;
  readonly #facts: StackFacts;
  #words: PatientWords = [];

  constructor(
    { textDetector, maskMemory }: ImageCheckDeps,
    onChange: () => void,
  ) {
    this.#memory = maskMemory;
    this.#text = new TextSearch(textDetector, onChange);
    this.#facts = new StackFacts((images) => maskMemory.shapesFor(images));
  }

  /** How far the search for text in a stack is. */
  readonly searchOf: SearchOf = (stack) => this.#text.of(stack);

  /** Free text and proposals of a stack. */
  readonly factsOf: ViewSources["factsOf"] = (stack) =>
    this.#facts.of(stack, this.#words);

  /** Looks for text in whatever is selected now. */
  follow(stacks: readonly ChosenStack[], words: PatientWords): void {
    this.#words = words;
    this.#text.follow(stacks, words);
  }

  /** Looks once more where that failed. */
  searchTextAgain(): void {
    this.#text.retry();
  }

  /** Offered next time for images of the same scanner. A memory that cannot be written costs a convenience, not the case. */
  rememberMasks(stacks: readonly ChosenStack[]): void {
    for (const { isSelected, images, choices } of stacks)
      if (isSelected) void this.#memory.remember(images, choices.masks);
  }

  cancel(): void {
    this.#text.cancel();
  }

  /** Resolves when nothing is being looked at any more. */
  settled(): Promise<void> {
    return this.#text.settled();
  }
}
