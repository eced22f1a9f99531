// The outcomes of one stack, as they come in from many jobs in any order.
import type { PreparedStack, StackToPrepare } from "../core/ports/preparer.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { RefusalReason } from "../shared/failure.ts";
import { success, type Result } from "../shared/result.ts";
import type { PixelTreatment } from "../shared/stackFacts.ts";
import { ActionCounts } from "./actionCounts.ts";
import type { ActionCount } from "./prepareJobs.ts";

/** A prepared stack in the making. */
export class GrowingStack {
  readonly #stack: StackToPrepare;
  readonly #images: (Result<SpooledFile, RefusalReason> | undefined)[];
  readonly #treatments: (PixelTreatment | null)[];
  readonly #actions = new ActionCounts();

  constructor(stack: StackToPrepare) {
    this.#stack = stack;
    this.#images = stack.images.map((_, position) => {
      const known = stack.known?.[position] ?? null;
      return known === null ? undefined : success(known);
    });
    this.#treatments = stack.images.map(() => null);
  }

  set(
    position: number,
    image: Result<SpooledFile, RefusalReason>,
    treatment: PixelTreatment | null,
  ): void {
    this.#images[position] = image;
    this.#treatments[position] = treatment;
  }

  addActions(actions: readonly ActionCount[]): void {
    for (const counted of actions) this.#actions.add(counted, counted.count);
  }

  /** Once every image has its outcome. */
  prepared(): PreparedStack {
    return {
      stackId: this.#stack.stackId,
      images: this.#images.filter((image) => image !== undefined),
      treatments: this.#treatments,
      actions: this.#actions.named(),
    };
  }
}
