// `casedrop second-look`: asks X-Raydar about a chest film, a report, or both, behind the same gates as the window.
import { readFile } from "node:fs/promises";
import { InvalidArgumentError, Option, type Command } from "commander";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { createHttpChestXrayReader } from "../adapters/xraydar/httpChestXrayReader.ts";
import { CaseSecondLook } from "../core/secondLook/caseSecondLook.ts";
import {
  ReaderDesk,
  type ReaderTarget,
} from "../core/secondLook/readerDesk.ts";
import { failed, success, type Result } from "../shared/result.ts";
import {
  filmQuestions,
  secondLookUses,
  type FilmQuestion,
} from "../shared/secondLook.ts";
import { createFilmMaker } from "../workers/filmMaker.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { wrongUseRefusal } from "./jsonRefusal.ts";
import { InputLines } from "./inputLines.ts";
import { maskFileHelp, readMaskFile } from "./maskFile.ts";
import { addNetworkOptions, openNetwork } from "./network.ts";
import { printable } from "./printable.ts";
import { SecondLookRun, type SecondLookArguments } from "./secondLookRun.ts";
import { readReaderKey, readerKeyHelp } from "./readerKey.ts";
import { openCommandCase, type CommandCase } from "./secondLookCase.ts";
import { auditLine } from "./secondLookReport.ts";

/** The practice reader of a sandbox on this computer, or X-Raydar itself; no other host is asked. */
function targetOf({ practice }: SecondLookArguments): ReaderTarget {
  return practice === undefined
    ? { reader: "xraydar", baseUrl: "https://x-raydar.info" }
    : { reader: "sandbox", baseUrl: `${practice}/x-raydar` };
}

async function readReport(
  path: string | undefined,
): Promise<Result<string | null, string>> {
  if (path === undefined) return success(null);
  try {
    return success(await readFile(path, "utf8"));
  } catch {
    return failed("The report file cannot be read.");
  }
}

async function runSecondLook(
  paths: readonly string[],
  given: SecondLookArguments,
  environment: CliEnvironment,
): Promise<void> {
  const input = new InputLines(environment.stdin);
  const end = (
    status: (typeof exitStatus)["someFailed" | "wrongUse"],
    line: string,
  ) => {
    environment.stderr.write(`${printable(line)}\n`);
    environment.exit(
      status,
      status === exitStatus.wrongUse ? wrongUseRefusal(line) : undefined,
    );
  };
  try {
    if (given.use === undefined) {
      end(
        exitStatus.wrongUse,
        "The licence of X-Raydar allows research and teaching only. Say which with --use research or --use teaching.",
      );
      return;
    }
    const report = await readReport(given.report);
    const masks = await readMaskFile(given.mask);
    const key = await readReaderKey(given, environment, input);
    for (const each of [report, masks, key])
      if (!each.ok) {
        end(exitStatus.wrongUse, each.failure);
        return;
      }
    if (!report.ok || !masks.ok || !key.ok) return;
    if (paths.length === 0 && report.value === null) {
      end(exitStatus.wrongUse, "Give a film, or a report with --report.");
      return;
    }
    const lookedAt = await openCommandCase(paths, masks.value, environment);
    if (!lookedAt.ok) {
      end(exitStatus.someFailed, lookedAt.failure);
      return;
    }
    try {
      await ask(
        { given, environment, input, lookedAt: lookedAt.value, key: key.value },
        { hasFilms: paths.length > 0, report: report.value },
        (line) => {
          end(exitStatus.someFailed, line);
        },
      );
    } finally {
      await lookedAt.value.remove();
    }
  } finally {
    await input.close();
  }
}

async function ask(
  parts: {
    readonly given: SecondLookArguments;
    readonly environment: CliEnvironment;
    readonly input: InputLines;
    readonly lookedAt: CommandCase;
    readonly key: string;
  },
  wanted: { readonly hasFilms: boolean; readonly report: string | null },
  refuse: (line: string) => void,
): Promise<void> {
  const { given, environment, input, lookedAt, key } = parts;
  const network = await openNetwork(given, environment, "nameAndContact");
  if (!network.ok) {
    refuse(network.failure);
    return;
  }
  const { http, userAgent } = network.value;
  const common = { clock: systemClock, random: systemRandom };
  const films = createFilmMaker(environment);
  const desk = new ReaderDesk({
    ...common,
    log: {
      // All that the desk writes down is what was asked.
      write: (_level, _event, facts) => {
        const line = auditLine(facts, systemClock.nowMs());
        environment.stderr.write(`${printable(line)}\n`);
      },
    },
    reader: createHttpChestXrayReader({
      ...common,
      http,
      userAgent: () => userAgent,
    }),
    isOn: () => given.use !== undefined,
    target: () => targetOf(given),
    key: () => Promise.resolve(success(key)),
    onChange: () => undefined,
  });
  const look = new CaseSecondLook({ ...common, desk, films }, lookedAt);
  const run = new SecondLookRun(given, environment, { input, lookedAt, look });
  try {
    environment.exit(exitStatus.done);
    const film = wanted.hasFilms ? await run.film() : success(null);
    if (!film.ok) refuse(film.failure);
    const report =
      film.ok && wanted.report !== null
        ? await run.report(wanted.report)
        : success(null);
    if (!report.ok) refuse(report.failure);
    run.print();
  } finally {
    await films.close();
    await http.close();
  }
}

function readPractice(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" && url.hostname === "127.0.0.1")
    return url.origin;
  throw new InvalidArgumentError(
    "Give the address of a sandbox on this computer.",
  );
}

function readNumbers(text: string): readonly number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isSafeInteger(number) && number > 0))
    return numbers;
  throw new InvalidArgumentError("Give numbers with commas between them.");
}

function readQuestions(text: string): readonly FilmQuestion[] {
  const known = filmQuestions.filter((question) =>
    text.split(",").includes(question),
  );
  if (known.length === text.split(",").length) return known;
  throw new InvalidArgumentError(`Give some of: ${filmQuestions.join(", ")}.`);
}

/** Adds the command. Exit status 1 if something was refused or not answered, 2 for wrong use. */
export function registerSecondLookCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  addNetworkOptions(program.command("second-look"))
    .description(
      "ask X-Raydar about a frontal chest film, a report, or both; for research and teaching only",
    )
    .argument("[paths...]", "files and folders with the film")
    .addOption(
      new Option(
        "--use <purpose>",
        "confirm what it is for; the licence allows nothing else",
      ).choices(secondLookUses),
    )
    .option("--key-file <file>", readerKeyHelp)
    .option(
      "--key-stdin",
      "read the key from the first line of standard input",
      false,
    )
    .option(
      "--film <number>",
      "which film, where there are several",
      (text) => readNumbers(text)[0],
    )
    .option(
      "--confirm <questions>",
      "what the file does not say and you know: chest,frontal,adult",
      readQuestions,
      [],
    )
    .option("--report <file>", "a report as plain text")
    .option(
      "--let-stand <numbers>",
      "findings in the report that name nobody",
      readNumbers,
      [],
    )
    .option("--mask <file>", maskFileHelp)
    .option(
      "--practice <url>",
      "ask the practice reader of a sandbox instead",
      readPractice,
    )
    .option("--json", "print one JSON document instead of text", false)
    .action((paths: readonly string[], given: SecondLookArguments) =>
      runSecondLook(paths, given, environment),
    );
}
