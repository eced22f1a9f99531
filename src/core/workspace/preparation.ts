// De-identification of what is selected in one case: keeps outcomes, redoes only stacks that changed.
import { assertNever } from "../../shared/assertNever.ts";
import { bugFailure, type Failure } from "../../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../../shared/identifiers.ts";
import type {
  PreparationHold,
  PreparationView,
} from "../../shared/snapshot.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import {
  hasMissingSource,
  unpreparedPart,
} from "../casefile/missingSources.ts";
import {
  collectPrepared,
  coversSelection,
  coversStack,
  keptOutcomes,
  stackToPrepare,
  type PreparedCase,
} from "../casefile/preparedCase.ts";
import type { StackImage } from "../model/stack.ts";
import type {
  PreparationProgress,
  PreparedStack,
  Preparer,
  StackToPrepare,
} from "../ports/preparer.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { countPrepared, readyView } from "./preparationView.ts";

type PreparationState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly progress: PreparationProgress;
      readonly totalImages: number;
      readonly abort: AbortController;
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What preparing one case needs from outside. */
export interface PreparationDeps {
  readonly preparer: Preparer;
  readonly caseId: CaseId;
  readonly saltHex: string;
  readonly spoolFolder: string;
  /** Why no copy of a stack may be made yet; null: it may. */
  readonly holdOf: (
    chosen: ChosenStack,
    prepared: PreparedCase | null,
  ) => PreparationHold | null;
  /** Removes all other copies of the case, unless a plan refers to some. Tells of failures itself. */
  readonly keepSpooled: (kept: ReadonlySet<Sha256Hex>) => Promise<void>;
}

const nothingMade: PreparationProgress = {
  preparedImages: 0,
  preparedBytes: 0,
};

/**
 * Outcomes of de-identification for one case.
 *
 * 1. No copy is made of a stack that is held back. What was asked for goes on by itself once nothing holds it: `follow`.
 * 2. At most one round of the preparer runs at a time.
 * 3. The spool holds what the outcomes refer to, and after each round nothing else.
 */
