// The second look of one case: its films, what is being asked, and the readings kept with it.
//
// Invariants:
// 1. A film is sent only as the very bytes that were made and shown, once for each consent, and only while the case's checks still pass it.
// 2. A report is sent only as it was checked.
// 3. Readings are kept with the case and never go into its texts.
import type { Failure } from "../../shared/failure.ts";
import type { Sha256Hex, StackId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  SecondLookView,
  FilmQuestion,
  LookAlgorithm,
  LookProblem,
  LookReader,
  LookState,
  LookStep,
  LookView,
  MadeFilm,
  ReportCheck,
  SavedLook,
} from "../../shared/secondLook.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { FilmMaker } from "../ports/secondLook.ts";
import type { SpooledFile } from "../ports/spool.ts";
import {
  caseFilms,
  filmPlace,
  readyFilm,
  type CaseImages,
} from "./caseFilms.ts";
import { checkReport, reportBytes } from "./checkReport.ts";
import { creditOf } from "./filmCredit.ts";
import { newFilmUIDs } from "./filmUIDs.ts";
import { compareLooks, lookView } from "./lookViews.ts";
import {
  lookTimeoutsMs,
  type AnsweredLook,
  type LookQuestion,
  type NotAsked,
  type ReaderDesk,
} from "./readerDesk.ts";

/** Older readings give way. */
const mostLooks = 20;

/** What is the same for all cases. */
export interface SecondLookDeps {
  readonly desk: Pick<ReaderDesk, "ask" | "isOn" | "reader">;
  readonly films: FilmMaker;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the second look sees of its case. */
export interface LookedAtCase {
  readonly spoolFolder: string;
  parts(): {
    readonly stacks: CaseImages["stacks"];
    readonly searchOf: CaseImages["searchOf"];
    readonly preparation: { readonly prepared: CaseImages["prepared"] };
    readonly intake: { readonly patientWords: PatientWords };
    readonly draft: CaseImages["draft"];
    readonly record: {
      readonly secondLooks?: readonly SavedLook[] | undefined;
      readonly publicSeries?: readonly PublicSeries[] | undefined;
    };
  };
  /** Keeps readings with the case, in place of those it had. */
  keep(looks: readonly SavedLook[]): void;
  changed(): void;
}

/** A film that was made and not sent yet. */
interface HeldFilm {
  readonly bytes: Uint8Array;
  readonly sha256Hex: Sha256Hex;
  readonly stackId: StackId;
  readonly imageIndex: number;
  readonly answered: readonly FilmQuestion[];
  readonly copy: SpooledFile;
}

/** The user's consent to one sending. */
export interface Consent {
  readonly sha256Hex: Sha256Hex;
  readonly reader: LookReader;
}

type Done = Result<null, Failure>;
/** What the desk is asked, but for who is told how far it has gone. */
type Asked = Omit<LookQuestion, "onStep" | "onUnread">;

const nothing: SecondLookView = {
  films: [],
  state: { kind: "idle" },
  looks: [],
  comparisons: [],
};

export class CaseSecondLook {
  readonly #deps: SecondLookDeps;
  readonly #case: LookedAtCase;
  #state: LookState = { kind: "idle" };
  #held: HeldFilm | null = null;
  #abort: AbortController | null = null;
  /** The whole of an answer that was no reading; gone with the next question. */
  #unread: string | null = null;

  constructor(deps: SecondLookDeps, lookedAt: LookedAtCase) {
    this.#deps = deps;
    this.#case = lookedAt;
  }

  /** Empty while the second look is switched off. */
  view(): SecondLookView {
    if (!this.#deps.desk.isOn) return nothing;
    const looks = this.#looks()
      .toSorted((a, b) => b.askedAtMs - a.askedAtMs)
      .map((look) => this.#shown(look));
    return {
      films: caseFilms(this.#images()),
      state: this.#state,
      looks,
      comparisons: compareLooks(looks),
    };
  }

  #looks(): readonly SavedLook[] {
    return this.#case.parts().record.secondLooks ?? [];
  }

  #shown(look: SavedLook): LookView {
    const { stacks } = this.#case.parts();
    return lookView(look, look.film && filmPlace(stacks, look.film));
  }

  #images(): CaseImages {
    const { stacks, searchOf, preparation, draft, record } = this.#case.parts();
    const { prepared } = preparation;
    const publicSeries = record.publicSeries ?? [];
    return { stacks, searchOf, prepared, draft, publicSeries };
  }

