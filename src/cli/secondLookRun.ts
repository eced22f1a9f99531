// One run of `casedrop second-look`: what may be sent, what it would be, the user's consent to each sending, and what came back.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaseSecondLook } from "../core/secondLook/caseSecondLook.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { lookCancelledWords } from "../shared/messages/lookStepWords.ts";
import { formatBytes } from "../shared/messages/quantities.ts";
import {
  filmObstacleWords,
  filmQuestionWords,
  filmWarningWords,
  longReportText,
  readerWords,
} from "../shared/messages/secondLookWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type {
  FilmQuestion,
  FilmView,
  LookReader,
  SecondLookUse,
} from "../shared/secondLook.ts";
import type { CliEnvironment } from "./environment.ts";
import type { InputLines } from "./inputLines.ts";
import type { NetworkArguments } from "./network.ts";
import { previewPng } from "./previewPng.ts";
import { printable } from "./printable.ts";
import type { CommandCase } from "./secondLookCase.ts";
import {
  comparisonDocument,
  filmLine,
  findingLine,
  lookDocument,
  lookLines,
  problemLine,
} from "./secondLookReport.ts";

export interface SecondLookArguments extends NetworkArguments {
  readonly use?: SecondLookUse;
  readonly keyFile?: string;
  readonly keyStdin: boolean;
  readonly film?: number;
  readonly confirm: readonly FilmQuestion[];
  readonly report?: string;
  readonly letStand: readonly number[];
  readonly mask?: string;
  readonly practice?: string;
  readonly json: boolean;
}

/** What the user types to send: the name of whoever gets it. */
const recipients: Readonly<Record<LookReader, string>> = {
  xraydar: "University of Warwick",
  sandbox: "sandbox",
};

const nothingSent = "Nothing was sent.";

/** One run of the command. */
export class SecondLookRun {
  readonly #given: SecondLookArguments;
  readonly #environment: CliEnvironment;
  readonly #input: InputLines;
  readonly #lookedAt: CommandCase;
  readonly #look: CaseSecondLook;

  constructor(
    given: SecondLookArguments,
    environment: CliEnvironment,
    parts: {
      readonly input: InputLines;
      readonly lookedAt: CommandCase;
      readonly look: CaseSecondLook;
    },
  ) {
    this.#given = given;
    this.#environment = environment;
    this.#input = parts.input;
    this.#lookedAt = parts.lookedAt;
    this.#look = parts.look;
  }

  /** Asks about the film. Fails with a sentence. */
  async film(): Promise<Result<null, string>> {
    const { films } = this.#look.view();
    for (const [at, film] of films.entries()) this.#tellFilm(film, at + 1);
    const fit = films.filter((film) => film.obstacles.length === 0);
    const wanted = this.#given.film;
    const chosen = wanted === undefined ? fit[0] : films[wanted - 1];
    if (chosen === undefined)
      return failed(`There is no film that may be sent. ${nothingSent}`);
    if (wanted === undefined && fit.length > 1)
      return failed(
        `There is more than one film. Choose with --film. ${nothingSent}`,
      );
    if (chosen.obstacles.length > 0) return failed(nothingSent);
    const open = chosen.questions.filter(
      (question) => !this.#given.confirm.includes(question),
    );
    if (open.length > 0)
      return failed(
        `${open.map((question) => filmQuestionWords[question].unknown).join(" ")} If you know it, add --confirm ${open.join(",")}. ${nothingSent}`,
      );
    const made = await this.#look.makeFilm(
      chosen,
      chosen.questions,
      this.#environment.signal,
    );
    if (!made.ok)
      return failed(
        `${failureWords(made.failure).title}. ${failureWords(made.failure).why} ${nothingSent}`,
      );
    const { preview, sha256Hex, sizeBytes, warnings, reader } = made.value;
    const path = join(this.#lookedAt.folder, "film.png");
    await writeFile(path, previewPng(preview), { mode: 0o600 });
    for (const warning of warnings) this.#tell(filmWarningWords(warning));
    this.#tell(
      `The film as it would be sent (${formatBytes(sizeBytes)}, SHA-256 ${sha256Hex}): ${path}`,
    );
    const agreed = await this.#consent(
      reader,
      "I have looked at this very image: nothing in it tells who the patient is.",
    );
    if (!agreed) {
      this.#look.discardFilm();
      return failed(nothingSent);
    }
    const sent = await this.#look.sendFilm({ sha256Hex, reader });
    return this.#outcome(sent.ok);
  }

  /** Asks about the report. Fails with a sentence. */
  async report(typed: string): Promise<Result<null, string>> {
    const { text, findings, words, reader } = this.#look.checkReport(typed);
    if (text === "") return failed(`The report is empty. ${nothingSent}`);
    if (findings.length > 0) this.#tell("Found in the report:");
    for (const [at, finding] of findings.entries())
      this.#tell(findingLine(text, finding, at + 1));
    const stands = (at: number) => this.#given.letStand.includes(at + 1);
    const isOpen = findings.some(
      ({ kind }, at) => kind === "patientWord" || !stands(at),
    );
    if (isOpen)
      return failed(`The report is not ready to be sent. ${nothingSent}`);
    const tooLong = longReportText(words);
    if (tooLong !== null) this.#tell(tooLong);
    this.#tell("The report as it would be sent:");
    this.#tell(
      text
        .split("\n")
        .map((line) => `  | ${printable(line)}`)
        .join("\n"),
    );
    const agreed = await this.#consent(
      reader,
      "I have read this very text: nothing in it tells who the patient is.",
    );
    if (!agreed) return failed(nothingSent);
    const accepted = findings.map(({ findingId }) => findingId);
    const sent = await this.#look.sendReport({ text, accepted, reader });
    return this.#outcome(sent.ok);
  }

  print(): void {
    const { looks, comparisons } = this.#look.view();
    if (looks.length === 0 && !this.#given.json) return;
    this.#environment.stdout.write(
      this.#given.json
        ? `${JSON.stringify({ looks: looks.map(lookDocument), comparison: comparisons[0] ? comparisonDocument(comparisons[0]) : null }, null, 2)}\n`
        : looks.map(lookLines).join("\n"),
    );
  }

  #tellFilm(film: FilmView, number: number): void {
    this.#tell(
      `${filmLine(film, number)}: ${film.obstacles.length === 0 ? "may be sent" : "stays here"}`,
    );
    for (const obstacle of film.obstacles)
      this.#tell(`  ${filmObstacleWords(obstacle)}`);
  }

  async #consent(reader: LookReader, statement: string): Promise<boolean> {
    const { name, place } = readerWords[reader];
    const recipient = recipients[reader];
    this.#tell(`Recipient: ${name}, ${place}.`);
    this.#tell(
      `Purpose: a second look for ${this.#given.use ?? ""}; the licence allows no clinical and no commercial use.`,
    );
    if (reader === "xraydar")
      this.#tell(
        "How long the recipient keeps it, and what for, is not known. Take what you send as disclosed for good.",
      );
    this.#tell(
      `To say "${statement}" and send it once, type the recipient's name: ${recipient}`,
    );
    return (await this.#input.next())?.trim() === recipient;
  }

  #outcome(isSent: boolean): Result<null, string> {
    const { state } = this.#look.view();
    if (state.kind === "failed") {
      const line = problemLine(state.problem);
      this.#look.dismiss();
      return failed(line);
    }
    if (state.kind === "cancelled")
      return failed(lookCancelledWords(state.algorithm, state.step).text);
    return isSent ? success(null) : failed(nothingSent);
  }

  #tell(line: string): void {
    this.#environment.stderr.write(`${printable(line)}\n`);
  }
}
