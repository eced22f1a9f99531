// One case sent by the real engine, over real sockets, to a sandbox under a fault script; with a user who does what the app says.
import { setTimeout as sleepFor } from "node:timers/promises";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import type { AccountTokens } from "../../core/account/tokenSource.ts";
import type { UploadPlan } from "../../core/model/uploadPlan.ts";
import type { CaseSender, SendingCase } from "../../core/ports/caseSender.ts";
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import type { SendPhase, UploadView } from "../../shared/snapshot.ts";
import { MemoryJournalStore, type MemoryJournal } from "../memoryJournal.ts";
import { MemorySpool } from "../memorySpool.ts";
import { RunningSandbox, at } from "../runningSandbox.ts";
import { createFaultEngine } from "./faultEngine.ts";
import { faultPlan } from "./faultPlan.ts";
import { isOfClient, patientLook, trueAnswer } from "./patientUser.ts";
import { stormProblems } from "./requestBounds.ts";
import { ScaledClock } from "./scaledClock.ts";
import type { Happening, Mixture } from "./scriptedMixtures.ts";
import { TroubledLine, type Gap } from "./troubledLine.ts";
import { dealtBy, isTrueOf, problemsOfStop } from "./trueExplanation.ts";
import { problemsSoFar, problemsWhenDone } from "./wholeCase.ts";

/** What one run showed. No problems: all promises were kept. */
export interface FaultRunOutcome {
  readonly name: string;
  readonly problems: readonly string[];
  /** That the engine tried, whether they arrived or not. */
  readonly requests: number;
  readonly faultsStruck: number;
  /** What happened of the mixture's happenings. */
  readonly happened: number;
  /** How often the case came to rest before it was done. */
  readonly stops: number;
}

/** Two minutes take 120 ms. */
const timeFactor = 1_000;
/** A user who does what the app says comes through within this many rests. */
const mostRests = 16;
const gapMs = 60_000;
/** Long enough for anything that was still to be sent. */
const quietMs = 20;
/** What is not on the disk by then never comes: far beyond what a busy machine takes. */
const patienceMs = 60_000;

/** Sends ten images and a picture in two studies. */
export async function faultRun(mixture: Mixture): Promise<FaultRunOutcome> {
  const clock = new ScaledClock(timeFactor);
  const sandbox = await RunningSandbox.start({ clock });
  const http = createUndiciHttp();
  try {
    await sandbox.admin("POST", "/sandbox/faults", mixture.script);
    const line = new TroubledLine(http, clock);
    return await new FaultRun(mixture, sandbox, clock, line).run();
  } finally {
    await http.close();
    await sandbox.end();
  }
}

class FaultRun {
  readonly #mixture: Mixture;
  readonly #sandbox: RunningSandbox;
  readonly #clock: ScaledClock;
  readonly #line: TroubledLine;
  readonly #problems: string[] = [];
  readonly #journals = new MemoryJournalStore();
  readonly #spool = new MemorySpool();
  readonly #plan: UploadPlan;
  readonly #sender: CaseSender;
  readonly #tokens: AccountTokens;
  readonly #happened: Happening[] = [];
  #struck = 0;
  /** Places in the script of the rules that struck. */
  readonly #rulesStruck = new Set<number>();
  #stops = 0;

  constructor(
    mixture: Mixture,
    sandbox: RunningSandbox,
    clock: ScaledClock,
    line: TroubledLine,
  ) {
    this.#mixture = mixture;
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#line = line;
    this.#plan = faultPlan(this.#spool, sandbox.origin);
    const engine = createFaultEngine({
      origin: sandbox.origin,
      line,
      clock,
      journals: this.#journals,
      spool: this.#spool,
      isSilenceExpected: mixture.script.rules.some(({ fault }) =>
        ["stall", "slowWork", "delay"].includes(fault.kind),
      ),
    });
    this.#sender = engine.sender;
    this.#tokens = engine.tokens;
  }

