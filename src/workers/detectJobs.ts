// What the text detector and its worker thread say to one another.
import type { ImageRisk } from "../core/burnedInText/textRisk.ts";
import type { FileSource } from "../core/model/fileSource.ts";
import type {
  SearchedStack,
  TextSearchProgress,
  WordToFind,
} from "../core/ports/textDetector.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";

/** One image to search. */
export interface ImageToSearch extends ImageRisk {
  readonly source: FileSource;
  /** 0-based. */
  readonly frameIndex: number;
  /** Set for a picture. */
  readonly picture?: PictureFormat;
}

/** One stack to search. */
export interface DetectJob {
  readonly stackId: StackId;
  readonly images: readonly ImageToSearch[];
  readonly patientWords: readonly WordToFind[];
}

/** Null: cancelled. */
export type DetectAnswer = SearchedStack | null;
export type DetectProgress = TextSearchProgress;
