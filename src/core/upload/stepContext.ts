// What every step of sending works with.
import type { Failure, NonIdempotentCall } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { CaseSpool } from "../ports/spool.ts";
import type { ListedCase } from "../radiopaedia/cases.ts";
import type { RadiopaediaClient } from "../radiopaedia/client.ts";
import type { EngineSettings } from "./engineSettings.ts";
import type { Recorder } from "./recorder.ts";
import type { Retrier } from "./retrier.ts";
import type { ServiceLine } from "./serviceLine.ts";
import type { TransferMeter } from "./transferMeter.ts";

/** Other cases on this computer that a search for a lost draft must not mistake for it. */
export interface OtherCases {
  /** Drafts that belong to them. */
  readonly remoteCaseIds: ReadonlySet<number>;
  /** Titles of cases whose own creation is open right now: any match may be theirs. */
  readonly titlesInDoubt: ReadonlySet<string>;
  /** A journal cannot be read: any draft may be its case's, and only the user can tell. */
  readonly hasUnread?: boolean;
}

/** Effects of the engine. */
export interface UploadDeps {
  /** Asked for at every call: the address of the sandbox changes with each of its starts. */
  readonly client: () => RadiopaediaClient;
  readonly spool: CaseSpool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly engine: EngineSettings;
  /** Shared with every other case that goes to the same service. */
  readonly line: ServiceLine;
  /** As they are at the moment of the question: other windows and commands go on making drafts. */
  readonly otherCases: () => Promise<OtherCases>;
}

export interface StepContext extends UploadDeps {
  readonly recorder: Recorder;
  readonly retrier: Retrier;
  readonly meter: TransferMeter;
  /** What the storage of this service was seen to answer. */
  readonly etags: { areMd5: boolean };
  /** What the user said of a draft whose creation is in doubt. */
  readonly lostCase: LostCaseWord;
  /** Last state the site gave for a stack that it has not finished, by stack id. */
  readonly siteStatuses: Map<string, string>;
  /** Progress that is not in the journal changed. */
  readonly onProgress: () => void;
}

/** Not in the journal: after a restart in between, the question is asked again. */
export interface LostCaseWord {
  /** It is not there: one more look, then another is made. */
  isDenied: boolean;
  /** Drafts that the user saw and did not take for it. */
  readonly seenDrafts: Set<number>;
}

/** A question that only the user can answer. */
export interface Doubt {
  readonly call: NonIdempotentCall;
  readonly index: number;
  /** Own drafts that may be the lost one. */
  readonly candidates: readonly ListedCase[];
}

/** How a step ended, other than simply done (null). */
export type StepEnd =
  | { readonly kind: "asking"; readonly doubt: Doubt }
  /** All is sent; only the mark is missing. */
  | { readonly kind: "finishFailed"; readonly failure: Failure }
  /** No news of the processing for so long that only the user asks on. */
  | { readonly kind: "gaveUp" };

export type StepResult = Result<StepEnd | null, Failure>;
