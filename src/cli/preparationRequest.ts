// What a case on the command line is prepared from, and what its caller allows.
import type { StackImage } from "../core/model/stack.ts";
import type { Destination } from "../shared/destination.ts";
import type { Acceptances } from "../shared/snapshot.ts";
import type { CaseFile } from "./caseFile.ts";
import type { MaskEntry } from "./maskFile.ts";
import type { AcceptedText } from "./acceptedText.ts";

/** Filled in from the options, the site and what was sent before. */
export interface PreparationRequest {
  readonly paths: readonly string[];
  readonly caseFile: CaseFile;
  readonly serviceOrigin: string;
  /** The account that sends; no other goes on with it. Null if the site could not say it yet. */
  readonly login: string | null;
  /** The draft that the images are added to; null: a new case. */
  readonly draft: Destination["draft"];
  /** The study of that draft which takes all stacks; null: new studies are made. */
  readonly studyId: number | null;
  /** In the data set (contract section 10, point 4). */
  readonly sopInstanceUID: "hashed" | "omitted";
  /** Looks whether these images may go; else why not, in sentences. */
  readonly refuseSentBefore: (
    images: readonly StackImage[],
  ) => Promise<readonly string[]>;
  readonly acceptances: Acceptances;
  /** Pictures beside the DICOM files go too, all of them. */
  readonly takesPictures: boolean;
  /** Series of public archives go too, with their credit. */
  readonly confirmsPublicData: boolean;
  /** What is painted over. */
  readonly masks: readonly MaskEntry[];
  /** Why words of the patient in the case file may be sent; null: they may not. */
  readonly acceptedWordsReason: string | null;
  /** Which text that is found in the pixels may be sent, and why. */
  readonly acceptedText: AcceptedText;
}
