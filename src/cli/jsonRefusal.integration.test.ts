// With --json every command that comes to nothing says so in one document. Real processes; uses the built command (npm run build).
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";

const command = resolve("out/cli/casedrop.js");
/** Nothing listens there. */
const nowhere = "http://127.0.0.1:9";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-refusals-"));
  await mkdir(join(folder, "images"));
  await writeFile(join(folder, "images", "IM1"), ctSlice({}));
  await writeFile(
    join(folder, "case.yaml"),
    "title: Refused\nsystem: Chest\nstudies:\n  - modality: CT\n",
  );
  await writeFile(join(folder, "broken.yaml"), "title: [");
  await writeFile(join(folder, "faults.json"), "{");
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[]) {
  return spawnSync(process.execPath, [command, ...args, "--json"], {
    encoding: "utf8",
    cwd: folder,
    input: "",
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
    },
    timeout: 60_000,
  });
}

const upload = ["upload", "images", "--state", "state", "--origin", nowhere];
const archive = ["--base-url", nowhere];

/** Arguments, exit status, and the code a script decides by. */
const refusals: readonly (readonly [
  string,
  readonly string[],
  number,
  string,
])[] = [
  ["no command", [], 2, "unknownOption"],
  ["an unknown command", ["uplaod"], 2, "unknownCommand"],
  ["scan without a path", ["scan"], 2, "missingArgument"],
  ["scan, unknown option", ["scan", "images", "--fast"], 2, "unknownOption"],
  [
    "deidentify without --out",
    ["deidentify", "images"],
    2,
    "missingMandatoryOptionValue",
  ],
  [
    "deidentify, bad salt",
    ["deidentify", "images", "--out", "out", "--salt", "xyz"],
    2,
    "wrongUse",
  ],
  [
    "deidentify, no mask file",
    ["deidentify", "images", "--out", "out", "--mask", "none.yaml"],
    2,
    "wrongUse",
  ],
  [
    "deidentify into the originals",
    ["deidentify", "images", "--out", "images"],
    2,
    "wrongUse",
  ],
  [
    "upload without a case",
    ["upload", "images"],
    2,
    "missingMandatoryOptionValue",
  ],
  [
    "upload, bad origin",
    ["upload", "images", "--case", "case.yaml", "--origin", "nowhere"],
    2,
    "invalidArgument",
  ],
  ["upload, no case file", [...upload, "--case", "none.yaml"], 2, "wrongUse"],
  [
    "upload, broken case file",
    [...upload, "--case", "broken.yaml"],
    2,
    "wrongUse",
  ],
  [
    "upload, not signed in",
    [...upload, "--case", "case.yaml"],
    2,
    "invalidInput",
  ],
  [
    "upload, no certificate file",
    [...upload, "--case", "case.yaml", "--ca-file", "none.pem"],
    2,
    "wrongUse",
  ],
  ["sandbox, bad port", ["sandbox", "--port", "x"], 2, "invalidArgument"],
  [
    "sandbox, broken faults",
    ["sandbox", "--data", "data", "--faults", "faults.json"],
    2,
    "wrongUse",
  ],
  ["archive without a command", ["archive"], 2, "unknownOption"],
  [
    "archive, unknown endpoint",
    ["archive", "call", "nothing", ...archive],
    2,
    "unknownEndpoint",
  ],
  [
    "archive, no network",
    ["archive", "collections", ...archive],
    1,
    "unreachable",
  ],
  [
    "diagnose, no certificate file",
    ["diagnose", "--origin", nowhere, "--ca-file", "none.pem"],
    2,
    "wrongUse",
  ],
  ["second-look without a use", ["second-look", "images/IM1"], 2, "wrongUse"],
  [
    "second-look without a film",
    ["second-look", "--use", "teaching"],
    2,
    "wrongUse",
  ],
];

describe("a command with --json that comes to nothing", () => {
  it.each(refusals)(
    "says so in one document: %s",
    (_name, args, status, code) => {
      const ended = run(args);
      const { error, exitStatus } = JSON.parse(ended.stdout) as {
        readonly error: Readonly<Record<string, unknown>>;
        readonly exitStatus: unknown;
      };
      expect({ code: error["code"], exitStatus, status: ended.status }).toEqual(
        {
          code,
          exitStatus: status,
          status,
        },
      );
      expect(Object.keys(error)).toEqual(["code", "message", "nextStep"]);
      expect(error["message"]).toMatch(/\S/);
      expect(error["nextStep"]).toMatch(/\S/);
      expect(ended.stdout).not.toContain(folder);
    },
  );

  it("says nothing there without --json", () => {
    const ended = spawnSync(process.execPath, [command, "scan"], {
      encoding: "utf8",
    });
    expect([ended.status, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).toContain("missing required argument");
  });
});
