// What will be sent for one case, frozen when the user presses Send. Holds no value of the patient: only typed words, hashes and labels.
import type { Modality } from "../../shared/contractLists.ts";
import type { ExistingStudy } from "../../shared/destination.ts";
import type { CaseId, StackId, StudyKey } from "../../shared/identifiers.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import type { SendAccount } from "../../shared/snapshot.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { DeidReport } from "./deidReport.ts";

/** Body of `POST /api/v1/cases` (contract section 4). Empty fields are absent. `body` is HTML. */
export interface CasePayload {
  readonly title: string;
  readonly systemId: number;
  readonly diagnosticCertaintyId?: number;
  readonly suitableForQuiz: boolean;
  readonly presentation?: string;
  readonly age?: string;
  readonly gender?: "Male" | "Female";
  readonly bodyHtml?: string;
}

/** One stack: one `image_preparation` request (contract section 6.3), or one of pictures. */
export interface PlannedStack {
  readonly stackId: StackId;
  /** Made of plane and specifics. */
  readonly label: string;
  readonly perspective: string;
  readonly specifics: string;
  /** 0-based index of the key image in `images`. */
  readonly rootIndex: number;
  /** In display order. */
  readonly images: readonly SpooledFile[];
  /** Set for pictures: they go in one request of their own kind, without labels and key image (contract section 7). */
  readonly picture?: PictureFormat;
}

/** One study (contract section 5). */
export interface PlannedStudy {
  readonly studyKey: StudyKey;
  /** 2, 3, 4 ...: 1 is the discussion. Null in a case that exists: the site puts it behind what is there, which cannot be read back. */
  readonly position: number | null;
  readonly modality: Modality | "";
  readonly caption: string;
  readonly findingsHtml: string;
  /** A study of the draft that takes the stacks. Its own words stay: those above are sent only if it is gone, and made anew. */
  readonly existing?: ExistingStudy;
  readonly stacks: readonly PlannedStack[];
}

/** The frozen plan of a case. */
export interface UploadPlan {
  readonly version: 1;
  readonly caseId: CaseId;
  /** Origin of the service it was planned for; another origin refuses to go on with it. */
  readonly serviceOrigin: string;
  /** The account it was planned for; no other goes on with it. Absent in plans from before there were several. */
  readonly login?: string;
  readonly target:
    | { readonly kind: "newCase"; readonly payload: CasePayload }
    | {
        readonly kind: "existingCase";
        readonly remoteCaseId: number;
        /** Of the draft when it was chosen, for the screen and the receipt. */
        readonly title?: string;
      };
  /** Oldest first. */
  readonly studies: readonly PlannedStudy[];
  /** What the receipt and the last screen say of the files: fixed when the plan was. */
  readonly account: SendAccount;
  /** What was done so that nothing of the patient leaves. Absent in plans from before there were reports. */
  readonly report?: DeidReport;
}
