// The upload command against the sandbox, as a script sees it: interrupted, refused, killed, and asked again. Uses the build (npm run build).
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sopInstanceUIDRange } from "../core/deid/withoutSopInstanceUID.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { animatedGifWords } from "../shared/messages/animatedGifWords.ts";
import {
  gifAnimation,
  pngChunk,
  pngPicture,
} from "../testing/pictureFixtures.ts";
import type { RunningSandbox } from "../testing/runningSandbox.ts";
import {
  UploadByCommand,
  type EndedCommand,
} from "../testing/uploadByCommand.ts";

const imageCount = 24;

let byCommand: UploadByCommand;
let folder = "";
let sandbox: RunningSandbox;
beforeEach(async () => {
  byCommand = await UploadByCommand.start();
  ({ folder, sandbox } = byCommand);
  await mkdir(join(folder, "images"));
  for (let number = 1; number <= imageCount; number += 1)
    await writeFile(
      join(folder, "images", `image-${number}.dcm`),
      ctSlice({ instanceNumber: number }),
    );
  await byCommand.write(join("images", "notes.txt"), "not an image");
  await byCommand.write(
    "case.yaml",
    "title: Chest case\nsystem: Chest\ncertainty: Certain\nage: 55\n",
  );
});
afterEach(() => byCommand.end());

/** Runs the built command. `killWhen` is asked now and then; once it holds the process is killed without warning. */
function upload(
  more: readonly string[] = [],
  killWhen: (() => Promise<boolean>) | null = null,
): Promise<EndedCommand> {
  return byCommand.run(join(folder, "images"), more, killWhen);
}

/** What was said besides the news of the stacks. */
function remarks({ stderr }: EndedCommand): readonly string[] {
  return stderr
    .split("\n")
    .filter((line) => line !== "" && !/^Stack \d+: /.test(line));
}

async function faults(...rules: readonly unknown[]): Promise<void> {
  const answer = await sandbox.admin("POST", "/sandbox/faults", {
    seed: 1,
    rules,
  });
  expect(answer.status).toBe(204);
}

async function storedPuts(): Promise<number> {
  const { requests } = await sandbox.state();
  return requests.filter(
    ({ route, status }) => route === "storagePut" && status === 200,
  ).length;
}

/** PUTs take a moment each; those after so many and the four in flight then stand still, so that none is over before the kill. */
function untilKilledAt(puts: number): readonly unknown[] {
  const route = "storagePut";
  const stall = { kind: "stall", when: "beforeReading" };
  return [
    { route, fault: { kind: "delay", ms: 60 } },
    ...Array.from({ length: imageCount }, (_, index) => ({
      route,
      nth: puts + 5 + index,
      fault: stall,
    })),
  ];
}

async function expectWholeCaseOnce(): Promise<void> {
  const { cases } = await sandbox.state();
  expect(cases).toHaveLength(1);
  const [only] = cases;
  expect(only?.uploadFinishedAtMs).not.toBeNull();
  expect(only?.studies).toHaveLength(1);
  expect(only?.studies[0]?.stacks.map((stack) => stack.uploads.length)).toEqual(
    [imageCount],
  );
}

