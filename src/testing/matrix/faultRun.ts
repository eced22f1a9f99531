// One case sent by the real engine, over real sockets, to a sandbox under a fault script; with a user who does what the app says.
import {
  oauthSettingsOf,
  defaultSettings,
} from "../../core/account/settings.ts";
import { refreshTokens } from "../../core/account/tokenEndpoint.ts";
import {
  createTokenSource,
  type AccountTokens,
} from "../../core/account/tokenSource.ts";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import type { UploadPlan } from "../../core/model/uploadPlan.ts";
import type { SendingCase } from "../../core/ports/caseSender.ts";
import { createRadiopaediaClient } from "../../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../../core/upload/caseSender.ts";
import { defaultEngineSettings } from "../../core/upload/engineSettings.ts";
import {
  alwaysOnline,
  defaultTransferPolicy,
} from "../../core/upload/serviceLine.ts";
import type { Failure } from "../../shared/failure.ts";
import { failureWords } from "../../shared/messages/failureWords.ts";
import { success } from "../../shared/result.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import { compliantSlice } from "../compliantSlice.ts";
import { MemoryJournalStore } from "../memoryJournal.ts";
import { MemorySpool } from "../memorySpool.ts";
import { RunningSandbox, at } from "../runningSandbox.ts";
import { SequentialRandom } from "../sequentialRandom.ts";
import { testPlan } from "../uploadPlans.ts";
import { isOfClient, patientLook, trueAnswer } from "./patientUser.ts";
import { ScaledClock } from "./scaledClock.ts";
import type { Mixture } from "./scriptedMixtures.ts";
import { isTrueOf } from "./trueExplanation.ts";
import { problemsSoFar, problemsWhenDone } from "./wholeCase.ts";

/** What one run showed. No problems: all promises were kept. */
export interface FaultRunOutcome {
  readonly name: string;
  readonly problems: readonly string[];
  readonly requests: number;
  readonly faultsStruck: number;
  /** How often the case came to rest before it was done. */
  readonly stops: number;
}

/** Two minutes take 120 ms. */
const timeFactor = 1_000;
/** How long a silent service is waited for: briefly where the script makes it silent, and else beyond what a busy machine takes. */
const stallMs = 400;
const busyMs = 15_000;
/** A user who does what the app says comes through within this many rests. */
const mostRests = 12;
/** What an untroubled case takes, with room for a few looks at the processing. */
const requestsWithoutFaults = 60;
/** What one fault may cost: the call again, a fresh URL, a look at the quota or the list, a renewed token. */
const requestsPerFault = 4;

/** Sends ten images in two studies. */
export async function faultRun(mixture: Mixture): Promise<FaultRunOutcome> {
  const clock = new ScaledClock(timeFactor);
  const sandbox = await RunningSandbox.start({ clock });
  const http = createUndiciHttp();
  try {
    await sandbox.admin("POST", "/sandbox/faults", mixture.script);
    return await new FaultRun(mixture, sandbox, clock, http).run();
  } finally {
    await http.close();
    await sandbox.end();
  }
}

class FaultRun {
  readonly #mixture: Mixture;
  readonly #sandbox: RunningSandbox;
  readonly #clock: ScaledClock;
  readonly #http: ReturnType<typeof createUndiciHttp>;
  readonly #problems: string[] = [];
  readonly #journals = new MemoryJournalStore();
  readonly #spool = new MemorySpool();
  readonly #plan: UploadPlan;
  readonly #tokens: AccountTokens;
  #struck = 0;
  #stops = 0;

