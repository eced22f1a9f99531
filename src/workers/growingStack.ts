// The outcomes of one stack, as they come in from many jobs in any order.
import type {
  ImageTreatment,
  PreparedStack,
  StackToPrepare,
} from "../core/ports/preparer.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { RefusalReason } from "../shared/failure.ts";
import { success, type Result } from "../shared/result.ts";
import { NamedActionSets } from "./actionSets.ts";
import type { ImageDone } from "./prepareJobs.ts";

/** A prepared stack in the making. */
export class GrowingStack {
  readonly #stack: StackToPrepare;
  readonly #images: (Result<SpooledFile, RefusalReason> | undefined)[];
  readonly #treatments: (ImageTreatment | null)[];
  readonly #actions = new NamedActionSets();

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
    done: ImageDone | null,
  ): void {
    this.#images[position] = image;
    this.#treatments[position] = done && {
      pixels: done.pixels,
      actions: this.#actions.of(done.actions),
    };
  }

  /** Once every image has its outcome. */
  prepared(): PreparedStack {
    return {
      stackId: this.#stack.stackId,
      images: this.#images.filter((image) => image !== undefined),
      treatments: this.#treatments,
    };
  }
}