describe("casedrop upload", () => {
  it("sends a folder as one draft, and the same command again changes nothing", async () => {
    const first = await upload();
    expect(first.stderr.split("\n").at(-2)).toBe("Stack 1: processed");
    expect(JSON.parse(first.stdout)).toMatchObject({
      status: "sent",
      confirmed: true,
      found: 25,
      sent: 24,
      leftOut: 1,
      images: { sent: 24, planned: 24 },
      failure: null,
    });
    expect(first.status).toBe(0);
    await expectWholeCaseOnce();
    const again = await upload();
    expect(again.status).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout));
    await expectWholeCaseOnce();
    const [only] = (await sandbox.state()).cases;
    expect(only).toMatchObject({
      title: "Chest case",
      systemId: 4,
      diagnosticCertaintyId: 4,
      age: "55 years",
      gender: "Female",
    });
  });

  it("goes on with the same case after it was killed in mid-upload, sending again at most what was in flight", async () => {
    for (const threshold of [2, 9, 17]) {
      await faults(...untilKilledAt(threshold - (await storedPuts())));
      const killed = await upload(
        [],
        async () => (await storedPuts()) >= threshold,
      );
      expect(killed).toMatchObject({ status: null, stdout: "" });
    }
    await sandbox.admin("DELETE", "/sandbox/faults");
    const last = await upload();
    expect(remarks(last)).toEqual([
      "Going on with the case of an earlier run.",
    ]);
    expect(last.status).toBe(0);
    await expectWholeCaseOnce();
    expect(await storedPuts()).toBeLessThanOrEqual(imageCount + 3 * 4);
  });

  it("leaves pictures at home, and takes them along on request, stripped", async () => {
    const name = Buffer.from("DOE^JANE");
    for (const number of [1, 2])
      await writeFile(
        join(folder, "images", `section ${number}.png`),
        pngPicture({ before: [pngChunk("tEXt", name)], after: name }),
      );
    const without = JSON.parse((await upload()).stdout) as unknown;
    expect(without).toMatchObject({ found: 27, sent: 24, leftOut: 3 });
    const more = ["--pictures", "--state", join(folder, "other state")];
    const ended = await upload(more);
    expect(remarks(ended)).toEqual([]);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      found: 27,
      sent: 26,
      leftOut: 1,
      images: { sent: 26, planned: 26 },
    });
    const { cases } = await sandbox.state();
    expect(cases.map(({ studies }) => studies.length)).toEqual([1, 2]);
    expect(cases[1]?.studies[1]).toMatchObject({ modality: "Photograph" });
    expect(
      cases[1]?.studies[1]?.images.map(({ contentType }) => contentType),
    ).toEqual(["application/zip"]);
  });

  it("says that of an animated GIF only the first image goes", async () => {
    const animation = join(folder, "images", "beating heart.gif");
    await writeFile(animation, gifAnimation());
    const sent = await upload(["--pictures"]);
    expect(remarks(sent)).toEqual([animatedGifWords]);
  });

  it("adopts the draft when the answer to its creation was lost", async () => {
    await faults({
      route: "createCase",
      nth: 1,
      fault: { kind: "lostAnswer" },
    });
    const ended = await upload();
    expect(ended.status).toBe(0);
    await expectWholeCaseOnce();
  });

  it("asks when the answer to attaching was lost, and goes on as told", async () => {
    await faults({
      route: "attachStack",
      nth: 1,
      fault: { kind: "lostAnswer" },
    });
    const asked = await upload();
    expect(JSON.parse(asked.stdout)).toMatchObject({
      status: "inDoubt",
      failure: { kind: "inDoubt", call: "attachStack" },
    });
    expect(asked.status).toBe(1);
    const told = await upload(["--answer", "arrived"]);
    // Whom to ask about its processing stood in the answer that was lost.
    expect(told.status).toBe(3);
    expect(JSON.parse(told.stdout)).toMatchObject({
      status: "sent",
      confirmed: false,
    });
    expect(told.stderr).toContain("has not said that it has processed");
    await expectWholeCaseOnce();
  });

  it("leaves out SOP Instance UID where the site refuses it, when told to", async () => {
    await faults({
      route: "attachStack",
      nth: 1,
      fault: {
        kind: "status",
        status: 422,
        body: "DICOM not anonymized: Key 00080018 not anonymized",
      },
    });
    const refused = await upload();
    expect(JSON.parse(refused.stdout)).toMatchObject({
      status: "stopped",
      failure: { kind: "notAnonymized", tags: ["00080018"] },
    });
    await faults({
      route: "attachStack",
      nth: 1,
      fault: {
        kind: "status",
        status: 422,
        body: "DICOM not anonymized: Key 00080018 not anonymized",
      },
    });
    const sent = await upload(["--omit-sop-instance-uid"]);
    expect(sent.status).toBe(0);
    await expectWholeCaseOnce();
    const [stack] = (await sandbox.state()).cases[0]?.studies[0]?.stacks ?? [];
    const stored = await readdir(sandbox.dataDir, { recursive: true });
    const names = stored.filter((name) =>
      stack?.uploads.some(({ sha256 }) => name.endsWith(sha256)),
    );
    expect(names).toHaveLength(imageCount);
    for (const name of names) {
      const head = await readFile(join(sandbox.dataDir, name));
      expect(sopInstanceUIDRange(head)).toBe(null);
    }
  });

  it("gets through a service that cuts, refuses, throttles and expires", async () => {
    await faults(
      { route: "storagePut", nth: 2, fault: { kind: "cut", when: "midBody" } },
      { route: "storagePut", nth: 5, fault: { kind: "lostAnswer" } },
      { route: "storagePut", nth: 8, fault: { kind: "expiredUrl" } },
      { route: "storagePut", nth: 11, fault: { kind: "status", status: 503 } },
      {
        route: "presign",
        nth: 1,
        fault: { kind: "status", status: 429, retryAfterSeconds: 1 },
      },
      {
        route: "createStudy",
        nth: 1,
        fault: { kind: "status", status: 429, retryAfterSeconds: 1 },
      },
      { route: "*", fault: { kind: "clockSkew", ms: 7_200_000 } },
    );
    const ended = await upload();
    expect(remarks(ended)).toEqual([]);
    expect(ended.status).toBe(0);
    await expectWholeCaseOnce();
  });

  it("paints the masks of a file over every image before it is sent", async () => {
    const shape = { kind: "rectangle", left: 0, top: 0, width: 4, height: 4 };
    const masks = join(folder, "masks.json");
    await writeFile(masks, JSON.stringify([{ match: "all", shape }]));
    const ended = await upload(["--mask", masks]);
    expect(ended.status).toBe(0);
    await expectWholeCaseOnce();
    const [stack] = (await sandbox.state()).cases[0]?.studies[0]?.stacks ?? [];
    const stored = await readdir(sandbox.dataDir, { recursive: true });
    const files = stored.filter((name) =>
      stack?.uploads.some(({ sha256 }) => name.endsWith(sha256)),
    );
    expect(files).toHaveLength(imageCount);
    for (const name of files) {
      const bytes = await readFile(join(sandbox.dataDir, name));
      const pixels = new Uint16Array(
        Uint8Array.from(bytes.subarray(-32)).buffer,
      );
      expect(new Set(pixels).size).toBe(1);
    }
  });

  it("refuses a mask file that names an unknown stack with status 2", async () => {
    const shape = { kind: "rectangle", left: 0, top: 0, width: 4, height: 4 };
    const masks = join(folder, "masks.json");
    const match = { stack: "nowhere" };
    await writeFile(masks, JSON.stringify([{ match, shape }]));
    const ended = await upload(["--mask", masks]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain("there is no such stack");
    expect((await sandbox.state()).cases).toEqual([]);
  });

  it("renews its tokens and writes them to the credentials file", async () => {
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    const before = await readFile(join(folder, "credentials"), "utf8");
    const ended = await upload();
    expect(ended.status).toBe(0);
    const after = await readFile(join(folder, "credentials"), "utf8");
    expect(Object.keys(JSON.parse(after) as object)).toContain("refreshToken");
    expect(after).not.toBe(before);
  });

  it("stops at a full quota and says so; nothing was made", async () => {
    await sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases: 0 });
    const ended = await upload();
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: "stopped",
      caseId: null,
      found: 25,
      sent: 0,
      failure: { kind: "quotaFull", used: 0, allowed: 0 },
    });
    expect(ended.status).toBe(1);
    await sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases: 5 });
    expect((await upload()).status).toBe(0);
    await expectWholeCaseOnce();
  });

  it.each([
    ["title: ''\nsystem: Chest\n", "title: is empty"],
    ["title: A\nsystem: Elbow\n", "system: not a system of the site"],
    ["title: A\nsystem: Chest\ncolour: red\n", "the whole file: Unrecognized"],
    ["{", "neither YAML nor JSON"],
  ])("refuses the case file %o as wrong use", async (text, problem) => {
    await writeFile(join(folder, "case.yaml"), text);
    const ended = await upload();
    expect(ended).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
    expect(ended.stderr).toContain(problem);
    expect((await sandbox.state()).cases).toHaveLength(0);
  });

  it("refuses credentials that others can read", async () => {
    await chmod(join(folder, "credentials"), 0o644);
    const ended = await upload();
    expect(ended).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
  });

  it("prints no patient, no token and no secret anywhere", async () => {
    const ended = await upload();
    const printed = ended.stdout + ended.stderr;
    for (const secret of [
      "TEST^FIXTURE",
      "FIX-1",
      "19700101",
      "public-sandbox-secret",
    ])
      expect(printed).not.toContain(secret);
  });
});
