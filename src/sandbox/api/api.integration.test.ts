// The API over loopback: cases, quota, paging, studies, presigned uploads, stacks, jobs, the deprecated route.
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import { pngChunk, pngPicture } from "../../testing/pictureFixtures.ts";
import {
  at,
  MovableClock,
  plainFetch,
  RunningSandbox,
  sha256Hex,
} from "../../testing/runningSandbox.ts";

let clock: MovableClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new MovableClock();
  sandbox = await RunningSandbox.start({ clock });
});
afterEach(() => sandbox.end());

describe("every call", () => {
  test("needs a living token and takes JSON only", async () => {
    const path = "/api/v1/users/current";
    expect((await plainFetch(sandbox.origin + path)).status).toBe(401);
    const html = await sandbox.api("GET", path, undefined, {
      accept: "text/html",
    });
    expect(html.status).toBe(406);
    const any = await sandbox.api("GET", path, undefined, { accept: "*/*" });
    expect(any.status).toBe(200);
  });

  test("answers 400 to broken JSON, 404 to unknown paths, 405 to other methods", async () => {
    const broken = await plainFetch(`${sandbox.origin}/api/v1/cases`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${sandbox.accessToken}`,
        "content-type": "application/json",
      },
      body: "{",
    });
    expect(broken.status).toBe(400);
    expect((await sandbox.api("GET", "/api/v1/systems")).status).toBe(404);
    expect((await sandbox.api("PUT", "/api/v1/cases")).status).toBe(405);
  });

  test("is refused under a name that is not this computer's", async () => {
    const answer = await plainFetch(`${sandbox.origin}/`, {
      headers: { host: "rebound.example.org" },
    });
    expect(answer.status).toBe(400);
  });
});

describe("cases", () => {
  test("are created as drafts from flat JSON, unknown keys dropped", async () => {
    const answer = await sandbox.api("POST", "/api/v1/cases", {
      title: "Nodule",
      system_id: 4,
      diagnostic_certainty_id: 4,
      gender: "Female",
      age: "65 years",
      body: "<p>Text</p>",
      study_date: "20240101",
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      id: 8701,
      title: "Nodule",
      author_id: 1,
      status: "draft",
      visibility: "public",
      created_at: "2026-01-01T00:00:00.000Z",
      updated_at: "2026-01-01T00:00:00.000Z",
    });
    const [stored] = (await sandbox.state()).cases;
    expect(stored).toMatchObject({ systemId: 4, body: "<p>Text</p>" });
    expect(JSON.stringify(stored)).not.toContain("20240101");
  });

  test("name every bad field", async () => {
    const answer = await sandbox.api("POST", "/api/v1/cases", {
      title: " ",
      system_id: 5,
      gender: "Other",
      diagnostic_certainty_id: "4",
      suitable_for_quiz: "yes",
    });
    expect(answer.status).toBe(422);
    expect(Object.keys(at(answer.json, "errors") as object).sort()).toEqual([
      "diagnostic_certainty_id",
      "gender",
      "suitable_for_quiz",
      "system_id",
      "title",
    ]);
  });

  test("are refused at the quota, which the current user tells", async () => {
    await sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases: 2 });
    await sandbox.createCase();
    const published = await sandbox.createCase();
    const answer = await sandbox.api("POST", "/api/v1/cases", {
      title: "One too many",
      system_id: 1,
    });
    expect(answer.status).toBe(403);
    const user = await sandbox.api("GET", "/api/v1/users/current");
    expect(at(user.json, "quotas")).toEqual({
      allowed_draft_cases: 2,
      allowed_unlisted_cases: null,
      allowed_unlisted_playlists: 10,
      draft_case_count: 2,
      unlisted_case_count: 0,
      unlisted_playlist_count: 0,
    });
    await sandbox.admin("POST", `/sandbox/cases/${published}`, {
      status: "published",
    });
    expect(await sandbox.createCase()).toBe(8703);
  });

  test("are never more than the quota when many come at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        sandbox.api("POST", "/api/v1/cases", { title: "x", system_id: 1 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect((await sandbox.state()).cases).toHaveLength(10);
  });

  test("are listed newest first, page by page, until a page is empty", async () => {
    for (let index = 0; index < 4; index += 1) await sandbox.createCase();
    const pages: unknown[] = [];
    let cursor: string | undefined = "";
    while (cursor !== undefined) {
      const page = await sandbox.api(
        "GET",
        `/api/v1/cases?per_page=2&cursor=${cursor}`,
      );
      pages.push((page.json as { id: number }[]).map(({ id }) => id));
      const next: string | string[] | undefined = page.headers["x-next-cursor"];
      cursor = typeof next === "string" ? next : undefined;
    }
    expect(pages).toEqual([[8704, 8703], [8702, 8701], []]);
  });

  test("are marked finished, and take more images afterwards", async () => {
    const caseId = await sandbox.createCase();
    const path = `/api/v1/cases/${caseId}/mark_upload_finished`;
    const answer = await sandbox.api("PUT", path, {});
    expect(at(answer.json, "id")).toBe(caseId);
    expect(at(answer.json, "status")).toBe("draft");
    expect((await sandbox.state()).cases[0]?.uploadFinishedAtMs).toBe(
      Date.UTC(2026, 0, 1),
    );
    expect(await sandbox.createStudy(caseId)).toBe(34_101);
    const missing = await sandbox.api(
      "PUT",
      "/api/v1/cases/1/mark_upload_finished",
    );
    expect(missing.status).toBe(404);
  });
});

describe("studies", () => {
  test("push equal and higher ones down", async () => {
    const caseId = await sandbox.createCase();
    const first = await sandbox.createStudy(caseId, 2);
    const second = await sandbox.createStudy(caseId, 3);
    const between = await sandbox.createStudy(caseId, 3);
    const state = await sandbox.state();
    expect(
      state.cases[0]?.studies.map(({ studyId, position }) => [
        studyId,
        position,
      ]),
    ).toEqual([
      [first, 2],
      [between, 3],
      [second, 4],
    ]);
  });

  test("keep the four permitted fields and check them", async () => {
    const caseId = await sandbox.createCase();
    const path = `/api/v1/cases/${caseId}/studies`;
    const good = await sandbox.api("POST", path, {
      modality: "MRI",
      caption: "Baseline",
      findings: "<p>None</p>",
      position: 2,
      study_date: "2024-01-01",
    });
    expect(good.status).toBe(201);
    expect(good.json).toEqual({
      case_id: caseId,
      id: 34_101,
      caption: "Baseline",
      modality: "MRI",
      findings: "<p>None</p>",
      created_at: "2026-01-01T00:00:00.000Z",
      updated_at: "2026-01-01T00:00:00.000Z",
    });
    const bad = await sandbox.api("POST", path, { modality: "PET" });
    expect(bad.status).toBe(422);
    const odd = await sandbox.api("POST", path, { position: 0 });
    expect(odd.status).toBe(422);
  });

  test("are for drafts only, like images", async () => {
    const caseId = await sandbox.createCase();
    const studyId = await sandbox.createStudy(caseId);
    const ids = await sandbox.upload([compliantSlice()]);
    await sandbox.admin("POST", `/sandbox/cases/${caseId}`, {
      status: "pending_review",
    });
    expect(await sandbox.createStudy(caseId)).toBeNaN();
    expect((await sandbox.attach(caseId, studyId, ids)).status).toBe(422);
    expect(await sandbox.createStudy(999)).toBeNaN();
  });
});

describe("presigned uploads", () => {
  const file = compliantSlice();
  const hash = sha256Hex(file);

  async function presign(...sha256: string[]) {
    return sandbox.api("POST", "/direct_s3_uploads", { sha256 });
  }

  async function freshUrl(): Promise<string> {
    return String(at((await presign(hash)).json, "uploads", 0, "url"));
  }

  test("come in the order of the hashes and are told when stored", async () => {
    const other = compliantSlice({ instanceNumber: 2 });
    await sandbox.upload([other]);
    const answer = await presign(hash, sha256Hex(other));
    expect(at(answer.json, "uploads", 0, "id")).toBe(1202);
    expect(at(answer.json, "uploads", 1)).toEqual({
      id: 1201,
      status: "already_uploaded",
    });
  });

  test("point to the storage, not to the site", async () => {
    expect(new URL(await freshUrl()).origin).toBe(sandbox.storageOrigin);
    expect(sandbox.storageOrigin).not.toBe(sandbox.origin);
  });

  test("refuse repeated, malformed, missing and too many hashes", async () => {
    expect((await presign(hash, hash)).status).toBe(422);
    expect((await presign(hash.toUpperCase())).status).toBe(422);
    expect((await presign()).status).toBe(422);
    await sandbox.admin("POST", "/sandbox/settings", { maxPresignBatch: 1 });
    expect((await presign(hash, "0".repeat(64))).status).toBe(422);
  });

  test("store exactly the bytes that were put", async () => {
    const url = await freshUrl();
    const put = await plainFetch(url, { method: "PUT", body: file });
    expect(put.status).toBe(200);
    const object = await sandbox.admin("GET", `/sandbox/objects/${hash}`);
    expect(object.bytes.equals(file)).toBe(true);
  });

  test("refuse an Authorization header", async () => {
    const put = await plainFetch(await freshUrl(), {
      method: "PUT",
      body: file,
      headers: { authorization: "Bearer x" },
    });
    expect(put.status).toBe(400);
    expect(put.headers["content-type"]).toBe("application/xml");
    const { requests } = await sandbox.state();
    expect(requests.at(-2)).toMatchObject({
      listener: "storage",
      route: "storagePut",
      hadAuthorization: true,
      status: 400,
    });
  });

  test("refuse chunked bodies and bodies without a length", async () => {
    const url = new URL(await freshUrl());
    const chunked = await plainFetch(url.href, {
      method: "PUT",
      body: file,
      isChunked: true,
    });
    expect(chunked.status).toBe(501);
    const bare = await new Promise<string>((resolve) => {
      const socket = connect(Number(url.port), "127.0.0.1", () => {
        socket.write(
          `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`,
        );
      });
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
      socket.on("close", () => {
        resolve(text);
      });
    });
    expect(bare).toContain("411");
    expect(bare).toContain("MissingContentLength");
  });

  test("refuse other bytes than were hashed, and keep nothing of them", async () => {
    const url = await freshUrl();
    const other = Buffer.from(file);
    other[200] = (other[200] ?? 0) ^ 1;
    const put = await plainFetch(url, { method: "PUT", body: other });
    expect(put.status).toBe(400);
    expect(put.text).toContain("<Code>XAmzContentSHA256Mismatch</Code>");
    const state = await sandbox.state();
    expect(state.uploads[0]?.sizeBytes).toBeNull();
  });

  test("expire after fifteen minutes, to the millisecond", async () => {
    const url = await freshUrl();
    clock.move(900_000);
    const late = await plainFetch(url, { method: "PUT", body: file });
    expect(late.status).toBe(403);
    expect(late.text).toContain("Request has expired");
    clock.move(-1);
    const inTime = await plainFetch(url, { method: "PUT", body: file });
    expect(inTime.status).toBe(200);
  });

  test("cannot be altered", async () => {
    const url = await freshUrl();
    for (const altered of [
      url.replace("/uploads/1201", "/uploads/1202"),
      url.replace(/X-Amz-Expires=\d/, "X-Amz-Expires=9"),
      url.slice(0, -1),
    ]) {
      const put = await plainFetch(altered, { method: "PUT", body: file });
      expect(put.status).toBe(403);
    }
  });

  test("keep nothing of a body that breaks off", async () => {
    const url = new URL(await freshUrl());
    await new Promise<void>((resolve) => {
      const socket = connect(Number(url.port), "127.0.0.1", () => {
        socket.write(
          `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: ${file.length}\r\n\r\n`,
        );
        socket.write(file.subarray(0, 100), () => socket.destroy());
      });
      socket.on("close", () => {
        resolve();
      });
    });
    const put = async () =>
      (await sandbox.state()).requests.find(
        ({ route }) => route === "storagePut",
      );
    await expect
      .poll(async () => (await put())?.durationMs ?? "under way")
      .toBe(0);
    expect((await put())?.status).toBeNull();
    expect((await sandbox.state()).uploads[0]?.sizeBytes).toBeNull();
  });

  test("take the same bytes twice", async () => {
    const url = await freshUrl();
    const put = { method: "PUT", body: file };
    const both = await Promise.all([
      plainFetch(url, put),
      plainFetch(url, put),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("stacks", () => {
  let caseId: number;
  let studyId: number;

  beforeEach(async () => {
    caseId = await sandbox.createCase();
    studyId = await sandbox.createStudy(caseId);
  });

  test("keep the order of the array, labels and key image", async () => {
    const files = [3, 1, 2].map((instanceNumber) =>
      compliantSlice({ instanceNumber }),
    );
    const ids = await sandbox.upload(files);
    const answer = await sandbox.attach(caseId, studyId, ids, {
      root_index: 1,
      perspective: "Axial",
      specifics: "C+ arterial phase",
    });
    expect(answer.status).toBe(202);
    const stack = (await sandbox.state()).cases[0]?.studies[0]?.stacks[0];
    expect(stack).toMatchObject({
      jobId: at(answer.json, "job_id"),
      perspective: "Axial",
      specifics: "C+ arterial phase",
      rootIndex: 1,
      state: "queued",
      failsSilently: false,
      warnings: [],
    });
    expect(stack?.uploads.map(({ sha256 }) => sha256)).toEqual(
      files.map(sha256Hex),
    );
  });

  test("answer 500 to the documented object shape", async () => {
    const [id] = await sandbox.upload([compliantSlice()]);
    const answer = await sandbox.attach(caseId, studyId, { "0": id });
    expect(answer.status).toBe(500);
    expect((await sandbox.state()).cases[0]?.studies[0]?.stacks).toEqual([]);
  });

  test("want known, uploaded files, a root index inside, and a study of the case", async () => {
    const presigned = await sandbox.api("POST", "/direct_s3_uploads", {
      sha256: ["a".repeat(64)],
    });
    const absent = Number(at(presigned.json, "uploads", 0, "id"));
    const ids = await sandbox.upload([compliantSlice()]);
    const status = async (data: unknown, series?: unknown) =>
      (await sandbox.attach(caseId, studyId, data, series)).status;
    expect(await status([absent])).toBe(422);
    expect(await status([4711])).toBe(422);
    expect(await status([])).toBe(422);
    expect(await status(ids.map(String))).toBe(422);
    expect(await status(ids, { root_index: 1 })).toBe(422);
    const other = await sandbox.createCase();
    expect((await sandbox.attach(other, studyId, ids)).status).toBe(404);
  });

  test("are refused whole when one file is not anonymised, and say which tags", async () => {
    const ids = await sandbox.upload([
      compliantSlice(),
      compliantSlice({
        instanceNumber: 2,
        attributes: { PatientName: "DOE^JANE", SOPInstanceUID: "1.2.3" },
      }),
    ]);
    const answer = await sandbox.attach(caseId, studyId, ids);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Key 00080018 not anonymized");
    expect(answer.text).toContain("Key 00100010 not anonymized");
    expect(answer.text).not.toContain("DOE");
    const state = await sandbox.state();
    expect(state.cases[0]?.studies[0]?.stacks).toEqual([]);
    expect(state.rejections).toMatchObject([
      { caseId, studyId, uploadId: ids[1], tags: ["00080018", "00100010"] },
    ]);
  });

  test("may lack the SOP Instance UID, and must under the older policy", async () => {
    const withUid = await sandbox.upload([compliantSlice()]);
    const without = await sandbox.upload([
      compliantSlice({ without: ["SOPInstanceUID"] }),
    ]);
    expect((await sandbox.attach(caseId, studyId, without)).status).toBe(202);
    await sandbox.admin("POST", "/sandbox/settings", {
      policyVersion: "0.5.0",
    });
    const refused = await sandbox.attach(caseId, studyId, withUid);
    expect(refused.text).toContain("Key 00080018 not anonymized");
    expect((await sandbox.attach(caseId, studyId, without)).status).toBe(202);
  });

  test("walk from queued to completed", async () => {
    const ids = await sandbox.upload([compliantSlice()]);
    const attached = await sandbox.attach(caseId, studyId, ids);
    const path = `/image_preparation/${caseId}/studies/${studyId}/upload/${String(at(attached.json, "job_id"))}`;
    expect((await sandbox.api("GET", path)).status).toBe(202);
    clock.move(1_000);
    const pending = await sandbox.api("GET", path);
    expect(pending.status).toBe(200);
    expect(pending.json).toEqual({
      series: { seriesId: 91_001, status: "pending-dicom-processing" },
    });
    clock.move(2_000);
    const completed = await sandbox.api("GET", path);
    expect(at(completed.json, "series", "status")).toBe(
      "completed-dicom-processing",
    );
  });

  test("fail without a word when they hold no usable pixels", async () => {
    const ids = await sandbox.upload([
      compliantSlice({ without: ["PixelData"] }),
    ]);
    const attached = await sandbox.attach(caseId, studyId, ids);
    expect(attached.status).toBe(202);
    clock.move(60_000);
    const path = `/image_preparation/${caseId}/studies/${studyId}/upload/${String(at(attached.json, "job_id"))}`;
    const answer = await sandbox.api("GET", path);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({});
  });

  test("answer 401 with an empty body for a wrong case, 404 for a wrong job", async () => {
    const path = (id: number) =>
      `/image_preparation/${id}/studies/${studyId}/upload/none`;
    const wrong = await sandbox.api("GET", path(1));
    expect([wrong.status, wrong.text]).toEqual([401, ""]);
    expect((await sandbox.api("GET", path(caseId))).status).toBe(404);
  });

  test("may hold one file more than once", async () => {
    const [id] = await sandbox.upload([compliantSlice()]);
    expect((await sandbox.attach(caseId, studyId, [id, id])).status).toBe(202);
  });
});

describe("the deprecated image upload", () => {
  test("takes clean files of the listed types and nothing else", async () => {
    const caseId = await sandbox.createCase();
    const studyId = await sandbox.createStudy(caseId);
    const send = (type: string, body: Uint8Array) =>
      plainFetch(
        `${sandbox.origin}/api/v1/cases/${caseId}/studies/${studyId}/images`,
        {
          method: "POST",
          headers: {
            authorization: `Bearer ${sandbox.accessToken}`,
            "content-type": type,
            "content-disposition": 'attachment; filename="../photo.png"',
          },
          body,
        },
      );
    const clean = pngPicture();
    const taken = await send("image/png", clean);
    expect(taken.status).toBe(201);
    expect(at(taken.json, "filename")).toBe("photo.png");
    expect((await send("text/html", clean)).status).toBe(422);
    const laden = pngPicture({ before: [pngChunk("tEXt", [1])] });
    const refused = await send("image/png", laden);
    expect(refused.status).toBe(422);
    expect(at(refused.json, "errors", "image")).toBe("PNG with other chunks");
    const state = await sandbox.state();
    expect(state.cases[0]?.studies[0]?.images).toHaveLength(1);
  });
});

describe("records", () => {
  test("survive a restart: cases, uploads, ids that go on", async () => {
    const caseId = await sandbox.createCase("Kept");
    const studyId = await sandbox.createStudy(caseId);
    const file = compliantSlice();
    const ids = await sandbox.upload([file]);
    await sandbox.attach(caseId, studyId, ids);
    const before = (await sandbox.state()).cases;
    await sandbox.restart();
    expect((await sandbox.state()).cases).toEqual(before);
    const again = await sandbox.api("POST", "/direct_s3_uploads", {
      sha256: [sha256Hex(file)],
    });
    expect(at(again.json, "uploads", 0, "status")).toBe("already_uploaded");
    expect(await sandbox.createCase()).toBe(caseId + 1);
  });
});
