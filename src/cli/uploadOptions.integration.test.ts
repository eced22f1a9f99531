// Drafts that exist, logins, images sent before and the site's settings, as options of `casedrop upload`. Uses the build (npm run build).
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sopInstanceUIDRange } from "../core/deid/withoutSopInstanceUID.ts";
import { UploadByCommand } from "../testing/uploadByCommand.ts";

let upload: UploadByCommand;
beforeEach(async () => {
  upload = await UploadByCommand.start();
});
afterEach(async () => {
  await upload.end();
});

/** Calls of a route so far, whatever was answered. */
async function callsOf(route: string): Promise<number> {
  const { requests } = await upload.sandbox.state();
  return requests.filter((request) => request.route === route).length;
}

describe("casedrop upload --append", () => {
  it("adds a study to a draft named by its address, at a full quota too, and only once", async () => {
    const { sandbox } = upload;
    const draft = await sandbox.createCase("Begun by hand");
    await sandbox.createStudy(draft);
    await sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases: 1 });
    await upload.write("case.yaml", "studies:\n  - caption: Follow-up\n");
    const images = await upload.images("images", [1, 2, 3]);
    const append = ["--append", `${sandbox.origin}/cases/${draft}`];
    const first = await upload.run(images, append);
    expect(first.stderr).not.toContain("keeps its own words");
    expect(JSON.parse(first.stdout)).toMatchObject({
      status: "sent",
      caseId: draft,
      images: { sent: 3, planned: 3 },
    });
    expect(first.status).toBe(0);
    expect((await upload.run(images, append)).stdout).toBe(first.stdout);
    const { cases } = await sandbox.state();
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ title: "Begun by hand" });
    expect(
      cases[0]?.studies.map(({ caption, stacks }) => [
        caption,
        stacks.map((stack) => stack.uploads.length),
      ]),
    ).toEqual([
      ["", []],
      ["Follow-up", [3]],
    ]);
    expect(await callsOf("createCase")).toBe(1);
  });

  it("finds a draft on a later page of the list", async () => {
    const { sandbox } = upload;
    await sandbox.admin("POST", "/sandbox/settings", {
      allowedDraftCases: null,
    });
    const draft = await sandbox.createCase("The first of many");
    for (let number = 0; number < 120; number += 1)
      await sandbox.createCase(`Case ${number}`);
    const images = await upload.images("images", [1]);
    const ended = await upload.run(images, ["--append", String(draft)]);
    expect(ended.stderr).toContain("The draft keeps its own words");
    expect(ended.status).toBe(0);
    expect(await callsOf("listCases")).toBe(2);
  });

  it("goes on with the same draft after a kill", async () => {
    const { sandbox } = upload;
    const draft = await sandbox.createCase("Begun by hand");
    await sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [{ route: "storagePut", fault: { kind: "delay", ms: 80 } }],
    });
    const images = await upload.images("images", [1, 2, 3, 4, 5, 6, 7, 8]);
    const append = ["--append", String(draft)];
    await upload.run(
      images,
      append,
      async () => (await callsOf("storagePut")) >= 3,
    );
    const last = await upload.run(images, append);
    expect(last.stderr).toContain("Going on with the case of an earlier run.");
    expect(last.status).toBe(0);
    const { cases } = await sandbox.state();
    expect(
      cases.map(({ studies }) =>
        studies.flatMap(({ stacks }) => stacks.map((s) => s.uploads.length)),
      ),
    ).toEqual([[8]]);
  });

  it("refuses what is no draft of this account, before anything is read", async () => {
    const { sandbox } = upload;
    const published = await sandbox.createCase("Out already");
    await sandbox.admin("POST", `/sandbox/cases/${published}`, {
      status: "published",
    });
    const images = await upload.images("images", [1]);
    const gone = await upload.run(images, ["--append", "987654"]);
    expect(gone).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('"exitStatus": 1') as unknown,
    });
    expect(gone.stderr).toContain("This account has no case 987654");
    const out = await upload.run(images, ["--append", String(published)]);
    expect(out).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('"exitStatus": 1') as unknown,
    });
    expect(out.stderr).toContain("is no draft any more");
    const elsewhere = await upload.run(images, [
      "--append",
      "https://radiopaedia.org/cases/5",
    ]);
    expect(elsewhere.status).toBe(2);
    expect(elsewhere.stderr).toContain("The draft is at https://radiopaedia");
    expect(await callsOf("createStudy")).toBe(0);
  });
});

