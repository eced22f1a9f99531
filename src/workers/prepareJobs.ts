// What the preparer and its worker threads say to one another.
import type { Tag } from "../core/dicom/dataSet.ts";
import type { StackWindow } from "../core/deid/stackWindow.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { FileSource } from "../core/model/fileSource.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { DeidRule } from "../shared/deidRule.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { MaskShape } from "../shared/mask.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import type { Result } from "../shared/result.ts";
import type { PixelTreatment } from "../shared/stackFacts.ts";
import type { TagActionCount } from "../shared/snapshot.ts";

/** Some images of one stack, in order. Frames of one file stand together, so that its header is read once. */
export interface PrepareJob {
  readonly spoolFolder: string;
  readonly saltHex: string;
  readonly sopInstanceUID: "hashed" | "omitted";
  readonly stackId: StackId;
  readonly window: StackWindow | null;
  /** Words of the case that must not be in any output. */
  readonly patientWords: PatientWords;
  /** Free text that the user keeps, as tags of eight upper-case hexadecimal digits. */
  readonly keptFreeText: readonly string[];
  /** Keys of questions about it that the user answered. */
  readonly acceptedFreeText: readonly string[];
  readonly images: readonly {
    readonly file: FileSource;
    /** 1-based; null for single-frame files. */
    readonly frame: number | null;
    /** Set where other images bear the same SOP Instance UID (uidMapping.ts). */
    readonly variant?: string;
    /** Set for a picture. */
    readonly picture?: PictureFormat;
    /** Set where something is painted over. */
    readonly masks?: readonly MaskShape[];
  }[];
}

/** What was done to one image. */
export interface ImageDone {
  readonly pixels: PixelTreatment;
  readonly actions: readonly ActionCount[];
}

/** How often an action was taken on a tag by a rule. */
export interface ActionCount {
  readonly tag: Tag;
  readonly action: TagActionCount["action"];
  readonly rule: DeidRule;
  readonly count: number;
}

export type PrepareAnswer =
  | {
      readonly kind: "prepared";
      /** One per image, in order. */
      readonly images: readonly Result<SpooledFile, RefusalReason>[];
      /** Of each image; null for refused ones. */
      readonly treatments: readonly (ImageDone | null)[];
    }
  /** The disk's fault, not an image's: nothing more can be prepared. */
  | { readonly kind: "stopped"; readonly failure: DiskFailure }
  | { readonly kind: "cancelled" };