  constructor(
    mixture: Mixture,
    sandbox: RunningSandbox,
    clock: ScaledClock,
    http: ReturnType<typeof createUndiciHttp>,
  ) {
    this.#mixture = mixture;
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#http = http;
    const images = Array.from({ length: 10 }, (_, index) =>
      this.#spool.add(compliantSlice({ instanceNumber: index + 1 })),
    );
    this.#plan = testPlan(
      [[images.slice(0, 4), images.slice(4, 6)], [images.slice(6)]],
      { serviceOrigin: sandbox.origin },
    );
    this.#tokens = this.#tokenSource();
  }

  async run(): Promise<FaultRunOutcome> {
    await this.#signIn({ isExpired: true });
    let wake: () => void = () => undefined;
    const begun = await this.#sender().begin(this.#plan, () => {
      wake();
    });
    if (!begun.ok) throw new Error(begun.failure.kind);
    const sending = begun.value;
    this.#refuseWrites();
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
      if (await this.#isOver(sending, view)) break;
      this.#stops += 1;
      if (this.#stops > mostRests) {
        this.#problems.push(`no end: ${view.kind}`);
        break;
      }
    }
    await sending.close();
    return this.#outcome();
  }

  async #outcome(): Promise<FaultRunOutcome> {
    const site = await patientLook(this.#sandbox);
    this.#problems.push(...problemsWhenDone(site, this.#plan));
    this.#countStruck(site.faultsStruck);
    const requests = site.requests.filter(({ route }) =>
      isOfClient(route),
    ).length;
    const most = requestsWithoutFaults + requestsPerFault * this.#struck;
    if (requests > most)
      this.#problems.push(`a storm: ${requests} requests, ${most} at most`);
    return {
      name: this.#mixture.name,
      problems: [...new Set(this.#problems)],
      requests,
      faultsStruck: this.#struck,
      stops: this.#stops,
    };
  }

  /** Does what the app says; true when the case is done and nothing is left to do. */
  async #isOver(sending: SendingCase, view: UploadView): Promise<boolean> {
    switch (view.kind) {
      case "stopped":
        this.#judge(view.failure);
        await this.#mend(view.failure);
        sending.run();
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
          this.#judge(view.finishFailure);
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
      case "paused":
      case "cancelled":
        this.#problems.push(`a silent stop: ${view.kind}`);
        return true;
    }
  }

  /** A stop must name a cause that was really there, in words that say what to do. */
  #judge(failure: Failure): void {
    const words = failureWords(failure);
    if (words.why === "" || words.whatNext === "")
      this.#problems.push(`a stop without words: ${failure.kind}`);
    if (!isTrueOf(failure, this.#mixture))
      this.#problems.push(`an untrue explanation: ${JSON.stringify(failure)}`);
  }

  /** The trouble is over: the network is back, the disk has room, the user signed in. */
  async #mend(failure: Failure): Promise<void> {
    this.#countStruck((await this.#sandbox.state()).faultsStruck);
    await this.#sandbox.admin("DELETE", "/sandbox/faults");
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
    return this.#journals.journals.get(this.#plan.caseId)?.entries ?? [];
  }

  #refuseWrites(): void {
    const journal = this.#journals.journals.get(this.#plan.caseId);
    if (journal !== undefined)
      journal.refusedAppends = this.#mixture.diskFullAt;
  }

  #tokenSource(): AccountTokens {
    return createTokenSource({
      store: {
        load: () => Promise.resolve(success(null)),
        save: () => Promise.resolve(success(null)),
      },
      clock: this.#clock,
      refresh: (refreshToken, signal) =>
        refreshTokens(
          { http: this.#http, clock: this.#clock, userAgent: "Casedrop/test" },
          {
            settings: oauthSettingsOf(
              this.#sandbox.origin,
              defaultSettings.contract,
            ),
            client: sandboxClient,
          },
          refreshToken,
          signal,
        ),
      onEvent: () => undefined,
    });
  }

  #sender() {
    const service = defaultServiceSettings(
      this.#sandbox.origin,
      "Casedrop/test",
    );
    const makesSilence = this.#mixture.script.rules.some(({ fault }) =>
      ["stall", "slowWork", "delay"].includes(fault.kind),
    );
    const stallTimeoutMs = makesSilence ? stallMs : busyMs;
    const client = createRadiopaediaClient({
      http: this.#http,
      tokens: this.#tokens,
      clock: this.#clock,
      settings: {
        ...service,
        stallTimeoutMs,
        putStallTimeoutMs: stallTimeoutMs,
      },
    });
    return createCaseSender({
      journals: this.#journals,
      spoolOf: () => this.#spool,
      clientFor: () => client,
      clock: this.#clock,
      random: new SequentialRandom(),
      log: { write: () => undefined },
      engine: {
        ...defaultEngineSettings,
        retry: { ...defaultEngineSettings.retry, maxAttempts: 8 },
      },
      transfers: defaultTransferPolicy,
      connectivityFor: () => alwaysOnline,
      issuer: { appVersion: "test", policyVersion: "test" },
      knownRemoteCaseIds: () => new Set(),
    });
  }
}
