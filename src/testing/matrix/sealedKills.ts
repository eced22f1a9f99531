// A case under a sealed journal, killed at one change of the journal, and sent on until it is done.
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
import { createSealer } from "../../adapters/sealedRecords.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import {
  journalVersion,
  type JournalEntry,
} from "../../core/upload/journalEntry.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import { changesTold, killingAtDisk } from "../diskKillHook.ts";
import { MemorySpool } from "../memorySpool.ts";
import { RunningSandbox } from "../runningSandbox.ts";
import { faultPlan } from "./faultPlan.ts";
import { patientLook, trueAnswer } from "./patientUser.ts";
import { parseSealedEnd, type SealedEnd } from "./sealedOrder.ts";
import { problemsWhenDone } from "./wholeCase.ts";

/** At the nth change that a run makes to the journal's folder. */
export interface SealedKill {
  readonly nth: number;
  /** After half of the nth write; otherwise before the nth change of any kind. */
  readonly isTorn: boolean;
  /** The journal was begun in plain by this version, up to some line; null: it is sealed from the beginning. */
  readonly plainVersion: number | null;
  /** The journal grows so fast that it is written anew in mid-upload. */
  readonly isRestless?: boolean;
}

/** What one kill showed. */
export interface SealedOutcome {
  readonly kill: SealedKill;
  readonly wasKilled: boolean;
  readonly problems: readonly string[];
}

const keyHex = "5e".repeat(32);
const sealer = createSealer({
  key: Buffer.from(keyHex, "hex"),
  random: systemRandom,
  purpose: "journal",
});
/** More runs than this after one kill: it does not come to an end. */
const mostRuns = 5;
/** Within the case, behind its plan. */
const plainChanges = 12;

const root = resolve(import.meta.dirname, "../../..");

