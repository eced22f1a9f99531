// One case sent by the built command, killed at one moment, and sent on by the same command until it is done.
import { spawn } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readJournalContent } from "../../adapters/journal/journalFile.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";

import { ctSlice } from "../dicomFixtures.ts";
import { RunningSandbox } from "../runningSandbox.ts";
import { killing, type Kill } from "./killHook.ts";
import { isOfClient, patientLook, trueAnswer } from "./patientUser.ts";
import {
  nonIdempotentCallOf,
  parseUploadDocument,
  type UploadDocument,
} from "./uploadDocument.ts";
import { problemsSoFar, problemsWhenDone } from "./wholeCase.ts";

/** The build of this folder, or one that is left alone while this folder is built anew. */
const command =
  process.env["CASEDROP_TEST_COMMAND"] ??
  resolve(import.meta.dirname, "../../../out/cli/casedrop.js");

/** What one kill showed. No problems: all promises were kept. */
export interface KillOutcome {
  readonly kill: Kill;
  /** False: the command was done before that moment came. */
  readonly wasKilled: boolean;
  readonly problems: readonly string[];
  /** Bytes that were sent more than once. */
  readonly bytesAgain: number;
}

/** Files of a case: two studies, three stacks, nine images. */
async function writeImages(folder: string): Promise<void> {
  await mkdir(folder);
  for (let number = 1; number <= 9; number += 1) {
    const series = number <= 4 ? 1 : number <= 7 ? 2 : 3;
    const study = series === 3 ? 2 : 1;
    await writeFile(
      join(folder, `image-${number}.dcm`),
      ctSlice({
        instanceNumber: number,
        attributes: {
          StudyInstanceUID: `1.2.3.${study}`,
          SeriesInstanceUID: `1.2.3.${study}.${series}`,
        },
      }),
    );
  }
}

/** The command with its folder, and the sandbox it sends to. */
class KilledUpload {
  readonly #folder: string;
  readonly #sandbox: RunningSandbox;

  constructor(folder: string, sandbox: RunningSandbox) {
    this.#folder = folder;
    this.#sandbox = sandbox;
  }

  async prepare(): Promise<void> {
    await writeImages(join(this.#folder, "images"));
    await writeFile(
      join(this.#folder, "case.yaml"),
      "title: Killed\nsystem: Chest\n",
    );
  }

  /** The document it printed; null if it was killed. */
  async run(
    kill: Kill | null,
    answer: readonly string[] = [],
  ): Promise<UploadDocument | null> {
    const killed = kill === null ? null : killing(kill);
    const child = spawn(
      process.execPath,
      [
        ...(killed?.nodeOptions ?? []),
        command,
        "upload",
        join(this.#folder, "images"),
        ...["--case", join(this.#folder, "case.yaml")],
        ...["--origin", this.#sandbox.origin],
        ...["--state", join(this.#folder, "state")],
        ...["--no-wait", "--json", ...answer],
      ],
      {
        env: {
          ...process.env,
          ...killed?.environment,
          CASEDROP_ACCESS_TOKEN: this.#sandbox.accessToken,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let text = "";
    let complaint = "";
    child.stdout.on("data", (data: Buffer) => (text += data.toString()));
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    const signal = await new Promise((done) => {
      child.once("close", (_status, by) => {
        done(by);
      });
    });
    if (signal === "SIGKILL") return null;
    if (text === "") throw new Error(`No document, but: ${complaint}`);
    return parseUploadDocument(text);
  }

  async entries(): Promise<readonly JournalEntry[]> {
    const state = join(this.#folder, "state");
    const [job = ""] = await readdir(state).catch(() => []);
    const bytes = await readFile(join(state, job, "journal.jsonl")).catch(() =>
      Buffer.alloc(0),
    );
    const content = readJournalContent(bytes);
    return content.kind === "whole" ? content.entries : [];
  }

  /** Answers as a user would who looks at the site. */
  async answerTo(document: UploadDocument): Promise<readonly string[]> {
    const answer = trueAnswer(
      nonIdempotentCallOf(document),
      await patientLook(this.#sandbox),
      await this.entries(),
    );
    switch (answer.kind) {
      case "sendAgain":
        return ["--answer", "send-again"];
      case "itArrived":
        return ["--answer", "arrived"];
      case "adoptCase":
        return ["--answer", `case:${answer.remoteCaseId}`];
      case "adoptStudy":
        return ["--answer", `study:${answer.remoteStudyId}`];
    }
  }
}

/** More runs than this after one kill: it does not come to an end. */
const mostRuns = 5;

async function withUpload<T>(
  action: (upload: KilledUpload, sandbox: RunningSandbox) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-kill-"));
  const sandbox = await RunningSandbox.start();
  const upload = new KilledUpload(folder, sandbox);
  try {
    await upload.prepare();
    return await action(upload, sandbox);
  } finally {
    await sandbox.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends the case without a kill and counts what there is to be killed at. */
export function undisturbedRun(): Promise<{
  readonly journalLines: number;
  readonly requests: number;
  readonly answers: number;
}> {
  return withUpload(async (upload, sandbox) => {
    const document = await upload.run(null);
    if (document?.status !== "sent") throw new Error("It was not sent");
    const { requests } = await patientLook(sandbox);
    const own = requests.filter(({ route }) => isOfClient(route));
    return {
      journalLines: (await upload.entries()).length,
      requests: own.length,
      // The last questions are about the processing, and nobody waits for their answers.
      answers: own.filter(({ route }) => route !== "jobStatus").length,
    };
  });
}

/** Kills, goes on, and looks at what arrived. */
export function killRun(kill: Kill): Promise<KillOutcome> {
  return withUpload(async (upload, sandbox) => {
    const problems: string[] = [];
    let document = await upload.run(kill);
    const wasKilled = document === null;
    for (let runs = 0; document?.status !== "sent"; runs += 1) {
      if (runs === mostRuns) {
        problems.push(`no end: ${document?.status ?? "killed"}`);
        break;
      }
      const answer: readonly string[] =
        document?.status === "inDoubt" ? await upload.answerTo(document) : [];
      document = await upload.run(null, answer);
    }
    const [first] = await upload.entries();
    const site = await patientLook(sandbox);
    if (first?.kind !== "planFrozen")
      return { kill, wasKilled, problems: ["no journal"], bytesAgain: 0 };
    problems.push(
      ...problemsSoFar(site, first.plan),
      ...problemsWhenDone(site, first.plan),
    );
    const sizes = first.plan.studies
      .flatMap((study) => study.stacks.flatMap((stack) => stack.images))
      .map(({ sizeBytes }) => sizeBytes);
    const sentBytes = site.requests
      .filter(({ route }) => route === "storagePut")
      .reduce((sum, { contentLength }) => sum + (contentLength ?? 0), 0);
    const bytesAgain =
      sentBytes - sizes.reduce((sum, sizeBytes) => sum + sizeBytes, 0);
    // Four at a time may be in flight.
    if (bytesAgain > 4 * Math.max(...sizes))
      problems.push(`${bytesAgain} bytes sent again`);
    return { kill, wasKilled, problems: [...new Set(problems)], bytesAgain };
  });
}
