// Stacks added to a study of a draft that is on the site already, and kills while they are. Uses the build (npm run build).
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJournalContent } from "../adapters/journal/journalFile.ts";
import type { JournalEntry } from "../core/upload/journalEntry.ts";
import type { Kill } from "../testing/matrix/killHook.ts";
import { isOfClient } from "../testing/matrix/patientUser.ts";
import {
  UploadByCommand,
  type EndedCommand,
} from "../testing/uploadByCommand.ts";

let upload: UploadByCommand;
let draft = 0;
let study = 0;
let images = "";
let intoStudy: readonly string[] = [];
beforeEach(async () => {
  upload = await UploadByCommand.start();
  draft = await upload.sandbox.createCase("Begun by hand");
  study = await upload.sandbox.createStudy(draft);
  images = await upload.images("images", [1, 2, 3]);
  intoStudy = ["--append", String(draft), "--study", String(study)];
});
afterEach(() => upload.end());

/** What a script reads of the document. */
interface ReadDocument {
  readonly status: string;
  readonly studies: readonly unknown[];
  readonly failure: { readonly kind: string; readonly call?: string } | null;
}

function documentOf({ stdout }: EndedCommand): ReadDocument {
  return JSON.parse(stdout) as ReadDocument;
}

/** Number and stacks of each study of the draft, in order. */
async function studies() {
  const { cases } = await upload.sandbox.state();
  expect(cases.map(({ caseId }) => caseId)).toEqual([draft]);
  return cases[0]?.studies.map(({ studyId, stacks }) => [
    studyId,
    stacks.map((stack) => stack.uploads.length),
  ]);
}

async function deleteStudy(): Promise<void> {
  const path = `/sandbox/cases/${draft}/studies/${study}`;
  expect((await upload.sandbox.admin("DELETE", path)).status).toBe(204);
}

describe("casedrop upload --study", () => {
  it("adds the stack to the study and makes none, at a full quota too, and only once", async () => {
    await upload.sandbox.admin("POST", "/sandbox/settings", {
      allowedDraftCases: 1,
    });
    const sent = await upload.run(images, intoStudy);
    expect(sent.stderr).toContain(`study ${study} keep their own words`);
    expect(documentOf(sent)).toMatchObject({
      status: "sent",
      caseId: draft,
      studies: [{ studyId: study, name: "", stackCount: 1 }],
    });
    expect(sent.status).toBe(0);
    const again = await upload.run(images, intoStudy);
    expect(again.stdout).toBe(sent.stdout);
    expect(await studies()).toEqual([[study, [3]]]);
  });

  it("is refused for what is no number, and without a draft", async () => {
    for (const bad of ["CT", "0", "-1", "1.5", "1e3", "studies/7"]) {
      const refused = await upload.run(images, [
        "--append",
        String(draft),
        `--study=${bad}`,
      ]);
      expect(refused.status, bad).toBe(2);
      expect(refused.stderr, bad).toContain("A study is named by its number.");
    }
    const alone = await upload.run(images, ["--study", String(study)]);
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain("--append");
    expect(await studies()).toEqual([[study, []]]);
  });

  it("stops where the study was deleted, and makes a new one only when told to", async () => {
    await deleteStudy();
    const stopped = await upload.run(images, intoStudy);
    expect(stopped.status).toBe(1);
    expect(documentOf(stopped)).toMatchObject({
      status: "stopped",
      failure: { kind: "studyGone", study: { remoteStudyId: study } },
    });
    expect(await studies()).toEqual([]);
    const sent = await upload.run(images, [...intoStudy, "--new-study"]);
    expect(sent.status).toBe(0);
    const [made] = (await studies()) ?? [];
    expect(made?.[0]).not.toBe(study);
    expect(made?.[1]).toEqual([3]);
  });
});

describe("a case that adds to a study, killed", () => {
  it("goes on with that study: each stack once and whole, no other study made", async () => {
    const { lines, requests } = await undisturbed();
    // Every second line of the journal and request, at its most awkward moment.
    const kills = [
      ...upTo(lines).map((nth): Kill => ({
        at: "journal",
        nth,
        moment: "torn",
      })),
      ...upTo(requests).map((nth): Kill => ({
        at: "request",
        nth,
        moment: "answer",
      })),
    ].filter((_, index) => index % 2 === 1);
    let killed = 0;
    for (const kill of kills) {
      study = await anotherStudy();
      const options = ["--append", String(draft), "--study", String(study)];
      let ended = await upload.run(images, [...more(options)], null, kill);
      if (ended.stdout === "") killed += 1;
      for (let runs = 0; runs < 4; runs += 1) {
        if (ended.stdout !== "" && documentOf(ended).status === "sent") break;
        const answer =
          ended.stdout !== "" && documentOf(ended).status === "inDoubt"
            ? ["--answer", await trueAnswer()]
            : [];
        ended = await upload.run(images, [...more(options), ...answer]);
      }
      const found = (await studies())?.find(([studyId]) => studyId === study);
      expect(found, JSON.stringify(kill)).toEqual([study, [3]]);
    }
    expect(killed).toBeGreaterThan(kills.length - 3);
    // The draft holds what was made for the kills, and nothing besides.
    expect((await studies())?.length).toBe(kills.length + 1);
  }, 600_000);
});

/** The same images go again and again. */
function more(options: readonly string[]): readonly string[] {
  return [...options, "--send-again", "--no-wait"];
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}

function anotherStudy(): Promise<number> {
  return upload.sandbox.createStudy(draft);
}

/** Lines of the journal and requests of a run that nothing disturbs. */
async function undisturbed() {
  const before = (await upload.sandbox.state()).requests.length;
  const ended = await upload.run(images, more(intoStudy));
  expect(documentOf(ended).status).toBe("sent");
  const { requests } = await upload.sandbox.state();
  return {
    lines: (await journals()).flat().length,
    requests: requests
      .slice(before)
      .filter(({ route }) => isOfClient(route) && route !== "jobStatus").length,
  };
}

async function journals(): Promise<readonly (readonly JournalEntry[])[]> {
  const state = join(upload.folder, "state");
  return Promise.all(
    (await readdir(state)).map(async (job) => {
      const bytes = await readFile(join(state, job, "journal.jsonl"));
      const content = readJournalContent(bytes, null);
      return content.kind === "whole" ? content.entries : [];
    }),
  );
}

/** What a user answers who looks at the study. */
async function trueAnswer(): Promise<string> {
  const found = (await studies())?.find(([studyId]) => studyId === study);
  return JSON.stringify(found) === JSON.stringify([study, [3]])
    ? "arrived"
    : "send-again";
}
