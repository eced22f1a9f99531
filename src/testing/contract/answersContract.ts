// The form of the answers, member by member: what the contract's sections 3 to 8 promise beyond what the client reads today.
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../runningSandbox.ts";
import {
  contractTitle,
  strangePut,
  type ContractDraft,
} from "./contractDraft.ts";
import { plainCall } from "./plainCalls.ts";
import type { ServiceUnderTest } from "./serviceUnderTest.ts";

const id = expect.any(Number) as number;
/** ISO 8601 with a date and a time. */
const time = expect.stringMatching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
) as string;
const word = expect.any(String) as string;

/** No service has come this far. */
const unknownCaseId = 2_000_000_000;

/** The most hashes that the client asks for at once. */
const presignBatch = 200;

/** The tests for one service and the draft of this run. */
export function describeAnswersContract(
  service: () => ServiceUnderTest,
  draft: () => ContractDraft,
): void {
  describeUserAndCase(service, draft);
  describeStudies(service, draft);
  describeFiles(service, draft);
}

function describeUserAndCase(
  service: () => ServiceUnderTest,
  draft: () => ContractDraft,
): void {
  describe("the answers on user and case (sections 3, 4, 8)", () => {
    it("give each allowance as a number or null, and each count as a number", async () => {
      const { status, json } = await plainCall(service(), [
        "GET",
        "/api/v1/users/current",
      ]);
      expect(status).toBe(200);
      expect(json).toMatchObject({ login: word });
      const { quotas } = json as { quotas: Record<string, number | null> };
      for (const name of ["draft_case_count", "unlisted_case_count"])
        expect(quotas[name]).toEqual(id);
      for (const name of ["allowed_draft_cases", "allowed_unlisted_cases"])
        expect(["number", "object"]).toContain(typeof quotas[name]);
    });

    it("describe a listed case, and its ends as a draft after it was marked as finished", async () => {
      const { remoteCaseId } = draft().study;
      const whole = {
        id: remoteCaseId,
        title: contractTitle,
        author_id: id,
        status: "draft",
        visibility: word,
        created_at: time,
        updated_at: time,
      };
      const marked = await plainCall(
        service(),
        ["PUT", `/api/v1/cases/${remoteCaseId}/mark_upload_finished`],
        { body: {} },
      );
      expect(marked.status).toBeGreaterThanOrEqual(200);
      expect(marked.status).toBeLessThan(300);
      expect(marked.json).toMatchObject({ id: remoteCaseId, status: "draft" });
      const listed = await plainCall(service(), [
        "GET",
        "/api/v1/cases?per_page=100",
      ]);
      const items = listed.json as readonly { readonly id: number }[];
      expect(items.find((item) => item.id === remoteCaseId)).toMatchObject(
        whole,
      );
    });

    it("refuse what is no JSON, and a case without a title, and make none", async () => {
      const drafts = async () => {
        const { json } = await plainCall(service(), [
          "GET",
          "/api/v1/users/current",
        ]);
        return (json as { quotas: { draft_case_count: number } }).quotas
          .draft_case_count;
      };
      const before = await drafts();
      const path = ["POST", "/api/v1/cases"] as const;
      const broken = await plainCall(service(), path, { body: '{"title":' });
      expect(broken.status).toBe(400);
      const untitled = await plainCall(service(), path, {
        body: { system_id: 24, suitable_for_quiz: false },
      });
      expect([400, 422]).toContain(untitled.status);
      expect(await drafts()).toBe(before);
    });
  });
}

