// Remembers which masks were used on images of which scanner, so that they can be offered again. Holds no patient data: scanners
// are known by a hash of make, model, modality and matrix, and shapes are numbers.
import { createHash } from "node:crypto";
import { z } from "zod";
import type { DiskFailure } from "../../shared/failure.ts";
import {
  maskShapeSchema,
  type Mask,
  type MaskShape,
} from "../../shared/mask.ts";
import { ofMemory } from "../../shared/memoryFailure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { StackImage } from "../model/stack.ts";

/** Port: one sealed document on this computer (see src/adapters/sealedRecords.ts). */
export interface MaskMemoryRecord {
  /** Null: there is none. */
  read(): Promise<Result<unknown, DiskFailure>>;
  write(content: unknown): Promise<Result<null, DiskFailure>>;
  remove(): Promise<Result<null, DiskFailure>>;
}

const contentSchema = z.strictObject({
  version: z.literal(1),
  /** The one used last at the end. */
  scanners: z.array(
    z.strictObject({
      key: z.string().regex(/^[0-9a-f]{64}$/),
      shapes: z.array(maskShapeSchema),
    }),
  ),
});

/** The content of a record as this version writes it; null for anything else. */
export function parseMaskMemory(
  json: unknown,
): z.output<typeof contentSchema> | null {
  return contentSchema.safeParse(json).data ?? null;
}

/** Enough for every scanner a reader meets. */
const mostScanners = 500;
const mostShapes = 20;

/** Masks by scanner. Readable at once; what is remembered is written in the background, one write at a time. */
export class MaskMemory {
  readonly #record: MaskMemoryRecord;
  readonly #scanners: Map<string, readonly MaskShape[]>;
  #writing: Promise<Result<null, DiskFailure>> = Promise.resolve(success(null));

  private constructor(
    record: MaskMemoryRecord,
    scanners: Map<string, readonly MaskShape[]>,
  ) {
    this.#record = record;
    this.#scanners = scanners;
  }

  /** The memory as it was left; empty, with the failure, where it cannot be read. */
  static async open(record: MaskMemoryRecord): Promise<{
    readonly memory: MaskMemory;
    readonly failure: DiskFailure | null;
  }> {
    const content = await record.read();
    const parsed = content.ok ? parseMaskMemory(content.value) : null;
    const scanners = parsed?.scanners ?? [];
    return {
      memory: new MaskMemory(
        record,
        new Map(scanners.map(({ key, shapes }) => [key, shapes])),
      ),
      failure: content.ok ? null : ofMemory(content.failure, "maskMemory"),
    };
  }

  get isEmpty(): boolean {
    return this.#scanners.size === 0;
  }

  /** Shapes used last on images like these; none if their scanner is not known or not named. */
  shapesFor(images: readonly StackImage[]): readonly MaskShape[] {
    const key = scannerKey(images);
    return key === null ? [] : (this.#scanners.get(key) ?? []);
  }

  /**
   * Remembers the masks of a stack in place of what was remembered of its scanner. Without masks nothing changes: to take them
   * off one stack is no word on the next. Resolves when it is on disk.
   */
  remember(
    images: readonly StackImage[],
    masks: readonly Mask[],
  ): Promise<Result<null, DiskFailure>> {
    const key = scannerKey(images);
    const shapes = distinct(masks.map(({ shape }) => shape));
    if (key === null || shapes.length === 0) return this.#writing;
    if (isSame(this.#scanners.get(key), shapes)) return this.#writing;
    this.#scanners.delete(key);
    this.#scanners.set(key, shapes);
    const [oldest] = this.#scanners.keys();
    if (this.#scanners.size > mostScanners && oldest !== undefined)
      this.#scanners.delete(oldest);
    return this.#then(() => this.#record.write(this.#content()));
  }

  /** Forgets all scanners, on disk too. */
  forget(): Promise<Result<null, DiskFailure>> {
    this.#scanners.clear();
    return this.#then(() => this.#record.remove());
  }

  #content(): z.input<typeof contentSchema> {
    return {
      version: 1,
      scanners: [...this.#scanners].map(([key, shapes]) => ({
        key,
        shapes: [...shapes],
      })),
    };
  }

  #then(
    step: () => Promise<Result<null, DiskFailure>>,
  ): Promise<Result<null, DiskFailure>> {
    this.#writing = this.#writing.then(step);
    return this.#writing;
  }
}

/** What tells the scanner of a stack from others; null where it is not named, or the images are of several kinds. */
function scannerKey(images: readonly StackImage[]): string | null {
  const traits = new Set(
    images.map(({ instance }) => {
      const { manufacturer, manufacturerModelName, modality, pixels } =
        instance.header;
      return manufacturer === "" && manufacturerModelName === ""
        ? ""
        : JSON.stringify([
            manufacturer,
            manufacturerModelName,
            modality,
            pixels?.columns,
            pixels?.rows,
          ]);
    }),
  );
  const [only = ""] = traits;
  return traits.size !== 1 || only === ""
    ? null
    : createHash("sha256").update(only).digest("hex");
}

function distinct(shapes: readonly MaskShape[]): readonly MaskShape[] {
  const byContent = new Map(
    shapes.map((shape) => [JSON.stringify(shape), shape]),
  );
  return [...byContent.values()].slice(0, mostShapes);
}

function isSame(
  a: readonly MaskShape[] | undefined,
  b: readonly MaskShape[],
): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