  /** Makes a film ready to be looked at and sent. Fails with `invalidInput` while anything keeps it from being sent. */
  async makeFilm(
    film: { readonly stackId: StackId; readonly imageIndex: number },
    answered: readonly FilmQuestion[],
    signal: AbortSignal,
  ): Promise<Result<MadeFilm, Failure>> {
    const { desk, films, random } = this.#deps;
    if (!desk.isOn) return switchedOff;
    const { stackId, imageIndex } = film;
    const ready = readyFilm(this.#images(), stackId, imageIndex, answered);
    if (ready === null) return notEligible;
    const { copy, image } = ready;
    const { header, source } = image.instance;
    this.#held = null;
    const made = await films.make(
      {
        spoolFolder: this.#case.spoolFolder,
        copy,
        uids: newFilmUIDs(random),
        tablesIn: header.hasLookupTable ? source : null,
      },
      signal,
    );
    if (!made.ok) return made;
    const { bytes, ...shown } = made.value;
    const { sha256Hex } = shown;
    this.#held = { bytes, sha256Hex, stackId, imageIndex, answered, copy };
    return success({ ...shown, reader: desk.reader });
  }

  /** Sends the film that was made, once. Resolves when there is an answer; what came of it is in the view. */
  async sendFilm(consent: Consent): Promise<Done> {
    const held = this.#held;
    if (held?.sha256Hex !== consent.sha256Hex) return notEligible;
    this.#held = null;
    const { stackId, imageIndex, answered, bytes } = held;
    const ready = readyFilm(this.#images(), stackId, imageIndex, answered);
    // Masked otherwise or deselected since: what was shown is not what the case holds now.
    if (ready?.copy.sha256Hex !== held.copy.sha256Hex) return notEligible;
    return this.#ask(
      { algorithm: "image", bytes, reader: consent.reader },
      { stackId, imageIndex, isReversed: ready.isReversed },
    );
  }

  /** Forgets a film that was made and is not to be sent. */
  discardFilm(): void {
    this.#held = null;
  }

  checkReport(typed: string): ReportCheck {
    return {
      ...checkReport(typed, this.#case.parts().intake.patientWords),
      reader: this.#deps.desk.reader,
    };
  }

  /** Sends a report; `accepted` are the findings that the user lets stand. */
  async sendReport(report: {
    readonly text: string;
    readonly accepted: readonly string[];
    readonly reader: LookReader;
  }): Promise<Done> {
    const checked = checkReport(
      report.text,
      this.#case.parts().intake.patientWords,
    );
    const bytes = reportBytes(checked, report.accepted);
    // Another text than was shown: consent was to that one.
    if (!bytes.ok || checked.text !== report.text)
      return refused("report", bytes.ok ? "changed" : bytes.failure);
    return this.#ask(
      { algorithm: "report", bytes: bytes.value, reader: report.reader },
      null,
    );
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Clears a failure, or a cancellation, that was read. */
  dismiss(): void {
    if (this.#state.kind !== "waiting") this.#become({ kind: "idle" });
  }

  /** The whole of an answer with too few findings; null if the last one was none. */
  unreadAnswer(): string | null {
    return this.#unread;
  }

  forget(lookId: string): void {
    this.#case.keep(this.#looks().filter((look) => look.lookId !== lookId));
  }

  /** A reading; null if there is none of this id. */
  lookOf(lookId: string): LookView | null {
    const look = this.#looks().find((each) => each.lookId === lookId);
    return look === undefined ? null : this.#shown(look);
  }

  async #ask(question: Asked, film: SavedLook["film"]): Promise<Done> {
    if (this.#abort !== null) return refused("secondLook", "it is busy");
    const abort = new AbortController();
    this.#abort = abort;
    this.#unread = null;
    const { algorithm, reader } = question;
    const waiting = {
      kind: "waiting",
      algorithm,
      reader,
      sinceMs: this.#deps.clock.nowMs(),
      timeoutMs: lookTimeoutsMs[algorithm],
    } as const;
    let reached: LookStep = "pausing";
    const onStep = (step: LookStep) => {
      reached = step;
      this.#become({ ...waiting, step });
    };
    onStep(reached);
    try {
      const answer = await this.#deps.desk.ask(
        {
          ...question,
          onStep,
          onUnread: (text) => {
            this.#unread = text;
          },
        },
        abort.signal,
      );
      if (answer.ok) return this.#take(answer.value, question, film);
      if (answer.failure.kind === "cancelled") {
        this.#become({ kind: "cancelled", algorithm, step: reached });
        return success(null);
      }
      return this.#fail(answer.failure, algorithm);
    } finally {
      this.#abort = null;
      if (this.#state.kind === "waiting") this.#become({ kind: "idle" });
    }
  }

  #take(
    { reading, body, askedAtMs, sentSha256Hex }: AnsweredLook,
    { algorithm, reader }: Asked,
    film: SavedLook["film"],
  ): Done {
    const look: SavedLook = {
      lookId: Buffer.from(this.#deps.random.bytes(16)).toString("hex"),
      algorithm,
      reader,
      askedAtMs,
      sentSha256Hex,
      film,
      ...reading,
      body,
      ...(film !== null && creditOf(this.#images(), film)),
    };
    this.#state = { kind: "idle" };
    this.#case.keep([look, ...this.#looks()].slice(0, mostLooks));
    return success(null);
  }

  #fail(
    failure: LookProblem | Exclude<NotAsked, { kind: "cancelled" }>,
    algorithm: LookAlgorithm,
  ): Done {
    if (failure.kind === "off") return switchedOff;
    if (failure.kind === "otherReader")
      return refused("reader", "another one is in use now");
    this.#become({ kind: "failed", algorithm, problem: failure });
    return success(null);
  }

  #become(state: LookState): void {
    this.#state = state;
    this.#case.changed();
  }
}

const notEligible = refused("film", "not ready to be sent");
const switchedOff = refused("secondLook", "it is switched off");

function refused(field: string, problem: string): Result<never, Failure> {
  return failed({ kind: "invalidInput", field, problem });
}
