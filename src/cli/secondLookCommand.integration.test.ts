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
  variables: NodeJS.ProcessEnv = {
    CASEDROP_XRAYDAR_KEY: key,
    CASEDROP_CONTACT: "anna@example.org",
  },
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
    const { looks, comparison } = printed;
    expect(looks[1]?.["film"]).toBe("stack 1, image 1 of 1");
    expect(at(comparison, "rows")).toHaveLength(37);
    // None of them is without its marks.
    for (const each of [...looks, comparison])
      expect(JSON.stringify(each)).toMatch(
        /"label":"For research and teaching only\..*"origin":"Answer of [^"]*, version unknown, \d.*"citation":"Cid YD/,
      );
    expect(said.err).toContain("Recipient: the practice reader of the sandbox");
    expect(said.out + said.err).not.toContain(key);
    const all = await received();
    const userAgent = expect.stringMatching(
      /^Casedrop\/[\w.-]+ \(\+mailto:anna@example\.org\)$/,
    ) as unknown;
    expect(all.slice(before)).toMatchObject([
      { algorithm: "image", problems: [], userAgent },
      { algorithm: "report", problems: [], userAgent },
    ]);
    // One line for each sending, with the hash of what arrived.
    const [filmHash, reportHash] = all
      .slice(before)
      .map((each) => String(at(each, "fileSha256")));
    expect(said.err).toContain(`: SHA-256 ${filmHash}, status 200`);
    expect(said.err).toContain(`: SHA-256 ${reportHash}, status 200`);
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
    expect(said.err).toMatch(/The beginning of the answer: \[0\.\d/);
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

  it("sends a film as its lookup tables show it, and keeps one here whose table is not whole and no window stands for", async () => {
    const table = (descriptor: readonly number[], data: readonly number[]) => [
      { "00283002 US": descriptor, "00283006 US": data },
    ];
    const windowTag = "00281050";
    const send = async (name: string, attributes: ChestFilm["attributes"]) => {
      const before = (await received()).length;
      const film = await fileOf(name, { attributes: attributes ?? {} });
      const said = await run([film, "--use", "teaching"]);
      const arrived = (await received()).slice(before);
      return { ...said, arrived: arrived.map((each) => at(each, "tags")) };
    };
    const voi = await send("voi", {
      VOILUTSequence: table([4, 0, 8], [0, 60, 200, 255]),
    });
    expect(voi.status, voi.err).toBe(0);
    expect(voi.err).not.toContain("lookup table");
    expect(voi.arrived).toHaveLength(1);
    expect(voi.arrived[0]).not.toContain(windowTag);
    // Falls: what is bright is stored low, which no window undoes.
    const falling = await send("falling", {
      ModalityLUTSequence: table([4, 0, 16], [4_000, 3_000, 2_000, 1_000]),
    });
    expect(falling.status, falling.err).toBe(0);
    expect(falling.arrived[0]).toContain(windowTag);

    const short = await send("short", {
      VOILUTSequence: table([9, 0, 8], [0]),
    });
    expect(short.status, short.err).toBe(0);
    expect(short.err).toContain("a plain window stands in its place");
    const lost = await send("lost", {
      ModalityLUTSequence: table([9, 0, 16], [4_000, 3_000]),
    });
    expect(lost).toMatchObject({ status: 1, arrived: [] });
    expect(lost.err).toContain("no plain window can stand for it");
  });

  it("prints the credit of a film from a public archive with its reading", async () => {
    const series = join(folder, "public-cc-by");
    await mkdir(series, { recursive: true });
    await writeFile(join(series, "1-01.dcm"), chestFilm(frontal));
    await writeFile(
      `${series}.json`,
      fetchedRecord(testUID(93, frontal.number)),
    );
    const credit =
      "Sample, Ada (2020). Sample CT. The Cancer Imaging Archive. https://doi.org/10.7937/sample.2020.ct Licence: Creative Commons Attribution 4.0 International License (https://creativecommons.org/licenses/by/4.0/).";
    const said = await run([series, "--use", "teaching"]);
    expect(said.status, said.err).toBe(0);
    expect(said.out).toContain(`Film from public data: ${credit}`);
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