/** Builds the command for `action`, and removes it again. Beside the packages that it imports. */
export async function withSealedCommand<T>(
  action: (command: string) => Promise<T>,
): Promise<T> {
  await mkdir(join(root, ".cache"), { recursive: true });
  const folder = await mkdtemp(join(root, ".cache", "sealed-"));
  try {
    const status = await new Promise((done) =>
      spawn(
        process.execPath,
        [
          join(root, "node_modules/vite/bin/vite.js"),
          ...["build", "--ssr", join(import.meta.dirname, "sealedCommand.ts")],
          ...["--outDir", folder, "--logLevel", "error"],
        ],
        { cwd: root, stdio: "inherit" },
      ).once("close", done),
    );
    if (status !== 0) throw new Error("The command cannot be built");
    const [name = ""] = (await readdir(folder)).filter((entry) =>
      entry.startsWith("sealedCommand."),
    );
    return await action(join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command with its journal, and the sandbox it sends to. */
class SealedUpload {
  readonly #command: string;
  readonly #folder: string;
  readonly #sandbox: RunningSandbox;
  readonly #isRestless: boolean;
  /** Changes of the disk that the last run told of. */
  changes = 0;

  constructor(
    command: string,
    folder: string,
    sandbox: RunningSandbox,
    isRestless: boolean,
  ) {
    this.#command = command;
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#isRestless = isRestless;
  }

  get #journalPath(): string {
    return join(this.#folder, "journal.jsonl");
  }

  /** How it ended; null if it was killed. */
  async run(
    kill: Pick<SealedKill, "nth" | "isTorn"> | null,
    options: {
      readonly isPlain?: boolean;
      readonly answer?: DoubtAnswer | null;
    } = {},
  ): Promise<SealedEnd | null> {
    const { isPlain = false, answer = null } = options;
    const killed =
      kill === null ? null : killingAtDisk({ folder: this.#folder, ...kill });
    const child = spawn(
      process.execPath,
      [...(killed?.nodeOptions ?? []), this.#command],
      { env: { ...process.env, ...killed?.environment } },
    );
    let [text, complaint] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (text += data.toString()));
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.end(
      JSON.stringify({
        origin: this.#sandbox.origin,
        accessToken: this.#sandbox.accessToken,
        journalPath: this.#journalPath,
        keyHex: isPlain ? null : keyHex,
        isRestless: this.#isRestless,
        answer,
      }),
    );
    const signal = await new Promise((done) => {
      child.once("close", (_status, by) => {
        done(by);
      });
    });
    this.changes = changesTold(complaint);
    if (signal === "SIGKILL") return null;
    if (text === "") throw new Error(`No end, but: ${complaint}`);
    return parseSealedEnd(text);
  }

  async makeOlder(version: number): Promise<void> {
    const text = await readFile(this.#journalPath, "utf8");
    const rest = text.slice(text.indexOf("\n"));
    await writeFile(this.#journalPath, `{"casedropJournal":${version}}${rest}`);
  }

  async entries(): Promise<readonly JournalEntry[]> {
    const bytes = await readFile(this.#journalPath).catch(() =>
      Buffer.alloc(0),
    );
    const content = readJournalContent(bytes, sealer);
    return content.kind === "whole" ? content.entries : [];
  }

  /** Words of the plan that can be read by anybody, in the journal or in what was left beside it. */
  async problemsOfFolder(): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    const texts = await Promise.all(
      names.map((name) => readFile(join(this.#folder, name), "latin1")),
    );
    return [
      ...(texts.some((text) => text.includes(this.#title))
        ? ["the plan in plain"]
        : []),
      ...names
        .filter((name) => /damaged|rewriting/.test(name))
        .map((name) => `left over: ${name}`),
    ];
  }

  get #title(): string {
    const { target } = this.plan();
    return target.kind === "newCase" ? target.payload.title : "";
  }

  plan() {
    return faultPlan(new MemorySpool(), this.#sandbox.origin);
  }
}

async function withUpload<T>(
  command: string,
  action: (upload: SealedUpload, sandbox: RunningSandbox) => Promise<T>,
  isRestless = false,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-sealed-"));
  const sandbox = await RunningSandbox.start();
  try {
    return await action(
      new SealedUpload(command, folder, sandbox, isRestless),
      sandbox,
    );
  } finally {
    await sandbox.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A restless journal of one case has three times as many if it is never written anew. */
const mostRestlessEntries = 12_000;

/** Changes that an undisturbed case makes, or writes alone. Lines share writes as they come: now and then one more or less. */
function changesOf(
  command: string,
  isTorn: boolean,
  isRestless = false,
): Promise<number> {
  return withUpload(
    command,
    async (upload) => {
      await upload.run({ nth: 0, isTorn });
      if (isRestless && (await upload.entries()).length > mostRestlessEntries)
        throw new Error("The journal was never written anew");
      return upload.changes;
    },
    isRestless,
  );
}

/** Locks, the journal anew, the first lines. */
const changesAtOpening = 16;

/** Every change of the journal in one case, and those at the opening of one that was begun in plain by an older version. */
export async function sealedKills(
  command: string,
): Promise<readonly SealedKill[]> {
  const changes = await changesOf(command, false);
  const writes = await changesOf(command, true);
  return [
    ...upTo(changes).map((nth) => ({ nth, isTorn: false, plainVersion: null })),
    ...upTo(writes).map((nth) => ({ nth, isTorn: true, plainVersion: null })),
    ...[1, 5, journalVersion].flatMap((plainVersion) => [
      ...upTo(changesAtOpening).map((nth) => ({
        nth,
        isTorn: false,
        plainVersion,
      })),
      ...upTo(4).map((nth) => ({ nth, isTorn: true, plainVersion })),
    ]),
  ];
}

/** Every change of a journal that is written anew again and again while the case is sent. */
export async function killsWhileCompacting(
  command: string,
): Promise<readonly SealedKill[]> {
  const kills = async (isTorn: boolean): Promise<readonly SealedKill[]> =>
    upTo(await changesOf(command, isTorn, true)).map((nth) => ({
      nth,
      isTorn,
      plainVersion: null,
      isRestless: true,
    }));
  return [...(await kills(false)), ...(await kills(true))];
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}

/** Kills, goes on, and looks at what arrived and at what lies on the disk. */
function sealedKillRun(
  command: string,
  kill: SealedKill,
): Promise<SealedOutcome> {
  const action = async (
    upload: SealedUpload,
    sandbox: RunningSandbox,
  ): Promise<SealedOutcome> => {
    const { plainVersion } = kill;
    if (plainVersion !== null) {
      const begun = await upload.run(
        { nth: plainChanges, isTorn: false },
        { isPlain: true },
      );
      if (begun !== null) throw new Error("It was done before it was older");
      await upload.makeOlder(plainVersion);
    }
    let end = await upload.run(kill);
    const wasKilled = end === null;
    const problems: string[] = [];
    for (
      let runs = 0;
      end?.kind !== "running" && end?.kind !== "done";
      runs++
    ) {
      if (runs === mostRuns) {
        problems.push(`no end: ${end?.kind ?? "killed"}`);
        break;
      }
      const call = end?.call ?? null;
      const answer =
        call === null
          ? null
          : trueAnswer(
              call,
              await patientLook(sandbox),
              await upload.entries(),
            );
      end = await upload.run(null, { answer });
    }
    const site = await patientLook(sandbox);
    problems.push(
      ...problemsWhenDone(site, upload.plan()),
      ...(await upload.problemsOfFolder()),
    );
    return { kill, wasKilled, problems };
  };
  return withUpload(command, action, kill.isRestless);
}

const atOnce = 4;

/** All of them, a few at a time. */
export async function runSealedKills(
  command: string,
  kills: readonly SealedKill[],
): Promise<readonly SealedOutcome[]> {
  const waiting = [...kills];
  const outcomes: SealedOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await sealedKillRun(command, next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}
