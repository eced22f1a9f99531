// Port: de-identifies chosen images into a case's spool, in worker threads.
import type { DiskFailure, RefusalReason } from "../../shared/failure.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { MaskShape } from "../../shared/mask.ts";
import type { Result } from "../../shared/result.ts";
import type { PixelTreatment } from "../../shared/stackFacts.ts";
import type { TagActionCount } from "../../shared/snapshot.ts";
import type { StackImage } from "../model/stack.ts";
import type { SpooledFile } from "./spool.ts";
import type { WordToFind } from "./textDetector.ts";

/** Images of one stack to be prepared, in display order. */
export interface StackToPrepare {
  readonly stackId: StackId;
  readonly images: readonly StackImage[];
  /** Files that are in the spool already, for each image in the same order: those are not made again. Absent: none. */
  readonly known?: readonly (SpooledFile | null)[];
  /** Shapes to paint over, for each image in the same order; absent or empty: none. */
  readonly masks?: readonly (readonly MaskShape[])[];
  /** Free-text attributes that the user read and keeps, as eight upper-case hexadecimal digits. */
  readonly keptFreeText?: readonly string[];
  /** Keys of questions about it that the user answered with a reason, ascending (core/deid/freeTextQuestions.ts). */
  readonly acceptedFreeText?: readonly string[];
}

/** What was done to one image. */
export interface ImageTreatment {
  readonly pixels: PixelTreatment;
  /** What was done how often to which attribute by which rule; the same list for images that were treated alike. */
  readonly actions: readonly TagActionCount[];
}

/** A prepared stack: one outcome per image asked for, in the same order. */
export interface PreparedStack {
  readonly stackId: StackId;
  readonly images: readonly Result<SpooledFile, RefusalReason>[];
  /** What was done to each; null for refused ones and known ones. */
  readonly treatments: readonly (ImageTreatment | null)[];
}

export interface PreparationProgress {
  readonly preparedImages: number;
  readonly preparedBytes: number;
}

/** De-identification of chosen images. Every file that ends in the spool was verified; refused ones leave nothing behind. */
export interface Preparer {
  prepare(
    request: {
      readonly caseId: CaseId;
      /** Folder of this case's spool on this computer. */
      readonly spoolFolder: string;
      /** Secret of the case, at least 16 bytes, hexadecimal: keys the UID mapping. */
      readonly saltHex: string;
      /** SOP Instance UID in the data set (contract section 10, point 4); `hashed` if absent. File meta always has the hashed one. */
      readonly sopInstanceUID?: "hashed" | "omitted";
      /** Words of the case that must not be in any output, besides those of each file; absent: none is known. */
      readonly patientWords?: readonly WordToFind[];
      readonly stacks: readonly StackToPrepare[];
      readonly onProgress: (progress: PreparationProgress) => void;
    },
    signal: AbortSignal,
  ): Promise<
    Result<
      readonly PreparedStack[],
      DiskFailure | { readonly kind: "cancelled" }
    >
  >;
}
