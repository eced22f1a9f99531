// What is checked of one case beyond its headers: text in its pixels, typed texts, masks used before, free text. Held against the words that tell who the patient is.
import type { TypedFieldView } from "../../shared/typedWords.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import type { SearchOf } from "../casefile/textFindings.ts";
import { typedFindings } from "../casefile/typedFindings.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { SentImages } from "../sentBefore/sentImages.ts";
import type { TextDetector } from "../ports/textDetector.ts";
import { prepareTypedPatterns } from "../typedWords/typedPatterns.ts";
import type { ViewSources } from "./caseView.ts";
import type { MaskMemory } from "./maskMemory.ts";
import { SentBefore } from "./sentBefore.ts";
import { StackFacts } from "./stackFacts.ts";
import { TextSearch } from "./textSearch.ts";

/** What the checks need from outside. */
export interface ImageCheckDeps {
  readonly textDetector: TextDetector;
  /** Masks used before, by scanner. */
  readonly maskMemory: Pick<MaskMemory, "shapesFor" | "remember">;
  /** Images of cases that were sent. */
  readonly sentImages: SentImages;
  /** Lets others go first between two steps of long work. */
  readonly nextTurn: () => Promise<void>;
}

/** The checks of one case. */
export class ImageChecks {
  readonly #memory: ImageCheckDeps["maskMemory"];
  readonly #text: TextSearch;
  readonly #facts: StackFacts;
  /** Of the images that leave. */
  readonly sentBefore: SentBefore;
  #typed: {
    readonly groups: GroupedImages;
    readonly draft: CaseDraft;
    readonly matcher: WordMatcher;
    readonly found: readonly TypedFieldView[];
  } | null = null;

  constructor(
    { textDetector, maskMemory, sentImages, nextTurn }: ImageCheckDeps,
    caseId: CaseId,
    onChange: () => void,
  ) {
    this.sentBefore = new SentBefore(sentImages, caseId, onChange);
    this.#memory = maskMemory;
    void prepareTypedPatterns(nextTurn);
    this.#text = new TextSearch(textDetector, onChange);
    this.#facts = new StackFacts(
      { shapesUsedOn: (images) => maskMemory.shapesFor(images), nextTurn },
      onChange,
    );
  }

  /** How far the search for text in a stack is. */
  readonly searchOf: SearchOf = (stack) => this.#text.of(stack);

  /** Free text and proposals of a stack. */
  readonly factsOf: ViewSources["factsOf"] = (stack) => this.#facts.of(stack);

  /** What was found in typed texts; worked out anew only when texts, images or words changed. */
  readonly typedIn = (
    groups: GroupedImages,
    draft: CaseDraft,
    stacks: readonly ChosenStack[],
  ): readonly TypedFieldView[] => {
    const { matcher } = this.#facts;
    const last = this.#typed;
    if (
      last?.groups === groups &&
      last.draft === draft &&
      last.matcher === matcher
    )
      return last.found;
    const found = typedFindings(groups, draft, stacks, matcher);
    this.#typed = { groups, draft, matcher, found };
    return found;
  };

  /** What a snapshot is made with. */
  get views(): Pick<ImageChecks, "searchOf" | "factsOf" | "typedIn"> {
    const { searchOf, factsOf, typedIn } = this;
    return { searchOf, factsOf, typedIn };
  }

  /** Looks for text in whatever is selected now. */
  follow(stacks: readonly ChosenStack[], words: PatientWords): void {
    this.#facts.follow(
      stacks.map(({ stack }) => stack),
      words,
    );
    this.#text.follow(stacks, words);
    this.sentBefore.follow(stacks);
  }

  /** Looks once more where that failed. */
  searchTextAgain(): void {
    this.#text.retry();
  }

  /** Looks once more where originals were away. */
  searchTextOfAway(): void {
    this.#text.retryAway();
  }

  /** Offered next time for images of the same scanner. A memory that cannot be written costs a convenience, not the case. */
  rememberMasks(stacks: readonly ChosenStack[]): void {
    for (const { isSelected, images, choices } of stacks)
      if (isSelected) void this.#memory.remember(images, choices.masks);
  }

  cancel(): void {
    this.#facts.cancel();
    this.#text.cancel();
  }

  /** Resolves when nothing is being looked at any more. */
  async settled(): Promise<void> {
    await Promise.all([this.#facts.settled(), this.#text.settled()]);
  }
}
