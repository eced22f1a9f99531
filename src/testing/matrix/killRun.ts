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
import { sandboxClient } from "../../shared/sandboxClient.ts";
import { changesTold } from "../diskKillHook.ts";
import { ctSlice } from "../dicomFixtures.ts";
import { at, RunningSandbox } from "../runningSandbox.ts";
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

/** How long the command stays: until all is sent, or until the site has processed it. */
export type Stay = "untilSent" | "untilProcessed";

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
  readonly #stay: Stay;
  /** The first of the pair that the command begins with: it is renewed before its first use. */
  #refreshToken = "";
  /** What the last run said besides its document. */
  complaint = "";

  constructor(folder: string, sandbox: RunningSandbox, stay: Stay) {
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#stay = stay;
  }

  async prepare(): Promise<void> {
    await writeImages(join(this.#folder, "images"));
    await writeFile(
      join(this.#folder, "case.yaml"),
      "title: Killed\nsystem: Chest\n",
    );
    await mkdir(this.#kept);
    await this.signIn();
  }

  /** All that the command writes is below it. */
  get #kept(): string {
    return join(this.#folder, "kept");
  }

  /** With a pair that is to be renewed first. */
  async signIn(): Promise<void> {
    const { json } = await this.#sandbox.admin("POST", "/sandbox/tokens", {});
    this.#refreshToken = String(at(json, "refresh_token"));
    await writeFile(
      join(this.#kept, "credentials.json"),
      JSON.stringify({ ...sandboxClient, refreshToken: this.#refreshToken }),
      { mode: 0o600 },
    );
  }

  /**
   * True if a pair is kept that is not the one of the sign-in. One that was found spent is kept no longer. Throws if half of
   * a pair is.
   */
  async hasRenewedTokens(): Promise<boolean> {
    const text = await readFile(join(this.#kept, "credentials.json"), "utf8");
    const credentials: unknown = JSON.parse(text);
    const kept = at(credentials, "refreshToken");
    if (kept === undefined && at(credentials, "accessToken") === undefined)
      return false;
    if (typeof kept !== "string" || kept === "")
      throw new Error("Half of a pair is kept");
    return kept !== this.#refreshToken;
  }

  /** Turns the journal into one of an older version: its entries are the same, its first line has no room for decisions. */
  async makeOlder(version: number): Promise<void> {
    const path = await this.#journalPath();
    const text = await readFile(path, "utf8");
    const rest = text.slice(text.indexOf("\n"));
    await writeFile(path, `{"casedropJournal":${version}}${rest}`);
  }

  /** The document it printed; null if it was killed. */
  async run(
    kill: Kill | null,
    answer: readonly string[] = [],
  ): Promise<UploadDocument | null> {
    const killed = kill === null ? null : killing(kill, this.#kept);
    const child = spawn(
      process.execPath,
      [
        ...(killed?.nodeOptions ?? []),
        command,
        "upload",
        join(this.#folder, "images"),
        ...["--case", join(this.#folder, "case.yaml")],
        ...["--origin", this.#sandbox.origin],
        ...["--state", join(this.#kept, "state")],
        ...["--credentials", join(this.#kept, "credentials.json")],
        ...["--report", join(this.#kept, "report.json")],
        ...(this.#stay === "untilSent" ? ["--no-wait"] : []),
        ...["--json", ...answer],
      ],
      {
        env: { ...process.env, ...killed?.environment },
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
    this.complaint = complaint;
    if (signal === "SIGKILL") return null;
    if (text === "") throw new Error(`No document, but: ${complaint}`);
    return parseUploadDocument(text);
  }

  async entries(): Promise<readonly JournalEntry[]> {
    const path = await this.#journalPath();
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    const content = readJournalContent(bytes, null);
    return content.kind === "whole" ? content.entries : [];
  }

  async #journalPath(): Promise<string> {
    const state = join(this.#kept, "state");
    const [job = ""] = await readdir(state).catch(() => []);
    return join(state, job, "journal.jsonl");
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
  stay: Stay,
  action: (upload: KilledUpload, sandbox: RunningSandbox) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-kill-"));
  const sandbox = await RunningSandbox.start();
  const upload = new KilledUpload(folder, sandbox, stay);
  try {
    await upload.prepare();
    return await action(upload, sandbox);
  } finally {
    await sandbox.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What one case writes and asks where nobody kills it. */
export interface UndisturbedRun {
  /** Kinds of the lines of its journal. */
  readonly lines: readonly JournalEntry["kind"][];
  /** Routes of its requests, as the site's own log names them. */
  readonly routes: readonly (string | null)[];
}

/** Sends the case without a kill. */
export function undisturbedRun(stay: Stay): Promise<UndisturbedRun> {
  return withUpload(stay, async (upload, sandbox) => {
    const document = await upload.run(null);
    if (document?.status !== "sent") throw new Error("It was not sent");
    const { requests } = await patientLook(sandbox);
    return {
      lines: (await upload.entries()).map(({ kind }) => kind),
      routes: requests.map(({ route }) => route).filter(isOfClient),
    };
  });
}

/** How often the command changes the disk, and how often it writes. Lines share writes as they come, so now and then it is one more or less. */
export async function changesOfOneRun(): Promise<{
  readonly changes: number;
  readonly writes: number;
}> {
  const count = (isTorn: boolean) =>
    withUpload("untilSent", async (upload) => {
      await upload.run({ at: "disk", nth: 0, isTorn });
      return changesTold(upload.complaint);
    });
  return { changes: await count(false), writes: await count(true) };
}

/** Half of a case, as a version of long ago left it. */
const olderLines = 14;

/** Kills, goes on, and looks at what arrived. */
export function killRun(kill: Kill, stay: Stay): Promise<KillOutcome> {
  return withUpload(stay, async (upload, sandbox) => {
    const problems: string[] = [];
    if (kill.at === "disk" && kill.journalVersion !== undefined) {
      await upload.run({ at: "journal", nth: olderLines, moment: "after" });
      await upload.makeOlder(kill.journalVersion);
    }
    let document = await upload.run(kill);
    const wasKilled = document === null;
    for (let runs = 0; document?.status !== "sent"; runs += 1) {
      if (runs === mostRuns) {
        problems.push(`no end: ${document?.status ?? "killed"}`);
        break;
      }
      const answer: readonly string[] =
        document?.status === "inDoubt" ? await upload.answerTo(document) : [];
      if (document?.failure?.kind === "signInNeeded") {
        // A pair that nobody received is spent; one that was stored is not.
        if (await upload.hasRenewedTokens()) problems.push("a pair was lost");
        await upload.signIn();
      }
      document = await upload.run(null, answer);
    }
    if (stay === "untilProcessed")
      problems.push(...problemsWhenProcessed(document));
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
    // Four at a time may be in flight; while the site works, none is.
    const mostInFlight = stay === "untilSent" ? 4 : 0;
    if (bytesAgain > mostInFlight * Math.max(...sizes))
      problems.push(`${bytesAgain} bytes sent again`);
    return { kill, wasKilled, problems: [...new Set(problems)], bytesAgain };
  });
}

/** Problems of a case whose command stayed to its end. */
function problemsWhenProcessed(
  document: UploadDocument | null,
): readonly string[] {
  const states = document?.stacks.map(({ state }) => state) ?? [];
  return states.length === 3 && states.every((state) => state === "processed")
    ? []
    : [`processing not heard of: ${states.join()}`];
}
