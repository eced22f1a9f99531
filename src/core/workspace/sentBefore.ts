// Whether images of one case were sent before: looked up for whatever is selected, and shown until the user says that it is meant.
import type { CaseId } from "../../shared/identifiers.ts";
import type { SentBeforeView } from "../../shared/sentBefore.ts";
import type { Blocker } from "../../shared/snapshot.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { keptImages, type ChosenStack } from "../casefile/caseImages.ts";
import type { SentImages, SentMatch } from "../sentBefore/sentImages.ts";

/** Names a find for as long as it is of the same case and as many images: what comes after is asked again. */
function findingIdOf({ caseId, count }: SentMatch): string {
  return `sentBefore:${caseId}:${count}`;
}

/** The images of a case that leave, in the order of their stacks. */
export function leavingImages(stacks: readonly ChosenStack[]) {
  return stacks
    .filter(({ isSelected }) => isSelected)
    .flatMap((chosen) => keptImages(chosen));
}

/** The look-up of one case. A newer one makes the one before void. */
export class SentBefore {
  readonly #memory: SentImages;
  readonly #caseId: CaseId;
  readonly #onChange: () => void;
  #stacks: readonly ChosenStack[] | null = null;
  #matches: readonly SentMatch[] = [];
  #looking: Promise<void> = Promise.resolve();

  constructor(memory: SentImages, caseId: CaseId, onChange: () => void) {
    this.#memory = memory;
    this.#caseId = caseId;
    this.#onChange = onChange;
  }

  /** Looks up what is selected now. */
  follow(stacks: readonly ChosenStack[]): void {
    if (this.#stacks === stacks) return;
    this.#stacks = stacks;
    if (this.#memory.isEmpty) return;
    this.#looking = this.#look(stacks);
  }

  async #look(stacks: readonly ChosenStack[]): Promise<void> {
    const matches = await this.#memory.matches(
      leavingImages(stacks),
      this.#caseId,
    );
    if (this.#stacks !== stacks) return;
    const isSame = JSON.stringify(matches) === JSON.stringify(this.#matches);
    this.#matches = matches;
    if (!isSame) this.#onChange();
  }

  /** Resolves when what is selected was looked up. Another case may have been sent since: it is looked up anew. */
  async settled(): Promise<void> {
    if (this.#stacks !== null && !this.#memory.isEmpty)
      this.#looking = this.#look(this.#stacks);
    await this.#looking;
  }

  view(draft: CaseDraft): readonly SentBeforeView[] {
    // Forgotten since they were found.
    if (this.#memory.isEmpty) return [];
    return this.#matches.map((match) => ({
      findingId: findingIdOf(match),
      caseId: match.caseId,
      title: match.title,
      sentAtMs: match.sentAtMs,
      remoteCaseId: match.remoteCaseId,
      count: match.count,
      isAccepted: draft.acceptedFindings[findingIdOf(match)] !== undefined,
    }));
  }

  /** Notes the images of this case as sent. */
  async note(title: string, sentAtMs: number): Promise<void> {
    if (this.#stacks === null) return;
    await this.#memory.note(
      { caseId: this.#caseId, title, sentAtMs },
      leavingImages(this.#stacks),
    );
  }
}

/** Finds that the user has not said to be meant. */
export function sentBeforeBlockers(
  views: readonly SentBeforeView[],
): readonly Blocker[] {
  const open = views.filter(({ isAccepted }) => !isAccepted);
  const count = open.reduce((most, view) => Math.max(most, view.count), 0);
  return count === 0 ? [] : [{ kind: "sentBefore", count }];
}
