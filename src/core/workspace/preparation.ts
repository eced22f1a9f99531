// De-identification of what is selected in one case: keeps outcomes, redoes only stacks that changed.
import { assertNever } from "../../shared/assertNever.ts";
import { bugFailure, type Failure } from "../../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../../shared/identifiers.ts";
import type { PreparationView } from "../../shared/snapshot.ts";
import type { PixelTreatment } from "../../shared/stackFacts.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import {
  hasMissingSource,
  missingSources,
  unpreparedPart,
} from "../casefile/missingSources.ts";
import {
  collectPrepared,
  coversSelection,
  coversStack,
  outcomeOf,
  refusedImages,
  treatmentsOf,
  type PreparedCase,
} from "../casefile/preparedCase.ts";
import { summedActions } from "../casefile/tagActions.ts";
import type { StackImage } from "../model/stack.ts";
import type {
  ImageTreatment,
  PreparationProgress,
  PreparedStack,
  Preparer,
  StackToPrepare,
} from "../ports/preparer.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { nameBelowRoots } from "./caseView.ts";

type PreparationState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly progress: PreparationProgress;
      readonly totalImages: number;
      readonly abort: AbortController;
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Missing files are named up to this many; the list of files left out has them all. */
const mostNames = 20;

/** What preparing one case needs from outside. */
export interface PreparationDeps {
  readonly preparer: Preparer;
  readonly caseId: CaseId;
  readonly saltHex: string;
  readonly spoolFolder: string;
  /** Removes all other copies of the case, unless a plan refers to some. Tells of failures itself. */
  readonly keepSpooled: (kept: ReadonlySet<Sha256Hex>) => Promise<void>;
}

/** Outcomes of de-identification for one case. */
export class Preparation {
  readonly #deps: PreparationDeps;
  readonly #onChange: () => void;
  /** Images of each stack when it was prepared last. */
  readonly #asked = new Map<StackId, readonly StackImage[]>();
  #state: PreparationState = { kind: "idle" };
  #prepared: PreparedCase | null = null;
  #patientWords: PatientWords = [];
  #running: Promise<void> | null = null;
  #tidying: Promise<void> = Promise.resolve();

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
   * is not made again. A call while one runs does nothing.
   */
  async prepare(stacks: readonly ChosenStack[]): Promise<void> {
    if (this.isRunning) return;
    this.#running = this.#prepareMissing(stacks);
    await this.#running;
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
  }

  /** Resolves when no preparation runs any more. */
  async settled(): Promise<void> {
    await this.#running;
    await this.#tidying;
  }

  /**
   * Removes copies that no outcome refers to: those of an earlier run, and those made before masks were painted, which show
   * what the masks are to hide. A call while a preparation runs does nothing: it ends with that.
   */
  async removeSuperseded(): Promise<void> {
    if (!this.isRunning) await this.#removeSuperseded();
  }

  #removeSuperseded(): Promise<void> {
    const kept = spooledIn(this.#prepared);
    this.#tidying = this.#tidying.then(() => this.#deps.keepSpooled(kept));
    return this.#tidying;
  }

  async #prepareMissing(stacks: readonly ChosenStack[]): Promise<void> {
    const patientWords = this.#patientWords;
    const before = this.#prepared;
    const wanted = stacks
      .filter(({ isSelected }) => isSelected)
      .filter(
        (chosen) =>
          before === null ||
          !coversStack(before, chosen) ||
          hasMissingSource(before, chosen),
      )
      .map((chosen) =>
        unpreparedPart(chosen, before, this.#asked.get(chosen.stack.id)),
      );
    const abort = new AbortController();
    const totalImages = wanted.reduce(
      (sum, stack) => sum + imagesToMake(stack),
      0,
    );
    const report = (progress: PreparationProgress) => {
      this.#setState({ kind: "running", progress, totalImages, abort });
    };
    report({ preparedImages: 0, preparedBytes: 0 });
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
      this.#setState(
        outcome.ok || outcome.failure.kind === "cancelled"
          ? { kind: "idle" }
          : { kind: "failed", failure: outcome.failure },
      );
    } catch (error) {
      this.#setState({ kind: "failed", failure: bugFailure(error) });
    }
  }

  cancel(): void {
    if (this.#state.kind === "running") this.#state.abort.abort();
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
        if (this.#prepared === null) return { kind: "notStarted" };
        return coversSelection(this.#prepared, stacks)
          ? readyView(this.#prepared, stacks, roots)
          : { kind: "outdated" };
      default:
        return assertNever(state, "preparation state");
    }
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
    this.#prepared = { images };
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

function preparedStack(prepared: PreparedCase, chosen: ChosenStack) {
  const files = chosen.keptIndexes.flatMap((index) => {
    const outcome = outcomeOf(prepared, chosen, index);
    return outcome?.ok === true ? [outcome.value] : [];
  });
  const treatments = treatmentsOf(prepared, chosen);
  return {
    stackId: chosen.stack.id,
    preparedImages: files.length,
    bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    pixels: pixelCounts(treatments),
    actions: summedActions(treatments),
  };
}

/** Images by what was done to their pixels. */
function pixelCounts(treatments: readonly ImageTreatment[]) {
  const counts: Partial<Record<PixelTreatment, number>> = {};
  for (const { pixels } of treatments)
    counts[pixels] = (counts[pixels] ?? 0) + 1;
  return counts;
}

function readyView(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
  roots: readonly string[],
): PreparationView {
  const missing = missingSources(prepared, stacks);
  const ready = stacks
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => preparedStack(prepared, chosen));
  return {
    kind: "ready",
    preparedImages: ready.reduce((sum, stack) => sum + stack.preparedImages, 0),
    preparedBytes: ready.reduce((sum, stack) => sum + stack.bytes, 0),
    stacks: ready.map(({ stackId, preparedImages, pixels, actions }) => ({
      stackId,
      preparedImages,
      pixels,
      actions,
    })),
    refused: refusedImages(prepared, stacks),
    missing: {
      count: missing.length,
      names: missing
        .slice(0, mostNames)
        .map((path) => nameBelowRoots(path, roots)),
    },
  };
}
