// `casedrop second-look` as a real process against the practice reader: what stays here, what goes, and what is understood of the answer.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chestFilm, type ChestFilm } from "../testing/chestFilm.ts";
import { testUID } from "../testing/dicomFixtures.ts";
import { fetchedRecord } from "../testing/fetchedRecord.ts";
import { at, RunningSandbox } from "../testing/runningSandbox.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const key = "practice-key-016";
let sandbox: RunningSandbox;
let folder: string;

const frontal: ChestFilm = {
  number: 1,
  description: "Frontal",
  viewPosition: "PA",
  age: "054Y",
  printed: null,
};

beforeAll(async () => {
  sandbox = await RunningSandbox.start();
  folder = await mkdtemp(join(tmpdir(), "casedrop-second-look-test-"));
});
afterAll(async () => {
  await sandbox.end();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => answersBoth("usual"));

const answersBoth = (form: string) =>
  sandbox.admin("POST", "/sandbox/xraydar", {
    image: { kind: "answer", form },
    report: { kind: "answer", form },
  });

async function fileOf(name: string, film: Partial<ChestFilm>): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, chestFilm({ ...frontal, ...film }));
  return path;
}

async function reportOf(text: string): Promise<string> {
  const path = join(folder, "report.txt");
  await writeFile(path, text);
  return path;
}

interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs it with these lines on standard input; the key comes from the environment. */
function run(
  given: readonly string[],
  input = "sandbox\nsandbox\n",
  variables: NodeJS.ProcessEnv = { CASEDROP_XRAYDAR_KEY: key },
): Promise<Said> {
  const child = spawn(
    process.execPath,
    [command, "second-look", ...given, "--practice", sandbox.origin],
    { env: { ...process.env, ...variables } },
  );
  const said = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((done) => {
    child.once("close", (status) => {
      done({ status, ...said });
    });
  });
}

const received = async () => {
  const { json } = await sandbox.admin("GET", "/sandbox/xraydar");
  return at(json, "received") as readonly unknown[];
};

