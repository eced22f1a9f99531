// De-identifies a file held in memory: the same plan, apply and verify as the worker, without disks.
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import { applyDeid } from "../core/deid/applyDeid.ts";
import { PatientWordSearches } from "../core/deid/patientWordSearch.ts";
import { planPixels } from "../core/deid/framePixels.ts";
import { planDeid, type DeidPlan } from "../core/deid/planDeid.ts";
import type { RememberedValues } from "../core/deid/rememberedValues.ts";
import { readSourceInstance } from "../core/deid/sourceInstance.ts";
import type { StackWindow } from "../core/deid/stackWindow.ts";
import { createUIDMapper } from "../core/deid/uidMapping.ts";
import { verifyDeid } from "../core/deid/verifyDeid.ts";
import type { Tag } from "../core/dicom/dataSet.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { concatenate } from "../core/dicom/writeDataSet.ts";
import { maskedRows } from "../core/masks/maskRuns.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import type { RefusalReason } from "../shared/failure.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { MaskShape } from "../shared/mask.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { memoryByteSource } from "./memoryByteSource.ts";

/** What came out. */
export interface DeidentifiedInMemory {
  readonly bytes: Uint8Array;
  readonly sha256Hex: string;
  readonly plan: DeidPlan;
}

export interface InMemoryOptions {
  /** 1-based; null (default) for single-frame files. */
  readonly frame?: number | null;
  readonly stackId?: string;
  readonly salt?: Uint8Array;
  readonly sopInstanceUID?: "hashed" | "omitted";
  readonly window?: StackWindow | null;
  readonly keptFreeText?: ReadonlySet<Tag>;
  readonly acceptedFreeText?: ReadonlySet<string>;
  /** Words of other files of the case. */
  readonly caseWords?: PatientWords;
  readonly masks?: readonly MaskShape[];
  /** What files before left behind; default: nothing. */
  readonly remembered?: RememberedValues;
  /** Instead of searches made anew for `caseWords`. */
  readonly searches?: PatientWordSearches;
}

const decoders = createWasmCodestreamDecoders();

/** One image, verified. */
export async function deidentifyInMemory(
  file: Uint8Array,
  options: InMemoryOptions = {},
): Promise<Result<DeidentifiedInMemory, RefusalReason>> {
  const source = memoryByteSource(file);
  const instance = await readSourceInstance(
    source,
    options.searches ?? new PatientWordSearches(options.caseWords ?? []),
  );
  if (!instance.ok) return instance;
  const frame = options.frame ?? null;
  const window = options.window ?? null;
  const pixels = await planPixels(
    instance.value,
    frame,
    {
      source,
      decode: (from, dataSet, frameIndex) =>
        readFrame(from, dataSet, frameIndex, decoders),
    },
    { rowsOf: (size) => maskedRows(options.masks ?? [], size), window },
  );
  if (!pixels.ok) return pixels;
  const plan = planDeid(instance.value, pixels.value, {
    uids: createUIDMapper(options.salt ?? new Uint8Array(16).fill(7)),
    stackId: (options.stackId ?? "stack-1") as StackId,
    frame,
    sopInstanceUID: options.sopInstanceUID ?? "hashed",
    window,
    ...(options.remembered && { remembered: options.remembered }),
    ...(options.keptFreeText && { keptFreeText: options.keptFreeText }),
    ...(options.acceptedFreeText && {
      acceptedFreeText: options.acceptedFreeText,
    }),
  });
  if (!plan.ok) return plan;
  const chunks: Uint8Array[] = [];
  const written = await applyDeid(
    plan.value,
    {
      source: {
        readRange: (offset, length) =>
          Promise.resolve(success(file.subarray(offset, offset + length))),
      },
      dataSetBytes: instance.value.dataSet.bytes,
    },
    {
      write: (added) => {
        chunks.push(...added.map((chunk) => chunk.slice()));
        return success(null);
      },
    },
  );
  if (!written.ok) {
    if (written.failure.kind === "refused")
      return failed(written.failure.reason);
    throw new Error("memory does not fail");
  }
  const bytes = concatenate(chunks);
  const verified = await verifyDeid(
    memoryByteSource(bytes),
    instance.value.identifiers,
    plan.value.masked,
    options.keptFreeText,
  );
  if (!verified.ok) return failed(verified.failure);
  const { sha256Hex } = written.value;
  return success({ bytes, sha256Hex, plan: plan.value });
}