function describeStudies(
  service: () => ServiceUnderTest,
  draft: () => ContractDraft,
): void {
  describe("the answers on studies (section 5)", () => {
    it("give back the four fields that are kept, and no other", async () => {
      const { remoteCaseId } = draft().study;
      const { status, json } = await plainCall(
        service(),
        ["POST", `/api/v1/cases/${remoteCaseId}/studies`],
        {
          body: {
            modality: "MRI",
            findings: "<p>None</p>",
            position: 3,
            caption: "3 months later",
            study_date: "2000-01-01",
          },
        },
      );
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(300);
      expect(json).toMatchObject({
        id,
        case_id: remoteCaseId,
        modality: "MRI",
        findings: "<p>None</p>",
        caption: "3 months later",
        created_at: time,
        updated_at: time,
      });
      expect(JSON.stringify(json)).not.toContain("2000-01-01");
    });

    it("take a study that says nothing of itself", async () => {
      const { remoteCaseId } = draft().study;
      const { status, json } = await plainCall(
        service(),
        ["POST", `/api/v1/cases/${remoteCaseId}/studies`],
        { body: { position: 4 } },
      );
      expect(status).toBeLessThan(300);
      expect(json).toMatchObject({ id });
    });

    it.each([
      ["POST", `/api/v1/cases/${unknownCaseId}/studies`],
      ["PUT", `/api/v1/cases/${unknownCaseId}/mark_upload_finished`],
      ["POST", `/image_preparation/${unknownCaseId}/studies/1/series`],
    ] as const)("refuse a case that is not there: %s %s", async (...call) => {
      const body = call[1].endsWith("/series")
        ? attachBody([1])
        : { position: 2 };
      const { status } = await plainCall(service(), call, { body });
      expect([401, 403, 404]).toContain(status);
    });
  });
}

function describeFiles(
  service: () => ServiceUnderTest,
  draft: () => ContractDraft,
): void {
  describe("the answers on files and stacks (sections 6.1 to 6.3)", () => {
    const presign = (hashes: readonly string[]) =>
      plainCall(service(), ["POST", "/direct_s3_uploads"], {
        body: { sha256: hashes },
      });

    it("grant each of two hundred hashes an id of its own and an address", async () => {
      const hashes = Array.from({ length: presignBatch }, (_, place) =>
        sha256Hex(draft().slice(1_000 + place)),
      );
      const { status, json } = await presign(hashes);
      expect(status).toBe(200);
      const { uploads } = json as {
        readonly uploads: readonly { readonly id: number }[];
      };
      expect(uploads).toEqual(
        hashes.map(() => expect.objectContaining({ id, url: word }) as object),
      );
      expect(new Set(uploads.map((upload) => upload.id)).size).toBe(
        presignBatch,
      );
    });

    it("give what is held already no address", async () => {
      const file = draft().slice(50);
      const [uploadId] = await draft().stored([file]);
      const { json } = await presign([sha256Hex(file)]);
      const { uploads } = json as { readonly uploads: readonly object[] };
      expect(uploads).toEqual([{ id: uploadId, status: "already_uploaded" }]);
    });

    it("take a file of another content type, which is not signed, and the same file twice", async () => {
      const { file, url } = await draft().newFile(51);
      for (const type of ["application/octet-stream", "application/dicom"])
        expect(await strangePut(url, file, { "content-type": type })).toBe(200);
    });

    it("take an upload into two stacks, without plane and specifics, and name a job each time", async () => {
      const { remoteCaseId, remoteStudyId } = draft().study;
      const uploads = await draft().stored([draft().slice(52)]);
      const jobs: unknown[] = [];
      for (const studyId of [remoteStudyId, remoteStudyId]) {
        const { status, json } = await plainCall(
          service(),
          [
            "POST",
            `/image_preparation/${remoteCaseId}/studies/${studyId}/series`,
          ],
          { body: attachBody(uploads) },
        );
        expect(status).toBe(202);
        jobs.push((json as { readonly job_id?: unknown }).job_id);
      }
      expect(jobs[0]).toBeDefined();
      expect(jobs[1]).not.toEqual(jobs[0]);
    });

    it("refuse a stack whose files are not all there", async () => {
      const held = await draft().stored([draft().slice(53)]);
      const [missing] = await draft().presigned([draft().slice(54)]);
      const answer = await draft().attach([...held, missing?.uploadId ?? 0]);
      expect(answer).toMatchObject({
        ok: false,
        failure: { failure: { kind: "refused" } },
      });
    });

    it.each([
      ["no hash at all", []],
      ["a hash in capitals", ["A".repeat(64)]],
      ["something else", ["casedrop"]],
    ])("refuse to presign %s", async (_, hashes) => {
      const { status } = await presign(hashes);
      expect([400, 422]).toContain(status);
    });
  });
}

/** As the client sends it, without labels. */
function attachBody(uploadIds: readonly number[]) {
  return {
    image_format: "application/dicom",
    series: { root_index: 0 },
    stack_upload: { uploaded_data: uploadIds },
  };
}
