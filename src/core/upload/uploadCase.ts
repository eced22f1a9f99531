// The upload of one case: runs steps until there is none, and shows at every moment where it stands.
import { assertNever } from "../../shared/assertNever.ts";
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { DoubtAnswer, UploadView } from "../../shared/snapshot.ts";
import { mayBeSentAgain } from "./copiesNeeded.ts";
import { answerEvent } from "./doubtAnswer.ts";
import { draftGivenUpEvent, studyGivenUpEvent } from "./giveUp.ts";
import type { Journal } from "./journal.ts";
import { isStopping } from "./journalEntry.ts";
import { nextStep, type UploadStep } from "./nextStep.ts";
import { leftOutEvent } from "./leaveOutImages.ts";
import { omitSopInstanceUID } from "./omitSopInstanceUID.ts";
import { Recorder } from "./recorder.ts";
import { Retrier } from "./retrier.ts";
import { runStep, untrustedFiles, type OpenStep } from "./runStep.ts";
import type { StepContext, StepResult, UploadDeps } from "./stepContext.ts";
import { notKept, StubbornWrites } from "./stubbornWrites.ts";
import { TransferMeter } from "./transferMeter.ts";
import type { UploadEvent } from "./transition.ts";
import type { UploadState } from "./uploadState.ts";
import { uploadView, type RestState } from "./uploadView.ts";

/**
 * Invariants:
 * 1. at most one run at a time; a new one begins when the last has ended;
 * 2. what happened is told by the recorder's state alone; everything else here may be lost at any moment;
 * 3. an abort lets a call that must not be repeated come to its end (within the grace), then nothing more is sent;
 * 4. only `cancel` ends a case for good, and it undoes nothing on the site;
 * 5. the user's pause is in the journal, and so outlives a restart; only `resume` and `run` end it, in the journal first.
 */
export class UploadCase {
  readonly #context: StepContext;
  readonly #recorder: Recorder;
  readonly #onChange: () => void;
  #rest: RestState;
  #finishFailure: Failure | null = null;
  #stop = new AbortController();
  #check = new AbortController();
  readonly #rewriting: StubbornWrites;
  #lastRun: Promise<void> = Promise.resolve();
  #lastProgressMs = 0;