export class Preparation {
  readonly #deps: PreparationDeps;
  readonly #onChange: () => void;
  /** Images of each stack when it was prepared last. */
  readonly #asked = new Map<StackId, readonly StackImage[]>();
  /** What was tried since the user asked: the same is not tried twice. */
  readonly #tried = new Map<StackId, StackToPrepare>();
  #state: PreparationState = { kind: "idle" };
  #prepared: PreparedCase | null = null;
  #patientWords: PatientWords = [];
  /** True from the user's word until everything selected was tried. */
  #isAsked = false;
  /** Stacks to be prepared that were held back when last looked at. */
  #held: readonly ChosenStack[] = [];
  /** The stacks that was worked out for; null if anything else has changed since. */
  #heldAmong: readonly ChosenStack[] | null = null;
  #stacks: readonly ChosenStack[] = [];
  #made: PreparationProgress = nothingMade;
  #running: Promise<void> | null = null;
  #tidying: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(deps: PreparationDeps, onChange: () => void) {
    this.#deps = deps;
    this.#onChange = onChange;
  }

  /** Outcomes so far; null if nothing was prepared yet. */
  get prepared(): PreparedCase | null {
    return this.#prepared;
  }

  get isRunning(): boolean {
    return this.#state.kind === "running";
  }

  /** Share done of a running preparation, 0 to 1. */
  get fraction(): number {
    const state = this.#state;
    return state.kind === "running" && state.totalImages > 0
      ? state.progress.preparedImages / state.totalImages
      : 0;
  }

  /**
   * Prepares every selected stack that has an image without outcome, or one whose original was away. What is in the spool
   * is not made again. Resolves when all of it was tried, or what is left waits for the user. A call while one runs does
   * nothing.
   */
  async prepare(stacks: readonly ChosenStack[]): Promise<void> {
    if (this.isRunning) return;
    this.#isAsked = true;
    this.#tried.clear();
    this.#made = nothingMade;
    this.#stacks = stacks;
    const due = stacks.filter((chosen) => this.#isDue(chosen));
    const held = this.#heldOf(due);
    this.#held = held;
    this.#begin(due.filter((chosen) => !held.includes(chosen)));
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Goes on with stacks that were held back and are not any more. Call after every change. */
  follow(stacks: readonly ChosenStack[]): void {
    this.#stacks = stacks;
    if (!this.#isAsked || this.isRunning) return;
    // The progress of a search says nothing of stacks that are prepared.
    const due =
      stacks === this.#heldAmong
        ? this.#held
        : stacks.filter((chosen) => this.#isDue(chosen));
    this.#heldAmong = stacks;
    this.#held = this.#heldOf(due);
    if (this.#held.length < due.length)
      this.#begin(due.filter((chosen) => !this.#held.includes(chosen)));
    else this.#rest();
  }

  /** No output may hold one of these words. Copies that were checked against others are made anew. */
  checkAgainst(patientWords: PatientWords): void {
    if (patientWords === this.#patientWords) return;
    const isSame =
      JSON.stringify(patientWords) === JSON.stringify(this.#patientWords);
    if (isSame) return;
    this.#patientWords = patientWords;
    this.#prepared = null;
    this.#asked.clear();
    this.#tried.clear();
    this.#heldAmong = null;
  }

  /** Resolves when no preparation runs any more. */
  async settled(): Promise<void> {
    await this.#running;
    await this.#tidying;
  }

  /**
   * Removes copies that are not of what is selected: those of an earlier run, those made before masks were painted, which
   * show what the masks are to hide, and those of images that were trimmed away. A call while a preparation runs does nothing:
   * it ends with that.
   */
  async removeSuperseded(stacks: readonly ChosenStack[]): Promise<void> {
    this.#stacks = stacks;
    if (!this.isRunning) await this.#removeSuperseded();
  }

  #removeSuperseded(): Promise<void> {
    if (this.#prepared !== null)
      this.#prepared = keptOutcomes(this.#prepared, this.#stacks);
    const kept = spooledIn(this.#prepared);
    this.#tidying = this.#tidying.then(() => this.#deps.keepSpooled(kept));
    return this.#tidying;
  }

  /** True for a selected stack with an image that has no outcome, or whose original was away, unless just that was tried. */
  #isDue(chosen: ChosenStack): boolean {
    if (!chosen.isSelected) return false;
    const prepared = this.#prepared;
    if (
      prepared !== null &&
      coversStack(prepared, chosen) &&
      !hasMissingSource(prepared, chosen)
    )
      return false;
    const tried = this.#tried.get(chosen.stack.id);
    return tried === undefined || !isSameOrder(tried, stackToPrepare(chosen));
  }

  #heldOf(due: readonly ChosenStack[]): readonly ChosenStack[] {
    return due.filter(
      (chosen) => this.#deps.holdOf(chosen, this.#prepared) !== null,
    );
  }

  /** What was asked for is done, or waits for a search or for the user. */
  #rest(): void {
    this.#isAsked = this.#held.length > 0;
    const isSearching = this.#held.some(
      (chosen) => this.#deps.holdOf(chosen, this.#prepared) === "searching",
    );
    if (isSearching) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #begin(stacks: readonly ChosenStack[]): void {
    this.#heldAmong = null;
    this.#running = this.#prepareNow(stacks).then(() => {
      this.follow(this.#stacks);
      if (!this.isRunning) this.#rest();
    });
  }

  async #prepareNow(stacks: readonly ChosenStack[]): Promise<void> {
    const patientWords = this.#patientWords;
    const before = this.#prepared;
    for (const chosen of stacks)
      this.#tried.set(chosen.stack.id, stackToPrepare(chosen));
    const wanted = stacks.map((chosen) =>
      unpreparedPart(chosen, before, this.#asked.get(chosen.stack.id)),
    );
    const abort = new AbortController();
    const made = this.#made;
    const totalImages =
      made.preparedImages +
      wanted.reduce((sum, stack) => sum + imagesToMake(stack), 0) +
      this.#held.reduce((sum, { keptIndexes }) => sum + keptIndexes.length, 0);
    const report = (progress: PreparationProgress) => {
      this.#made = {
        preparedImages: made.preparedImages + progress.preparedImages,
        preparedBytes: made.preparedBytes + progress.preparedBytes,
      };
      const state = { progress: this.#made, totalImages, abort };
      this.#setState({ kind: "running", ...state });
    };
    report(nothingMade);
    try {
      // What is made now may be named like what is being removed.
      await this.#tidying;
      const outcome = await this.#deps.preparer.prepare(
        {
          caseId: this.#deps.caseId,
          saltHex: this.#deps.saltHex,
          spoolFolder: this.#deps.spoolFolder,
          patientWords,
          stacks: wanted,
          onProgress: report,
        },
        abort.signal,
      );
      // Other words by now: these copies were not checked against them.
      if (outcome.ok && patientWords === this.#patientWords)
        this.#merge(wanted, outcome.value);
      await this.#removeSuperseded();
      if (!outcome.ok) this.#giveUp();
      this.#setState(
        outcome.ok || outcome.failure.kind === "cancelled"
          ? { kind: "idle" }
          : { kind: "failed", failure: outcome.failure },
      );
    } catch (error) {
      this.#giveUp();
      this.#setState({ kind: "failed", failure: bugFailure(error) });
    }
  }

  /** Nothing is asked for any more. */
  #giveUp(): void {
    this.#isAsked = false;
    this.#held = [];
  }

  /** Ends a preparation, also one that waits. */
  cancel(): void {
    const wasAsked = this.#isAsked;
    this.#giveUp();
    if (this.#state.kind === "running") this.#state.abort.abort();
    else if (wasAsked) {
      this.#rest();
      this.#onChange();
    }
  }

  /** `roots`: what was dropped, to name files by. */
  view(
    stacks: readonly ChosenStack[],
    roots: readonly string[],
  ): PreparationView {
    const state = this.#state;
    switch (state.kind) {
      case "running":
        return {
          kind: "running",
          ...state.progress,
          totalImages: state.totalImages,
        };
      case "failed":
        return { kind: "failed", failure: state.failure };
      case "idle":
        if (this.#held.length > 0) return this.#heldView(stacks);
        if (this.#prepared === null) return { kind: "notStarted" };
        return coversSelection(this.#prepared, stacks)
          ? readyView(this.#prepared, stacks, roots)
          : { kind: "outdated" };
      default:
        return assertNever(state, "preparation state");
    }
  }

  #heldView(stacks: readonly ChosenStack[]): PreparationView {
    return {
      kind: "held",
      preparedImages: countPrepared(this.#prepared, stacks),
      stacks: this.#held.flatMap((chosen) => {
        const why = this.#deps.holdOf(chosen, this.#prepared);
        return why === null ? [] : [{ stackId: chosen.stack.id, why }];
      }),
    };
  }

  #merge(
    asked: readonly StackToPrepare[],
    answered: readonly PreparedStack[],
  ): void {
    const before = this.#prepared;
    const added = collectPrepared(asked, answered);
    for (const { stackId, images } of asked) this.#asked.set(stackId, images);
    const images = new Map(before?.images);
    for (const [image, made] of added.images) {
      // One that was in the spool already was treated when it was made.
      const treatment = made.treatment ?? images.get(image)?.treatment ?? null;
      images.set(image, { ...made, treatment });
    }
    this.#prepared = images.size === 0 ? null : { images };
  }

  #setState(state: PreparationState): void {
    this.#state = state;
    this.#onChange();
  }
}

/** What the spool has to hold for these outcomes. */
function spooledIn(prepared: PreparedCase | null): ReadonlySet<Sha256Hex> {
  const made = [...(prepared?.images.values() ?? [])];
  return new Set(
    made.flatMap(({ outcome }) =>
      outcome.ok ? [outcome.value.sha256Hex] : [],
    ),
  );
}

function imagesToMake({ images, known }: StackToPrepare): number {
  return images.filter((_, index) => known?.[index] == null).length;
}

/** True if the same images would be made in the same way. */
function isSameOrder(one: StackToPrepare, other: StackToPrepare): boolean {
  const { images, masks, keptFreeText, acceptedFreeText } = one;
  return (
    images.length === other.images.length &&
    images.every((image, index) => image === other.images[index]) &&
    JSON.stringify([masks, keptFreeText, acceptedFreeText]) ===
      JSON.stringify([other.masks, other.keptFreeText, other.acceptedFreeText])
  );
}