describe("the login of casedrop upload", () => {
  it("holds for the whole job: another one does not go on with it", async () => {
    const { sandbox } = upload;
    await sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [{ route: "storagePut", fault: { kind: "delay", ms: 80 } }],
    });
    const images = await upload.images("images", [1, 2, 3, 4, 5, 6]);
    await upload.run(
      images,
      [],
      async () => (await callsOf("storagePut")) >= 2,
    );
    await upload.signInAs("sandbox-second");
    await sandbox.admin("DELETE", "/sandbox/requests");
    const other = await upload.run(images);
    expect(other).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
    expect(other.stderr).toContain(
      "This job was begun as sandbox-demo, and the credentials are those of sandbox-second.",
    );
    const { requests } = await sandbox.state();
    expect(
      requests
        .map(({ route }) => route)
        .filter((route) => route?.startsWith("admin") !== true),
    ).toEqual(["currentUser"]);
    await upload.signInAs("sandbox-demo");
    expect((await upload.run(images)).status).toBe(0);
    const { cases } = await sandbox.state();
    expect(cases.map(({ login }) => login)).toEqual(["sandbox-demo"]);
  });

  it("is checked against --account before anything is read or sent", async () => {
    const images = await upload.images("images", [1]);
    const refused = await upload.run(images, ["--account", "somebody-else"]);
    expect(refused).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
    expect(refused.stderr).toContain("--account says somebody-else");
    expect(
      (await upload.run(images, ["--account", "Sandbox-Demo"])).status,
    ).toBe(0);
    const later = await upload.run(images, ["--account", "sandbox-second"]);
    expect(later.status).toBe(2);
    expect(later.stderr).toContain("This job was begun as sandbox-demo");
  });

  it("is asked again while the site is busy", async () => {
    await upload.sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [
        {
          route: "currentUser",
          nth: 1,
          fault: { kind: "status", status: 503, retryAfterSeconds: 1 },
        },
      ],
    });
    const images = await upload.images("images", [1]);
    expect((await upload.run(images)).status).toBe(0);
  });
});

describe("images that were sent before", () => {
  it("are told with the case that has them, and go again only when that is meant", async () => {
    const { sandbox } = upload;
    const first = await upload.images("first", [1, 2, 3]);
    expect((await upload.run(first)).status).toBe(0);
    const [made] = (await sandbox.state()).cases;
    const second = await upload.images("second", [2, 3, 4]);
    const refused = await upload.run(second);
    expect(refused).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('"exitStatus": 1') as unknown,
    });
    expect(refused.stderr).toContain(
      `2 images in "Chest case" (${sandbox.origin}/cases/${made?.caseId}), sent on `,
    );
    expect(refused.stderr).toContain("--send-again");
    expect((await sandbox.state()).cases).toHaveLength(1);
    expect((await upload.run(second, ["--send-again"])).status).toBe(0);
    expect((await sandbox.state()).cases).toHaveLength(2);
    // The job itself is not "before".
    expect((await upload.run(second)).status).toBe(0);
  });
});

describe("images of a job that sent nothing", () => {
  it("are not told as sent, and go with another job where that is meant", async () => {
    const { sandbox } = upload;
    const draft = await sandbox.createCase("Begun by hand");
    await sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases: 1 });
    const first = await upload.images("first", [1, 2]);
    expect((await upload.run(first)).status).toBe(1);
    const append = ["--append", String(draft)];
    const refused = await upload.run(first, append);
    expect(refused.status).toBe(1);
    expect(refused.stderr).not.toContain("sent before");
    expect(refused.stderr).toContain(
      '2 images in "Chest case", a job that has no draft on the site yet',
    );
    expect((await upload.run(first, [...append, "--send-again"])).status).toBe(
      0,
    );
  });
});

describe("a job whose memory of what it sent is damaged", () => {
  it.each([
    ["cut short", '{"version":1,"keyHex":"00'],
    ["of a later form", '{"version":99,"digests":{}}'],
  ])(
    "is named where it is %s, and nothing is sent unasked",
    async (_, text) => {
      const first = await upload.images("first", [1, 2]);
      expect((await upload.run(first)).status).toBe(0);
      const state = join(upload.folder, "state");
      const [job = ""] = await readdir(state);
      await writeFile(join(state, job, "sent-images.json"), text);
      // The job itself goes on as before.
      expect((await upload.run(first)).status).toBe(0);
      await writeFile(join(state, job, "sent-images.json"), text);
      const second = await upload.images("second", [1, 2, 3]);
      const refused = await upload.run(second);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain(job);
      expect(refused.stderr).toContain("cannot be read");
      expect((await upload.sandbox.state()).cases).toHaveLength(1);
      expect((await upload.run(second, ["--send-again"])).status).toBe(0);
    },
  );

  it("is named where it cannot be opened, and a file among the jobs is none", async () => {
    const first = await upload.images("first", [1, 2]);
    expect((await upload.run(first)).status).toBe(0);
    const state = join(upload.folder, "state");
    const [job = ""] = await readdir(state);
    await writeFile(join(state, "notes.txt"), "not a job");
    const memory = join(state, job, "sent-images.json");
    await rm(memory);
    // Refuses to be read even to the superuser.
    await mkdir(memory);
    const refused = await upload.run(await upload.images("second", [1, 2, 3]));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`closed to you: ${job}.`);
    expect((await upload.sandbox.state()).cases).toHaveLength(1);
  });
});

