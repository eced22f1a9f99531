// The one way to the reader for all cases of the app: one question at a time, some seconds apart, never again by itself (contract section 8).
//
// Invariants:
// 1. Nothing is asked while the second look is switched off, without a key, or of another reader than the user consented to.
// 2. The key goes to the reader and nowhere else; the log gets the hash of what was sent and nothing of its content.
import { createHash } from "node:crypto";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  hasTooFewFindings,
  readerKeyLength,
  type LookAlgorithm,
  type LookProblem,
  type LookReader,
  type LookStep,
} from "../../shared/secondLook.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ChestXrayReader } from "../ports/secondLook.ts";
import {
  classifyAnswer,
  problemOf,
  wholeText,
  withoutKey,
} from "./classifyAnswer.ts";
import { largestFilmBytes } from "./filmEligibility.ts";
import type { Reading } from "./parseAnswer.ts";

/** From the first byte to the last (contract section 4). */
export const lookTimeoutsMs: Readonly<Record<LookAlgorithm, number>> = {
  image: 60_000,
  report: 30_000,
};
export const leastPauseMs = 5_000;

/** Where to ask. */
export interface ReaderTarget {
  readonly reader: LookReader;
  /** Null while it is not there yet. */
  readonly baseUrl: string | null;
}

export interface ReaderDeskDeps {
  readonly reader: ChestXrayReader;
  readonly clock: Clock;
  readonly log: Log;
  /** False while it is switched off. */
  readonly isOn: () => boolean;
  readonly target: () => ReaderTarget;
  readonly key: () => Promise<Result<string | null, DiskFailure>>;
  /** Called when an algorithm was closed. */
  readonly onChange: () => void;
}

/** Why nothing was asked. */
export type NotAsked =
  | { readonly kind: "off" }
  | { readonly kind: "otherReader" }
  | { readonly kind: "cancelled" };

/** A reading with the body it was read from. */
export interface AnsweredLook {
  readonly reading: Reading;
  readonly body: string;
  readonly askedAtMs: number;
  readonly sentSha256Hex: Sha256Hex;
}

export interface LookQuestion {
  readonly algorithm: LookAlgorithm;
  readonly bytes: Uint8Array;
  /** The reader that the user agreed to. */
  readonly reader: LookReader;
  /** Told each step when it begins. */
  readonly onStep: (step: LookStep) => void;
  /** Told the whole of an answer that is no reading for lack of findings. */
  readonly onUnread: (text: string) => void;
}

/** Asks the reader. */
export class ReaderDesk {
  readonly #deps: ReaderDeskDeps;
  /** With the status that closed them. */
  readonly #closed = new Map<`${LookReader} ${LookAlgorithm}`, number>();
  #isBusy = false;
  #nextAtMs = 0;
  #limitedUntilMs = 0;

  constructor(deps: ReaderDeskDeps) {
    this.#deps = deps;
  }

  get reader(): LookReader {
    return this.#deps.target().reader;
  }

  get isOn(): boolean {
    return this.#deps.isOn();
  }

  /** True once the address of an algorithm was not what it is known to be. */
  isClosed(algorithm: LookAlgorithm): boolean {
    return this.#closed.has(`${this.reader} ${algorithm}`);
  }

  /** Asks once. `LookProblem` says why there is no reading, `NotAsked` why nothing was sent. */
  async ask(
    question: LookQuestion,
    signal: AbortSignal,
  ): Promise<Result<AnsweredLook, LookProblem | NotAsked>> {
    const { target, isOn } = this.#deps;
    const { reader, baseUrl } = target();
    if (!isOn()) return failed({ kind: "off" });
    if (reader !== question.reader) return failed({ kind: "otherReader" });
    const status = this.#closed.get(`${reader} ${question.algorithm}`);
    if (status !== undefined)
      return failed({ kind: "interfaceChanged", status });
    if (question.bytes.byteLength > largestFilmBytes)
      return failed({ kind: "tooLarge", by: "us" });
    const key = await this.#deps.key();
    if (!key.ok) return failed({ kind: "unavailable", failure: key.failure });
    if (key.value?.length !== readerKeyLength) return failed({ kind: "noKey" });
    if (baseUrl === null)
      return failed({
        kind: "unavailable",
        failure: { kind: "unreachable", code: "ENOTFOUND" },
      });
    const limitedMs = this.#limitedUntilMs - this.#deps.clock.nowMs();
    if (limitedMs > 0) return failed({ kind: "limited", waitMs: limitedMs });
    if (this.#isBusy) return failed({ kind: "busy" });
    this.#isBusy = true;
    try {
      return await this.#askNow(question, { baseUrl, key: key.value }, signal);
    } finally {
      this.#isBusy = false;
      this.#nextAtMs = this.#deps.clock.nowMs() + leastPauseMs;
    }
  }

  async #askNow(
    { algorithm, bytes, reader, onStep, onUnread }: LookQuestion,
    { baseUrl, key }: { readonly baseUrl: string; readonly key: string },
    signal: AbortSignal,
  ): Promise<Result<AnsweredLook, LookProblem | NotAsked>> {
    const { clock, log } = this.#deps;
    const pauseMs = this.#nextAtMs - clock.nowMs();
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    if (signal.aborted) return failed({ kind: "cancelled" });
    const askedAtMs = clock.nowMs();
    const sentSha256Hex = sha256HexOf(bytes);
    const timeoutMs = lookTimeoutsMs[algorithm];
    onStep("sending");
    const onSent = () => {
      onStep("sent");
    };
    const answer = await this.#deps.reader.ask(
      { algorithm, baseUrl, key, bytes, timeoutMs, onSent },
      signal,
    );
    log.write("info", "secondLook.asked", {
      algorithm,
      reader,
      ...hashFacts(sentSha256Hex),
      status: answer.ok ? answer.value.status : null,
      outcome: answer.ok ? "answered" : answer.failure.kind,
    });
    if (!answer.ok)
      return failed(
        answer.failure.kind === "cancelled"
          ? answer.failure
          : problemOf(answer.failure),
      );
    const heard = withoutKey(answer.value, key);
    const reading = classifyAnswer(heard, clock.nowMs());
    if (!reading.ok) {
      if (hasTooFewFindings(reading.failure)) onUnread(wholeText(heard.text));
      this.#note(reading.failure, `${reader} ${algorithm}`);
      return reading;
    }
    const { text: body } = heard;
    return success({ reading: reading.value, body, askedAtMs, sentSha256Hex });
  }

  #note(problem: LookProblem, place: `${LookReader} ${LookAlgorithm}`): void {
    if (problem.kind === "limited")
      this.#limitedUntilMs = this.#deps.clock.nowMs() + problem.waitMs;
    if (problem.kind !== "interfaceChanged") return;
    this.#closed.set(place, problem.status);
    this.#deps.onChange();
  }
}

function sha256HexOf(bytes: Uint8Array): Sha256Hex {
  // The digest is what the brand names.
  return createHash("sha256").update(bytes).digest("hex") as Sha256Hex;
}

/** The hash as numbers of 32 bits: the log takes no word that could be an identifier. */
function hashFacts(sha256Hex: string): Readonly<Record<string, number>> {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  return Object.fromEntries(
    names.map((name, index) => [
      `sentHash${name.toUpperCase()}`,
      Number.parseInt(sha256Hex.slice(index * 8, index * 8 + 8), 16),
    ]),
  );
}