  /** `onChange` is called after every change of `view`, at most every `progressEveryMs` for mere bytes. */
  constructor(
    start: { readonly state: UploadState; readonly journal: Journal },
    deps: UploadDeps,
    onChange: () => void,
  ) {
    this.#onChange = onChange;
    this.#recorder = new Recorder(start.state, start.journal, onChange);
    const { clock, random, log, engine, line } = deps;
    this.#rewriting = new StubbornWrites({
      clock,
      recorder: this.#recorder,
      pauseMs: engine.rewriteMs,
    });
    this.#context = {
      ...deps,
      recorder: this.#recorder,
      retrier: new Retrier({
        clock,
        random,
        log,
        policy: engine.retry,
        line,
        onChange,
      }),
      meter: new TransferMeter(clock),
      etags: { areMd5: false },
      lostCase: { isDenied: false, seenDrafts: new Set() },
      siteStatuses: new Map(),
      onProgress: () => {
        this.#progress();
      },
    };
    this.#rest = this.#restAtStart();
  }

  /** What the journal tells. */
  get state(): UploadState {
    return this.#recorder.state;
  }

  caseUrl(remoteCaseId: number): string {
    return this.#context.client().caseUrl(remoteCaseId);
  }

  view(): UploadView {
    const { meter, retrier, siteStatuses } = this.#context;
    return uploadView(this.state, {
      rest: this.#rest,
      finishFailure: this.#finishFailure,
      waiting: retrier.waiting,
      gap: retrier.gap,
      inFlightBytes: meter.inFlightBytes,
      bytesPerSecond: meter.bytesPerSecond,
      siteStatuses,
      marksFinished: this.#context.engine.marksFinished,
      caseUrlOf: (id) => this.caseUrl(id),
    });
  }

  /** Goes on from where the journal ends: first start, resume, or another try. Nothing if it runs, is done or was cancelled. */
  run(): void {
    if (this.state.isCancelled || this.#rest.kind === "closed") return;
    const retriesFinish = this.#finishFailure !== null;
    if (
      !retriesFinish &&
      (this.#rest.kind === "running" || this.#rest.kind === "done")
    )
      return;
    this.#finishFailure = null;
    this.#begin();
  }

  /** True from the user's pause until the next `resume` or `run`, over restarts. */
  get isHeld(): boolean {
    return this.state.isPaused;
  }

  /** False once nothing of the case is ever sent again: given up, or all is sent and no stack can still turn out to have failed. */
  get needsCopies(): boolean {
    if (this.view().kind === "cancelled") return false;
    const { clock, engine } = this.#context;
    const keptSinceMs = clock.nowMs() - engine.copiesKeptMs;
    const { stacks } = this.state;
    return (
      stacks.some(({ attach }) => mayBeSentAgain(attach, keptSinceMs)) ||
      !this.#isAllSent() ||
      this.#finishFailure !== null
    );
  }

  /** Stops sending; `run` goes on. Nothing once all is sent, or while the user is asked something. */
  pause(): void {
    const { kind } = this.#rest;
    if (!["running", "queued", "paused", "stopped"].includes(kind)) return;
    if (this.state.isCancelled || this.#isAllSent()) return;
    this.#setRest({ kind: "paused" });
    this.#stop.abort();
    this.#record((atMs) => ({ kind: "paused", atMs }));
  }

  /** Ends the user's pause without sending yet: a case that waits its turn goes on by itself after a restart. */
  resume(): void {
    if (this.#rest.kind === "closed") return;
    this.#lastRun = this.#lastRun.then(async () => {
      await this.#endPause();
      this.#onChange();
    });
  }

  /** Stops for good. What is on the site stays there. Nothing once all is sent: it would only no longer be told how the processing ends. */
  cancel(): void {
    if (this.state.isCancelled || this.#rest.kind === "closed") return;
    if (this.#isAllSent()) return;
    this.#setRest({ kind: "paused" });
    this.#stop.abort();
    this.#record((atMs) => ({ kind: "cancelled", atMs }));
  }

  /** The user's word on a call in doubt: noted only, and `run` goes on with it. Nothing if it does not fit the question. */
  answerDoubt(answer: DoubtAnswer): void {
    if (this.#rest.kind !== "asking") return;
    const { doubt } = this.#rest;
    if (doubt.call === "createCase" && answer.kind === "sendAgain") {
      const { lostCase } = this.#context;
      lostCase.isDenied = true;
      for (const { remoteCaseId } of doubt.candidates)
        lostCase.seenDrafts.add(remoteCaseId);
      this.#setRest({ kind: "paused" });
      return;
    }
    const nowMs = this.#context.clock.nowMs();
    const event = answerEvent(this.state, doubt, answer, nowMs);
    if (event === null) return;
    this.#setRest({ kind: "paused" });
    this.#record(() => event);
  }

  /** Lets a stack that the site failed to process be attached once more by the next `run`. Nothing if it did not fail. */
  retryStack(stackId: StackId): void {
    const { kind } = this.#rest;
    const { stacks, isCancelled } = this.state;
    const attach = stacks.find(({ plan }) => plan.stackId === stackId)?.attach;
    const hasFailed =
      attach?.kind === "attached" && attach.processing === "failed";
    if (isCancelled || !hasFailed || kind === "closed" || kind === "asking")
      return;
    this.#stop.abort();
    this.#setRest({ kind: "paused" });
    this.#record((atMs) => ({ kind: "stackRetried", atMs, stackId }));
  }

  /** Makes copies without SOP Instance UID of everything that is not attached yet; `run` sends those. A failure stops the case. */
  omitSopInstanceUID(): void {
    if (this.#rest.kind !== "stopped") return;
    this.#setRest({ kind: "paused" });
    this.#lastRun = this.#lastRun.then(async () => {
      const omitted = await omitSopInstanceUID(this.#context);
      if (!omitted.ok) {
        // Ends the run that waits behind this: it would send once more what was refused.
        this.#stop.abort();
        this.#setRest({ kind: "stopped", failure: omitted.failure });
      }
      this.#onChange();
    });
  }

  /** Goes without the images that the site just refused by name; `run` sends the rest. Nothing if it named none. */
  leaveOutRefusedImages(): void {
    this.#mend(leftOutEvent);
  }

  /** Gives up a draft that is gone from the site; `run` makes a new one and sends everything to it. Nothing while the draft is there. */
  giveUpDraft(): void {
    this.#mend(draftGivenUpEvent);
  }

  /** Gives up a study that is gone from the draft; `run` makes a new one and attaches its stacks there. Nothing while it is there. */
  giveUpStudy(): void {
    this.#mend(studyGivenUpEvent);
  }

  /** Asks the site now for the processing state of each stack. */
  checkProcessing(): void {
    if (this.#rest.kind === "running" || this.#finishFailure !== null)
      this.#check.abort();
    else if (this.#rest.kind === "done") this.#begin();
  }

  /** Stops without changing what is known; resolves when the journal is closed. */
  async close(): Promise<void> {
    this.#rest = { kind: "closed" };
    this.#stop.abort();
    this.#rewriting.end();
    await this.#lastRun;
    await this.#recorder.close();
  }

  #restAtStart(): RestState {
    const step = this.#nextStep();
    if (step.kind === "complete") return { kind: "done" };
    const isUntouched = step.kind === "createCase" && !this.state.isPaused;
    return isUntouched ? { kind: "queued" } : { kind: "paused" };
  }

  /** Notes the remedy, if it is one for what stopped the case. */
  #mend(
    eventOf: (
      state: UploadState,
      failure: Failure,
      atMs: number,
    ) => UploadEvent | null,
  ): void {
    if (this.#rest.kind !== "stopped") return;
    const nowMs = this.#context.clock.nowMs();
    const event = eventOf(this.state, this.#rest.failure, nowMs);
    if (event === null) return;
    this.#setRest({ kind: "paused" });
    this.#record(() => event);
  }

  /** Notes what the user decided, when the run before has ended. A refused write is caught up with by the run that follows; a stop has none. */
  #record(eventAt: (atMs: number) => UploadEvent): void {
    const stop = this.#stop;
    this.#lastRun = this.#lastRun.then(async () => {
      const event = eventAt(this.#context.clock.nowMs());
      const written = await this.#recorder.receipt(event);
      if (!written.ok && isStopping(event) && this.#stop === stop)
        void this.#keepWriting(notKept(event.kind, written.failure));
      this.#onChange();
    });
  }

  /** Tells the user that the decision is in memory only, until it is written, the case is run or closed. */
  async #keepWriting(failure: Failure): Promise<void> {
    this.#setRest({ kind: "stopped", failure });
    if (await this.#rewriting.untilWritten()) this.#setRest({ kind: "paused" });
  }

  #begin(): void {
    this.#stop.abort();
    this.#rewriting.end();
    const stop = new AbortController();
    this.#stop = stop;
    this.#context.retrier.forgetLongPause();
    this.#setRest({ kind: "running" });
    this.#lastRun = this.#lastRun.then(async () => {
      const end = await this.#runSteps(stop.signal);
      if (!stop.signal.aborted) this.#setRest(end);
    });
  }

  /** After all that the disk refused earlier: a pause that was written behind its own end would hold the case again. */
  async #endPause(): Promise<Result<null, DiskFailure>> {
    this.#rewriting.end();
    const leftovers = await this.#recorder.writeLeftovers();
    const { isPaused, isCancelled } = this.state;
    if (!leftovers.ok || !isPaused || isCancelled) return leftovers;
    const atMs = this.#context.clock.nowMs();
    return this.#recorder.intend({ kind: "resumed", atMs });
  }

  /** Steps until there is none, one fails, or one needs the user. Never rejects. */
  async #runSteps(signal: AbortSignal): Promise<RestState> {
    const ready = signal.aborted
      ? await this.#recorder.writeLeftovers()
      : await this.#endPause();
    if (!ready.ok) return { kind: "stopped", failure: ready.failure };
    // While the site makes the draft, which it has to be asked for first.
    if (untrustedFiles(this.#context).length > 0)
      this.#context.spool.makeReady?.();
    for (;;) {
      const step = this.#nextStep();
      if (signal.aborted || step.kind === "complete") return { kind: "done" };
      const result = await this.#guardedStep(step, signal);
      if (!result.ok) {
        // In doubt: the open intent makes resolving it the next step.
        if (result.failure.kind === "inDoubt") continue;
        return { kind: "stopped", failure: result.failure };
      }
      switch (result.value?.kind) {
        case undefined:
          break;
        case "asking":
          return { kind: "asking", doubt: result.value.doubt };
        case "gaveUp":
          return { kind: "done" };
        case "finishFailed":
          this.#finishFailure = result.value.failure;
          this.#onChange();
          break;
        default:
          return assertNever(result.value, "end of a step");
      }
    }
  }

  /** A bug stops the case like a failure does: the journal still tells what happened. */
  async #guardedStep(step: OpenStep, signal: AbortSignal): Promise<StepResult> {
    try {
      return await runStep(
        this.#context,
        step,
        () => this.#nextCheck(),
        signal,
      );
    } catch (error) {
      const errorName = error instanceof Error ? error.name : "unknown";
      this.#context.log.write("error", "uploadBug", { errorName });
      return failed({ kind: "bug", errorName });
    }
  }

  #nextStep(): UploadStep {
    return nextStep(this.state, {
      areImagesSent: untrustedFiles(this.#context).length === 0,
      skipsFinish:
        !this.#context.engine.marksFinished || this.#finishFailure !== null,
    });
  }

  #isAllSent(): boolean {
    const { kind } = this.#nextStep();
    return kind === "followProcessing" || kind === "complete";
  }

  #nextCheck(): AbortSignal {
    this.#check = new AbortController();
    return this.#check.signal;
  }

  #setRest(rest: RestState): void {
    // Closed is the end: a run that was still on its way must not bring it back.
    if (this.#rest.kind === "closed") return;
    this.#rest = rest;
    this.#onChange();
  }

  #progress(): void {
    const { clock, engine } = this.#context;
    const nowMs = clock.nowMs();
    const restMs = this.#lastProgressMs + engine.progressEveryMs - nowMs;
    // Longer than the rest itself: the clock was set back.
    if (restMs > 0 && restMs <= engine.progressEveryMs) return;
    this.#lastProgressMs = nowMs;
    this.#onChange();
  }
}
