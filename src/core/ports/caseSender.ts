// Port: sends one case and remembers where it stands. The engine in src/core/upload, bound to disk and network, is behind it.
import type { Destination } from "../../shared/destination.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { DoubtAnswer, UploadView } from "../../shared/snapshot.ts";
import type { DeidReport } from "../model/deidReport.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";

/** Of a plan. */
export interface SendDestination {
  /** Name of the service in plans. */
  readonly serviceOrigin: string;
  /** Null in plans that named nobody, until the first draft is about to be made. */
  readonly login: string | null;
  /** Null: a case of its own. */
  readonly draft: Destination["draft"];
}

/** The studies of a draft that a case made or added to. */
export interface SentStudies {
  readonly remoteCaseId: number;
  readonly studies: readonly {
    readonly remoteStudyId: number;
    /** Its modality and caption as they were sent; empty where only the number is known. */
    readonly name: string;
    /** Stacks that this case attached to it. */
    readonly stackCount: number;
  }[];
  /** The site said of these that they are not there. */
  readonly goneStudyIds: readonly number[];
}

/** A case that is being sent, or was. */
export interface SendingCase {
  /** Where it goes, fixed with the plan; the login at the latest when the first draft is about to be made. */
  readonly destination: SendDestination;
  view(): UploadView;
  /** Goes on from where the journal ends; nothing if it already runs or is done. */
  run(): void;
  /** By the user: it outlives a restart, and `resume` and `run` end it. */
  pause(): void;
  /** Ends the pause of a case that waits its turn, and sends nothing yet: after a restart it goes on by itself. */
  resume(): void;
  /** True from the user's pause until the next `resume` or `run`. */
  readonly isHeld: boolean;
  /** Stops for good. What is on the site stays there. Nothing once all is sent. */
  cancel(): void;
  /** Notes the answer; `run` goes on with it. */
  answerDoubt(answer: DoubtAnswer): void;
  /** Lets a stack that the site failed to process be attached once more; `run` does it. */
  retryStack(stackId: StackId): void;
  /** Prepares what is not attached yet anew, without SOP Instance UID (0008,0018), which older policies of the site refuse; `run` sends it. */
  omitSopInstanceUID(): void;
  /** Goes without the images that the site just refused by name; `run` sends the rest. Nothing if it named none. */
  leaveOutRefusedImages(): void;
  /** Gives up a draft that is gone from the site; `run` makes a new one and sends everything to it. Nothing while the draft is there, or if the case was added to a draft that existed before. */
  giveUpDraft(): void;
  /** Gives up a study that is gone from the draft; `run` makes a new one in its place, and attaches the stacks there. Nothing while it is there. */
  giveUpStudy(): void;
  /** What it is known to have put into the draft; null before the draft exists. */
  sentStudies(): SentStudies | null;
  /** Asks the site now for the processing state of each stack. */
  checkProcessing(): void;
  /** The receipt as JSON text, once there is something to tell; null before. */
  receipt(): string | null;
  /** The report that was frozen with the plan; null in plans from before there were reports. */
  report(): DeidReport | null;
  /** True while images may have to be sent, or sent once more: the de-identified copies are not removed before. */
  readonly needsCopies: boolean;
  /** Ends work without changing the state, for quitting; resolves when the journal is closed. */
  close(): Promise<void>;
}

export interface CaseSender {
  /** Writes the plan to a fresh journal; does not send yet. */
  begin(
    plan: UploadPlan,
    onChange: () => void,
  ): Promise<Result<SendingCase, Failure>>;
  /** Opens the journal of a case frozen earlier. */
  reopen(
    caseId: CaseId,
    onChange: () => void,
  ): Promise<Result<SendingCase, Failure>>;
}
