// Studies, series and stacks: the outcome of grouping, in display order.
import type { SkipReason } from "../../shared/failure.ts";
import type { StackId, StudyKey } from "../../shared/identifiers.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import type {
  HeldBackReason,
  Plane,
  SplitCriterion,
  SplitTrait,
  StackWarning,
} from "../../shared/stackFacts.ts";
import type { OriginalUID } from "./brands.ts";
import type { ArchiveEntry, FileSource } from "./fileSource.ts";
import type { InstanceHeader, PatientIdentity } from "./instanceHeader.ts";
import type { PictureFacts, ScannedPicture } from "./picture.ts";

/** One DICOM file that was read, or a picture that was taken in beside them. */
export interface ScannedInstance {
  readonly source: FileSource;
  readonly header: InstanceHeader;
  /** Set for a picture, whose header says nothing but its size. */
  readonly picture?: PictureFacts;
  /** Place among the files that DICOMDIRs name, in the order of their trees; absent if none names it. */
  readonly directoryPlace?: number;
}

/** One file that was found and left out, with the reason the user reads. */
export interface SkippedFile {
  readonly source: Pick<FileSource, "path">;
  readonly reason: SkipReason;
  /** Set for a picture: the user may take it in. */
  readonly picture?: ScannedPicture;
  /** Set for what is named like the record of a series from a public archive and lies in an archive file: how to read it. */
  readonly packedRecord?: ArchiveEntry;
}

/** What an image is among the files that bear one SOP Instance UID. */
export interface SharedInstanceUID {
  /** Which one it is of the different images that a faulty export gave one UID; empty where all claim to be the same image. */
  readonly imageKey: string;
  /** 1, 2, ... of the files that claim to be this very image. */
  readonly version: number;
  /** How many files do. */
  readonly versions: number;
}

/** One image of a stack: a file, or one frame of a multi-frame file. */
export interface StackImage {
  readonly instance: ScannedInstance;
  /** 1-based; null for single-frame files. */
  readonly frame: number | null;
  /** Absent where no other file bears the SOP Instance UID. */
  readonly shared?: SharedInstanceUID;
}

/** An ordered display group: what scrolls as one on the site. */
export interface Stack {
  readonly id: StackId;
  /** What most of its images call their series, where that is another name than most of the series have; otherwise absent. */
  readonly description?: string;
  /** What set this stack apart from its siblings of the same series; empty if the series is one stack. */
  readonly splitBy: readonly SplitCriterion[];
  /** What it is by those criteria, where the value means something to a reader; never a UID. */
  readonly traits: readonly SplitTrait[];
  readonly plane: Plane | null;
  /** Suggested text for the site's "specifics": sequence, phase, window; empty if unknown. */
  readonly specifics: string;
  /** In display order. */
  readonly images: readonly StackImage[];
  readonly selectedByDefault: boolean;
  readonly heldBack: HeldBackReason | null;
  readonly warnings: readonly StackWarning[];
  /** Set for a stack of pictures: what they all are. */
  readonly picture?: PictureFormat;
}

/** A DICOM series with its stacks. */
export interface SeriesGroup {
  readonly seriesInstanceUID: OriginalUID;
  readonly number: number | null;
  readonly description: string;
  readonly modality: string;
  readonly stacks: readonly Stack[];
}

/** A DICOM study: one imaging session. */
export interface StudyGroup {
  readonly key: StudyKey;
  readonly studyInstanceUID: OriginalUID;
  readonly patient: PatientIdentity;
  /** DA or empty. */
  readonly date: string;
  /** TM or empty. */
  readonly time: string;
  readonly description: string;
  /** Of most of its images. */
  readonly modality: string;
  readonly series: readonly SeriesGroup[];
}

/** Outcome of grouping. Every scanned instance is in exactly one stack, or in `skipped` as a duplicate. */
export interface GroupedImages {
  /** Oldest first; undated last. */
  readonly studies: readonly StudyGroup[];
  readonly skipped: readonly SkippedFile[];
}

/** True for the study of pictures, which is of nobody, of no day and of no DICOM modality. */
export function holdsPictures({ series }: StudyGroup): boolean {
  return series.some(({ stacks }) =>
    stacks.some(({ picture }) => picture !== undefined),
  );
}