  async run(): Promise<FaultRunOutcome> {
    await this.#signIn({ isExpired: true });
    let wake: () => void = () => undefined;
    const begun = await this.#sender.begin(this.#plan, () => {
      wake();
    });
    if (!begun.ok) throw new Error(begun.failure.kind);
    const sending = begun.value;
    this.#journal().refusedAppends = this.#mixture.diskFullAt;
    this.#line.onRequest = (number) => {
      for (const { atRequest, what } of this.#mixture.happenings)
        if (atRequest === number) this.#happen(what, sending);
    };
    const rest = () =>
      new Promise<UploadView>((resolve) => {
        wake = () => {
          const view = sending.view();
          if (!["running", "queued"].includes(view.kind)) resolve(view);
        };
        wake();
      });
    sending.run();
    for (;;) {
      const view = await rest();
      const site = await this.#sandbox.state();
      this.#problems.push(...problemsSoFar(site, this.#plan));
      site.faultsStruck.forEach((count, rule) => {
        if (count > 0) this.#rulesStruck.add(rule);
      });
      if (await this.#isOver(sending, view)) break;
      this.#stops += 1;
      if (this.#stops > mostRests) {
        this.#problems.push(`no end: ${view.kind}`);
        break;
      }
    }
    const end = sending.view();
    await sending.close();
    return this.#outcome(end);
  }

  async #outcome(end: UploadView): Promise<FaultRunOutcome> {
    const site = await patientLook(this.#sandbox);
    this.#problems.push(
      ...(end.kind === "cancelled"
        ? problemsSoFar(site, this.#plan)
        : problemsWhenDone(site, this.#plan)),
    );
    this.#countStruck(site.faultsStruck);
    this.#problems.push(
      ...stormProblems({
        tried: this.#line.requests,
        looks: this.#line.looks,
        arrived: site.requests.filter(({ route }) => isOfClient(route)).length,
        faultsStruck: this.#struck,
        happened: this.#happened,
      }),
    );
    return {
      name: this.#mixture.name,
      problems: [...new Set(this.#problems)],
      requests: this.#line.requests,
      faultsStruck: this.#struck,
      happened: this.#happened.length,
      stops: this.#stops,
    };
  }

  #happen(what: Happening, sending: SendingCase): void {
    this.#happened.push(what);
    switch (what) {
      case "pause":
        sending.pause();
        break;
      case "cancel":
        sending.cancel();
        break;
      case "fullDisk":
        this.#journal().failure = { kind: "diskFull" };
        break;
      case "sourceVanished":
        this.#spool.isGone = true;
        break;
      case "offline":
      case "captivePortal":
        void this.#loseNetwork(what);
        break;
      default:
        assertNever(what, "happening");
    }
  }

  async #loseNetwork(gap: Gap): Promise<void> {
    this.#line.lose(gap);
    await this.#clock.sleep(gapMs);
    this.#line.restore();
  }

  /** Does what the app says; true when the case is done and nothing is left to do. */
  async #isOver(sending: SendingCase, view: UploadView): Promise<boolean> {
    switch (view.kind) {
      case "stopped":
        this.#judge(view.failure, view.progress.phase);
        await this.#mend(view.failure);
        // It goes on being written, and is in force all the while.
        if (view.failure.kind === "decisionNotKept")
          await this.#until("decision never kept", () => isAtRest(sending));
        else sending.run();
        return false;
      case "inDoubt":
        // The second time the network is put in order first, as anyone would.
        if (this.#stops > 0)
          await this.#mend({ kind: "inDoubt", call: view.call });
        sending.answerDoubt(
          trueAnswer(
            view.call,
            await patientLook(this.#sandbox),
            this.#entries(),
          ),
        );
        sending.run();
        return false;
      case "done": {
        if (view.finishFailure !== null) {
          this.#judge(view.finishFailure, view.progress.phase);
          await this.#mend(view.finishFailure);
          sending.run();
          return false;
        }
        const failedStacks = view.progress.stacks.filter(
          ({ state }) => state.kind === "processingFailed",
        );
        if (failedStacks.length === 0) return true;
        await this.#mend({ kind: "processingFailed" });
        for (const { stackId } of failedStacks) sending.retryStack(stackId);
        sending.run();
        return false;
      }
      case "notStarted":
      case "queued":
      case "running":
        this.#problems.push(`a silent stop: ${view.kind}`);
        return true;
      case "paused":
        return this.#isOverWhenPaused(sending);
      case "cancelled":
        if (!this.#happened.includes("cancel"))
          this.#problems.push("a silent stop: cancelled");
        await this.#until("a cancel forgotten", () =>
          this.#entries().some(({ kind }) => kind === "cancelled"),
        );
        await this.#expectQuiet();
        return true;
      default:
        return assertNever(view, "view");
    }
  }

  /** A pause is on the disk, or the view says that it is not; then the user goes on. So with a cancel, until the view tells it. */
  async #isOverWhenPaused(sending: SendingCase): Promise<boolean> {
    const mayCancel = this.#happened.includes("cancel");
    if (!mayCancel && !this.#happened.includes("pause")) {
      this.#problems.push("a silent stop: paused");
      return true;
    }
    const isKept = () =>
      this.#entries().findLast(
        ({ kind }) => kind === "paused" || kind === "resumed",
      )?.kind === "paused";
    await this.#until("a pause forgotten", () => {
      const { kind } = sending.view();
      return kind !== "paused" || (!mayCancel && isKept());
    });
    if (sending.view().kind !== "paused") return false;
    await this.#expectQuiet();
    sending.run();
    return false;
  }

  /** Nothing is sent any more. */
  async #expectQuiet(): Promise<void> {
    const before = this.#line.requests;
    await sleepFor(quietMs);
    if (this.#line.requests > before) this.#problems.push("sent while stopped");
  }

  async #until(problem: string, isSo: () => boolean): Promise<void> {
    const endMs = Date.now() + patienceMs;
    while (!isSo()) {
      if (Date.now() > endMs) {
        this.#problems.push(problem);
        return;
      }
      await sleepFor(5);
    }
  }

  #judge(failure: Failure, phase: SendPhase): void {
    const dealt = dealtBy(this.#mixture, {
      rulesStruck: this.#rulesStruck,
      happened: this.#happened,
      phase,
    });
    for (const problem of problemsOfStop(failure, isTrueOf(failure, dealt)))
      this.#problems.push(`${phase}: ${problem}`);
  }

  /** The trouble is over: the network is back, the disk has room, the files are back, the user signed in. */
  async #mend(failure: Failure): Promise<void> {
    this.#countStruck((await this.#sandbox.state()).faultsStruck);
    await this.#sandbox.admin("DELETE", "/sandbox/faults");
    this.#line.restore();
    this.#spool.isGone = false;
    this.#journal().failure = null;
    if (failure.kind === "signInNeeded")
      await this.#signIn({ isExpired: false });
  }

  #countStruck(struck: readonly number[]): void {
    this.#struck += struck.reduce((sum, count) => sum + count, 0);
  }

  async #signIn({ isExpired }: { readonly isExpired: boolean }): Promise<void> {
    const pair = await this.#sandbox.admin("POST", "/sandbox/tokens", {});
    await this.#tokens.adopt({
      accessToken: String(at(pair.json, "access_token")),
      refreshToken: String(at(pair.json, "refresh_token")),
      // Renewed at the first call, so that faults of the token endpoint strike.
      expiresAtMs: isExpired ? 1 : null,
    });
  }

  #entries() {
    return this.#journal().entries;
  }

  #journal(): MemoryJournal {
    const journal = this.#journals.journals.get(this.#plan.caseId);
    if (journal === undefined) throw new Error("No journal");
    return journal;
  }
}

/** No longer stopped. */
function isAtRest(sending: SendingCase): boolean {
  return sending.view().kind !== "stopped";
}
