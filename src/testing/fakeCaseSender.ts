// A stand-in for the sending of cases: every case being sent is in the state that the test sets.
import type { LeftOnSite } from "../shared/cancelledUpload.ts";
import type { Failure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { SendProgress, UploadView } from "../shared/snapshot.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import type {
  CaseSender,
  SendDestination,
  SentStudies,
  SendingCase,
} from "../core/ports/caseSender.ts";

/** A case a quarter of the way. */
export const sendProgress: SendProgress = {
  phase: "sendingImages",
  sentBytes: 1,
  totalBytes: 4,
  sentImages: 1,
  totalImages: 4,
  bytesPerSecond: null,
  secondsLeft: null,
  stacks: [],
  caseUrl: null,
};

/** Of a case that was cancelled before anything was made. */
export const nothingLeft: LeftOnSite = {
  isAppended: false,
  studies: 0,
  stacks: 0,
  inDoubt: [],
};

/** A case being sent whose state the test sets. */
class FakeSending implements SendingCase {
  readonly destination: SendDestination;
  current: UploadView = { kind: "notStarted" };
  readonly #log: string[];
  readonly #onChange: () => void;
  readonly #plan: UploadPlan;

  constructor(log: string[], plan: UploadPlan, onChange: () => void) {
    this.#log = log;
    this.#onChange = onChange;
    this.#plan = plan;
    const { serviceOrigin, login = null } = plan;
    this.destination = { serviceOrigin, login, draft: null };
  }

  become(view: UploadView): void {
    this.current = view;
    this.#onChange();
  }

  view(): UploadView {
    return this.current;
  }
  run(): void {
    this.#log.push("run");
    this.isHeld = false;
    this.become({ kind: "running", progress: sendProgress, waiting: null });
  }
  pause(): void {
    this.isHeld = true;
    this.become({ kind: "paused", progress: sendProgress });
  }
  resume(): void {
    this.isHeld = false;
  }
  cancel(): void {
    this.become({
      kind: "cancelled",
      caseUrl: null,
      left: nothingLeft,
      stacks: [],
    });
  }
  isHeld = false;
  retryStack(): void {
    this.#log.push("stack retried");
  }
  omitSopInstanceUID(): void {
    this.#log.push("uid omitted");
  }
  leaveOutRefusedImages(): void {
    this.#log.push("refused images left out");
  }
  giveUpDraft(): void {
    this.#log.push("draft given up");
  }
  giveUpStudy(): void {
    this.#log.push("study given up");
  }
  studies: SentStudies | null = null;
  sentStudies(): SentStudies | null {
    return this.studies;
  }
  answerDoubt(): void {
    this.#log.push("answered");
  }
  checkProcessing(): void {
    this.#log.push("checked");
  }
  receipt(): string | null {
    return null;
  }
  needsCopies = true;
  report() {
    return this.#plan.report ?? null;
  }
  close(): Promise<void> {
    this.#log.push("closed");
    this.current = { kind: "paused", progress: sendProgress };
    return Promise.resolve();
  }
}

/** Journals survive a "restart" in `plans`; writing one can be held until released. */
export class FakeSender implements CaseSender {
  hold: Promise<void> | null = null;
  readonly plans = new Map<CaseId, UploadPlan>();
  readonly sendings = new Map<CaseId, FakeSending>();
  areJournalsDamaged = false;
  /** What every journal tells after the "restart". */
  restored: UploadView = { kind: "notStarted" };
  /** The user paused every case before the "restart"; otherwise a case is held as it was. */
  areHeld = false;
  readonly #log: string[];

  constructor(log: string[]) {
    this.#log = log;
  }

  async begin(plan: UploadPlan, onChange: () => void) {
    await this.hold;
    this.plans.set(plan.caseId, plan);
    this.#log.push("journal begun");
    return this.reopen(plan.caseId, onChange);
  }

  reopen(
    caseId: CaseId,
    onChange: () => void,
  ): Promise<Result<SendingCase, Failure>> {
    const plan = this.plans.get(caseId);
    if (plan === undefined)
      return Promise.resolve(
        failed(
          this.areJournalsDamaged
            ? { kind: "recordDamaged", record: "journal" }
            : { kind: "notFound", what: "case" },
        ),
      );
    const sending = new FakeSending(this.#log, plan, onChange);
    const wasHeld = this.sendings.get(caseId)?.isHeld === true;
    sending.isHeld = this.areHeld || wasHeld;
    sending.current = this.restored;
    this.sendings.set(caseId, sending);
    return Promise.resolve(success(sending));
  }
}
