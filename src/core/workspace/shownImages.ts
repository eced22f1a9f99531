// Single images of a case as the window asks for them: rendered, and compared with the copies that would be sent.
import type { ImageComparison } from "../../shared/beforeAfter.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { PreviewImage } from "../../shared/preview.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { findChosenStack } from "../casefile/caseImages.ts";
import { outcomeOf, type PreparedCase } from "../casefile/preparedCase.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { ImageComparer } from "../ports/imageComparer.ts";
import type { ImageRenderer, RenderOptions } from "../ports/imageRenderer.ts";

/** What showing images needs from outside. */
export interface ShownImageDeps {
  readonly renderer: ImageRenderer;
  readonly comparer: ImageComparer;
  readonly spoolFolderOf: (caseId: CaseId) => string;
}

/** The case as it is when an image is asked for. */
interface CaseNow {
  readonly groups: GroupedImages;
  readonly draft: CaseDraft;
  readonly prepared: PreparedCase | null;
}

const noStack = failed({ kind: "notFound", what: "stack" } as const);
const noImage = failed({ kind: "notFound", what: "image" } as const);

/** The images of one case, by their places in the display order before trimming. */
export class ShownImages {
  readonly #deps: ShownImageDeps;
  readonly #caseId: CaseId;
  readonly #now: () => CaseNow;

  constructor(deps: ShownImageDeps, caseId: CaseId, now: () => CaseNow) {
    this.#deps = deps;
    this.#caseId = caseId;
    this.#now = now;
  }

  async render(
    stackId: StackId,
    index: number,
    options: RenderOptions,
    signal: AbortSignal,
  ): Promise<Result<PreviewImage, Failure>> {
    const { groups, draft } = this.#now();
    const chosen = findChosenStack(groups, draft, stackId);
    if (chosen === null) return noStack;
    const image = chosen.images[index];
    return image === undefined
      ? noImage
      : this.#deps.renderer.render(image, options, signal);
  }

  /**
   * One image before and after: holds values of the patient, for the screen only. Fails with `notFound` for an image that
   * is not prepared as it is wanted now, with `refusedImage` for one that was refused.
   */
  async beforeAfter(
    stackId: StackId,
    index: number,
  ): Promise<Result<ImageComparison, Failure>> {
    const { groups, draft, prepared } = this.#now();
    const chosen = findChosenStack(groups, draft, stackId);
    if (chosen === null) return noStack;
    const original = chosen.images[index];
    const outcome = outcomeOf(prepared, chosen, index);
    if (original === undefined || outcome === undefined) return noImage;
    if (!outcome.ok)
      return failed({ kind: "refusedImage", reason: outcome.failure });
    return this.#deps.comparer.compare({
      original,
      copy: outcome.value,
      spoolFolder: this.#deps.spoolFolderOf(this.#caseId),
    });
  }
}