describe("casedrop upload --settings", () => {
  it("speaks with the site as the file says", async () => {
    const { sandbox } = upload;
    const images = await upload.images("images", [1, 2, 3, 4, 5]);
    const settings = await upload.write(
      "settings.yaml",
      "presignBatch: 2\nmarksUploadFinished: false\nrootIndexBase: 1\nconcurrency: 1\n",
    );
    const ended = await upload.run(images, ["--settings", settings]);
    expect(ended.status).toBe(0);
    expect(await callsOf("markFinished")).toBe(0);
    expect(await callsOf("presign")).toBeGreaterThanOrEqual(3);
    const [only] = (await sandbox.state()).cases;
    expect(only?.studies[0]?.stacks.map(({ rootIndex }) => rootIndex)).toEqual([
      3,
    ]);
  });

  it.each(["sopInstanceUID: omitted", "policyVersion: 0.5.0"])(
    "sends no SOP Instance UID with %s, to a site that refuses it",
    async (choice) => {
      const { sandbox } = upload;
      await sandbox.admin("POST", "/sandbox/settings", {
        policyVersion: "0.5.0",
      });
      const images = await upload.images("images", [1, 2]);
      const settings = await upload.write("settings.yaml", `${choice}\n`);
      const ended = await upload.run(images, ["--settings", settings]);
      expect(ended.status).toBe(0);
      const [only] = (await sandbox.state()).cases;
      const uploads = only?.studies[0]?.stacks[0]?.uploads ?? [];
      expect(uploads).toHaveLength(2);
      for (const { sha256 } of uploads) {
        const stored = await sandbox.admin("GET", `/sandbox/objects/${sha256}`);
        expect(sopInstanceUIDRange(stored.bytes)).toBeNull();
      }
      const without = await upload.run(images, [
        ...["--state", `${upload.folder}/other state`],
      ]);
      expect(JSON.parse(without.stdout)).toMatchObject({
        failure: { kind: "notAnonymized", tags: ["00080018"] },
      });
    },
  );

  it("refuses names that are not known with status 2, and says which", async () => {
    const images = await upload.images("images", [1]);
    const settings = await upload.write("settings.json", '{"presignbatch": 2}');
    const ended = await upload.run(images, ["--settings", settings]);
    expect(ended).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
    expect(ended.stderr).toContain("presignbatch");
    expect((await upload.sandbox.state()).cases).toEqual([]);
  });
});

describe("remedies of casedrop upload", () => {
  const refuses = (body: string) =>
    upload.sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [
        {
          route: "attachStack",
          nth: 1,
          fault: { kind: "status", status: 422, body },
        },
      ],
    });

  it("leave out the images that the site refuses by name, only when told to", async () => {
    const { sandbox } = upload;
    const images = await upload.images("images", [1, 2, 3]);
    await refuses("DICOM not anonymized");
    expect((await upload.run(images)).status).toBe(1);
    const [first, second, third] = (await sandbox.state()).uploads;
    const body = `Upload ${String(second?.uploadId)}: Key 00100010 not anonymized`;
    await refuses(body);
    expect(JSON.parse((await upload.run(images)).stdout)).toMatchObject({
      status: "stopped",
      failure: { refusedImages: { places: [2], outOf: 3 } },
    });
    await refuses(body);
    const sent = await upload.run(images, ["--leave-out-refused"]);
    expect(sent.status).toBe(0);
    expect(JSON.parse(sent.stdout)).toMatchObject({
      status: "sent",
      found: 3,
      sent: 2,
      leftOut: 1,
      leftOutByReason: [{ reason: { kind: "refusedBySite" }, count: 1 }],
      images: { sent: 2, planned: 2 },
    });
    expect(
      (await sandbox.state()).cases.map(({ studies }) =>
        studies.map(({ stacks }) =>
          stacks.map(({ uploads }) => uploads.map(({ uploadId }) => uploadId)),
        ),
      ),
    ).toEqual([[[[first?.uploadId, third?.uploadId]]]]);
  });

  it("make a new draft in place of one that was deleted on the site, only when told to", async () => {
    const { sandbox } = upload;
    const images = await upload.images("images", [1, 2, 3]);
    await refuses("DICOM not anonymized");
    const { caseId } = JSON.parse((await upload.run(images)).stdout) as {
      readonly caseId: number;
    };
    await sandbox.admin("DELETE", `/sandbox/cases/${caseId}`);
    const stopped = await upload.run(images);
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      status: "stopped",
      failure: { kind: "draftGone", isReplaceable: true },
    });
    const sent = await upload.run(images, ["--new-draft"]);
    expect(sent.status).toBe(0);
    const { cases } = await sandbox.state();
    expect(cases.map((each) => each.caseId)).not.toContain(caseId);
    expect(
      cases.map(({ studies }) =>
        studies.map(({ stacks }) => stacks.map((s) => s.uploads.length)),
      ),
    ).toEqual([[[3]]]);
  });
});
