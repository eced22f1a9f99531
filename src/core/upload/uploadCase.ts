// The upload of one case: runs steps until there is none, and shows at every moment where it stands.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed } from "../../shared/result.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { DoubtAnswer, UploadView } from "../../shared/snapshot.ts";
import { BlockPool } from "./blockPool.ts";
import { answerEvent } from "./doubtAnswer.ts";
import type { Journal } from "./journal.ts";
import { nextStep, type UploadStep } from "./nextStep.ts";
import { leftOutEvent } from "./leaveOutImages.ts";
import { omitSopInstanceUID } from "./omitSopInstanceUID.ts";
import { mostReadAhead } from "./readyFiles.ts";
import { Recorder } from "./recorder.ts";
import { Retrier } from "./retrier.ts";
import { runStep, untrustedFiles, type OpenStep } from "./runStep.ts";
import type { StepContext, StepResult, UploadDeps } from "./stepContext.ts";
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
 * 5. the user's pause is in the journal, and so outlives a restart; only `run` ends it.
 */
export class UploadCase {
  readonly #context: StepContext;
  readonly #recorder: Recorder;
  readonly #onChange: () => void;
  #rest: RestState;
  #finishFailure: Failure | null = null;
  #stop = new AbortController();
  #check = new AbortController();
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
      blocks: new BlockPool(line.slots.limit + mostReadAhead),
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

  /** True from the user's pause until the next `run`, over restarts. */
  get isHeld(): boolean {
    return this.state.isPaused;
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

  /** Stops for good. What is on the site stays there. */
  cancel(): void {
    if (this.state.isCancelled || this.#rest.kind === "closed") return;
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
      if (!omitted.ok)
        this.#setRest({ kind: "stopped", failure: omitted.failure });
      this.#onChange();
    });
  }

  /** Goes without the images that the site just refused by name; `run` sends the rest. Nothing if it named none. */
  leaveOutRefusedImages(): void {
    if (this.#rest.kind !== "stopped") return;
    const event = leftOutEvent(
      this.state,
      this.#rest.failure,
      this.#context.clock.nowMs(),
    );
    if (event === null) return;
    this.#setRest({ kind: "paused" });
    this.#record(() => event);
  }

  /** Gives up a draft that is gone from the site; `run` makes a new one and sends everything to it. Nothing while the draft is there. */
  giveUpDraft(): void {
    const { remoteCase } = this.state;
    if (this.#rest.kind !== "stopped" || remoteCase.kind !== "created") return;
    const { failure } = this.#rest;
    if (failure.kind !== "draftGone" || failure.isReplaceable !== true) return;
    const { remoteCaseId } = remoteCase;
    this.#setRest({ kind: "paused" });
    this.#record((atMs) => ({ kind: "draftGivenUp", atMs, remoteCaseId }));
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
    await this.#lastRun;
    await this.#recorder.close();
  }

  #restAtStart(): RestState {
    const step = this.#nextStep();
    if (step.kind === "complete") return { kind: "done" };
    const isUntouched = step.kind === "createCase" && !this.state.isPaused;
    return isUntouched ? { kind: "queued" } : { kind: "paused" };
  }

  /** Notes what the user decided, when the run before has ended. A refused write is caught up with by the run that follows. */
  #record(eventAt: (atMs: number) => UploadEvent): void {
    this.#lastRun = this.#lastRun.then(async () => {
      const event = eventAt(this.#context.clock.nowMs());
      const written = await this.#recorder.receipt(event);
      if (!written.ok) await this.#recorder.writeLeftovers();
      this.#onChange();
    });
  }

  #begin(): void {
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#setRest({ kind: "running" });
    this.#lastRun = this.#lastRun.then(async () => {
      if (this.state.isPaused && !stop.signal.aborted)
        await this.#recorder.receipt({
          kind: "resumed",
          atMs: this.#context.clock.nowMs(),
        });
      const end = await this.#runSteps(stop.signal);
      if (!stop.signal.aborted) this.#setRest(end);
    });
  }

  /** Steps until there is none, one fails, or one needs the user. Never rejects. */
  async #runSteps(signal: AbortSignal): Promise<RestState> {
    const leftovers = await this.#recorder.writeLeftovers();
    if (!leftovers.ok) return { kind: "stopped", failure: leftovers.failure };
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
    if (nowMs - this.#lastProgressMs < engine.progressEveryMs) return;
    this.#lastProgressMs = nowMs;
    this.#onChange();
  }
}