describe("casedrop second-look", () => {
  it("sends a frontal film and a report once each, and prints both readings under their label", async () => {
    const before = (await received()).length;
    const film = await fileOf("frontal", {});
    const report = await reportOf("Small left pleural effusion.\n");
    const said = await run([
      film,
      "--use",
      "teaching",
      "--report",
      report,
      "--json",
    ]);
    expect(said.status, said.err).toBe(0);
    const printed = JSON.parse(said.out) as {
      looks: Record<string, unknown>[];
      comparison: unknown;
    };
    expect(printed.looks.map(({ algorithm }) => algorithm)).toEqual([
      "report",
      "image",
    ]);
    expect(printed.looks[1]).toMatchObject({
      label:
        "For research and teaching only. Not a medical device. Not for diagnosis or patient care.",
      reader: "sandbox",
      urgencyInReferenceScale: "urgent",
    });
    expect(printed.looks[1]?.["findings"]).toHaveLength(37);
    expect(at(printed.comparison, "rows")).toHaveLength(37);
    expect(said.err).toContain("Recipient: the practice reader of the sandbox");
    expect(said.out + said.err).not.toContain(key);
    const all = await received();
    expect(all.slice(before)).toMatchObject([
      { algorithm: "image", problems: [] },
      { algorithm: "report", problems: [] },
    ]);
  });

  it("prints a table, with the key from a file or from standard input", async () => {
    const film = await fileOf("frontal", {});
    const keyFile = join(folder, "key");
    await writeFile(keyFile, `${key}\n`, { mode: 0o600 });
    const none = { CASEDROP_XRAYDAR_KEY: "" };
    const byFile = await run(
      [film, "--use", "research", "--key-file", keyFile],
      "sandbox\n",
      none,
    );
    expect(byFile.status, byFile.err).toBe(0);
    expect(byFile.out).toMatch(/^\[For research and teaching only\./);
    expect(byFile.out).toContain("Pleural effusion: ");
    const byInput = await run(
      [film, "--use", "research", "--key-stdin"],
      `${key}\nsandbox\n`,
      none,
    );
    expect(byInput.status, byInput.err).toBe(0);
    expect(byInput.out + byInput.err).not.toContain(key);
  });

  it.each<[string, Partial<ChestFilm>, string]>([
    ["a lateral film", { viewPosition: "LL" }, "no frontal film (LL)"],
    ["a child's film", { age: "006Y" }, "6 years old"],
    ["an unmasked film", { printed: "FIXTURE ANNA" }, "Text stands unmasked"],
  ])("keeps %s here and says why", async (name, film, why) => {
    const before = (await received()).length;
    const said = await run([
      await fileOf(name.replaceAll(/\W/g, ""), film),
      "--use",
      "teaching",
    ]);
    expect(said.status).toBe(1);
    expect(said.err).toContain(why);
    expect(said.err).toContain("Nothing was sent.");
    expect(said.out).toBe("");
    expect(await received()).toHaveLength(before);
  });

  it("asks for what the file does not say", async () => {
    const film = await fileOf("ageless", { age: "" });
    const asked = await run([film, "--use", "teaching"]);
    expect(asked.status).toBe(1);
    expect(asked.err).toContain("add --confirm adult");
    const told = await run([film, "--use", "teaching", "--confirm", "adult"]);
    expect(told.status, told.err).toBe(0);
  });

  it.each(["", "yes\n", "University of Warwick\n"])(
    "sends nothing when %j is typed in place of the recipient's name",
    async (input) => {
      const before = (await received()).length;
      const said = await run(
        [await fileOf("frontal", {}), "--use", "teaching"],
        input,
      );
      expect(said.status).toBe(1);
      expect(await received()).toHaveLength(before);
    },
  );

  it("keeps a report here that names somebody, without repeating the words", async () => {
    const before = (await received()).length;
    const film = await fileOf("frontal", {});
    const report = await reportOf(
      "Clear lungs.\nSeen by Dr. Brown on 3 May 2024.\nFixture Anna was well.\n",
    );
    const said = await run([film, "--use", "teaching", "--report", report]);
    expect(said.status).toBe(1);
    expect(said.err).toContain(
      "line 3, column 1: a word of the patient's files; it has to go",
    );
    expect(said.err).not.toContain("Brown");
    expect((await received()).slice(before)).toMatchObject([
      { algorithm: "image" },
    ]);
  });

  it("says that an answer in an unknown shape was not understood, and prints no reading", async () => {
    await answersBoth("bareNumbers");
    const said = await run([await fileOf("frontal", {}), "--use", "teaching"]);
    expect(said.status).toBe(1);
    expect(said.err.toLowerCase()).toContain("not understood");
    expect(said.out).toBe("");
  });

  it.each([
    [["--use", "clinical"], {}, "Allowed choices are research, teaching"],
    [[], {}, "The licence of X-Raydar allows research and teaching only."],
    [["--use", "teaching"], { CASEDROP_XRAYDAR_KEY: "" }, "There is no key."],
    [
      ["--use", "teaching"],
      { CASEDROP_XRAYDAR_KEY: "short" },
      "A key has 16 characters",
    ],
  ])(
    "refuses %j with %j before anything is read",
    async (given, variables, why) => {
      const said = await run([await fileOf("frontal", {}), ...given], "", {
        CASEDROP_XRAYDAR_KEY: key,
        ...variables,
      });
      expect(said.status).toBe(2);
      expect(said.err).toContain(why);
      expect(said.err).not.toContain("short");
    },
  );

  it("asks no other host than X-Raydar's and this computer's", async () => {
    const said = await run([
      await fileOf("frontal", {}),
      "--use",
      "teaching",
      "--practice",
      "https://example.org",
    ]);
    // The last one counts for the sandbox's own address, so the wrong one is refused by itself.
    expect(said.status).toBe(2);
    expect(said.err).toContain(
      "Give the address of a sandbox on this computer.",
    );
  });

  it.each([
    ["noDerivatives", "forbids changed copies (ND)"],
    ["missing", "names no licence"],
  ] as const)(
    "keeps a film of a public archive here whose licence is of the kind %s",
    async (reason, why) => {
      const series = join(folder, `public-${reason}`);
      await mkdir(series, { recursive: true });
      await writeFile(join(series, "1-01.dcm"), chestFilm(frontal));
      await writeFile(
        `${series}.json`,
        fetchedRecord(testUID(93, frontal.number), {
          kind: "blocked",
          reason,
          licence: "",
        }),
      );
      const said = await run([series, "--use", "teaching"]);
      expect(said.status).toBe(1);
      expect(said.err).toContain(why);
    },
  );
});
