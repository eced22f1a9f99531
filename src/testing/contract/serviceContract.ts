// What Casedrop relies on in a service, as tests through its real client: the contract's sections 1 to 8.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAllCases } from "../../core/radiopaedia/allCases.ts";
import { pngPicture } from "../pictureFixtures.ts";
import { describeAnswersContract } from "./answersContract.ts";
import {
  bodyOf,
  ContractDraft,
  contractTitle,
  never,
  spoiled,
  strangePut,
  valueOf,
} from "./contractDraft.ts";
import { plainCall } from "./plainCalls.ts";
import type { ServiceUnderTest } from "./serviceUnderTest.ts";
import { describeSignInContract } from "./signInContract.ts";

/** No service has come this far. */
const unknownCaseId = 2_000_000_000;

/** The tests for one service. They leave one draft behind, which is named at the end: there is no call that deletes it. */
export function describeServiceContract(
  name: string,
  open: () => Promise<ServiceUnderTest>,
): void {
  describe(`the contract, by ${name}`, () => {
    let service: ServiceUnderTest;
    let draft: ContractDraft;

    beforeAll(async () => {
      service = await open();
      draft = await ContractDraft.make(service);
    });
    afterAll(async () => {
      const url = service.client().caseUrl(draft.study.remoteCaseId);
      process.stdout.write(`Left behind: "${contractTitle}" ${url}\n`);
      await service.end();
    });

    describe("calls (section 1)", () => {
      const get = async (headers: Readonly<Record<string, string>>) => {
        const answer = await service.http.send(
          {
            method: "GET",
            url: `${service.origin}/api/v1/users/current`,
            headers,
            stallTimeoutMs: 30_000,
          },
          never,
        );
        return answer.ok ? answer.value.status : answer.failure.kind;
      };

      it("refuses a token that it did not give out", async () => {
        expect(
          await get({
            authorization: "Bearer casedrop-contract-nonsense",
            accept: "application/json",
          }),
        ).toBe(401);
      });

      it("refuses to speak anything but JSON", async () => {
        const { accessToken } = await service.pair();
        expect(
          await get({
            authorization: `Bearer ${accessToken}`,
            accept: "text/html",
          }),
        ).toBe(406);
      });
    });

    describe("the user and the case (sections 3, 4, 5, 8)", () => {
      it("names the user and counts the drafts", async () => {
        const user = valueOf(await service.client().currentUser(never));
        expect(user.login).not.toBe("");
        expect(user.quota?.used).toBeGreaterThanOrEqual(1);
      });

      it("lists the new case as a draft", async () => {
        const cases = valueOf(
          await listAllCases((cursor) =>
            service.client().listCases(cursor, never),
          ),
        );
        expect(
          cases.find(
            ({ remoteCaseId }) => remoteCaseId === draft.study.remoteCaseId,
          ),
        ).toMatchObject({ title: contractTitle, isDraft: true });
      });

      it("names the next page in a header, and ends", async () => {
        const page = async (cursor: string) => {
          const { json, headers } = await plainCall(service, [
            "GET",
            `/api/v1/cases?per_page=1${cursor}`,
          ]);
          return {
            cases: json as { readonly id: number }[],
            next: headers["x-next-cursor"] ?? "",
          };
        };
        const first = await page("");
        expect(first.cases).toHaveLength(1);
        expect(first.next).not.toBe("");
        const second = await page(`&cursor=${encodeURIComponent(first.next)}`);
        expect(second.cases.map(({ id }) => id)).not.toContain(
          first.cases[0]?.id,
        );
      });
    });

    describe("files (sections 6.1, 6.2)", () => {
      it("presigns in the order of the hashes and knows what it holds", async () => {
        const second = draft.slice(32);
        const files = [draft.slice(31), second, draft.slice(33)];
        const before = await draft.presigned(files);
        expect(before.map(({ url }) => url === null)).toEqual([
          false,
          false,
          false,
        ]);
        await draft.stored([second]);
        const after = await draft.presigned(files);
        expect(after.map(({ url }) => url === null)).toEqual([
          false,
          true,
          false,
        ]);
        expect(after[1]?.uploadId).toBe(before[1]?.uploadId);
      });

      it("takes a file of known length without a token", async () => {
        const { file, url } = await draft.newFile(34);
        expect(await strangePut(url, file, {})).toBe(200);
      });

      it("refuses a file that comes with a token", async () => {
        const { file, url } = await draft.newFile(35);
        const status = await strangePut(url, file, {
          authorization: "Bearer none",
        });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      });

      it("refuses a file without its length", async () => {
        const { file, url } = await draft.newFile(36);
        expect([400, 411, 501]).toContain(
          await strangePut(url, file, { "transfer-encoding": "chunked" }),
        );
      });

      it("refuses other bytes than were announced", async () => {
        const { file, url } = await draft.newFile(37);
        const other = Uint8Array.from(file, (byte) => byte ^ 1);
        const answer = await draft.put(url, other);
        expect(answer.ok).toBe(false);
        expect((await draft.presigned([file]))[0]?.url).not.toBeNull();
      });

      it("answers 403 to an address that is not valid", async () => {
        const { file, url } = await draft.newFile(38);
        const answer = await draft.put(spoiled(url), file);
        expect(answer).toMatchObject({
          ok: false,
          failure: {
            kind: expect.stringMatching(
              /^presignedUrl(?:Refused|Expired)$/,
            ) as unknown,
          },
        });
      });
    });

    describe("stacks (sections 6.3, 6.4)", () => {
      it("takes a list of uploads, counts the key image from zero, and tells of the job", async () => {
        const uploadIds = await draft.stored([
          draft.slice(1),
          draft.slice(2),
          draft.slice(3),
        ]);
        const jobId = valueOf(
          await draft.attach(uploadIds, service.client(), 2),
        );
        expect(jobId).not.toBeNull();
        const status = valueOf(
          await service.client().jobStatus(draft.study, jobId ?? "", never),
        );
        expect(["waiting", "processing", "processed"]).toContain(status.kind);
      });

      it("fails on an object in place of the list", async () => {
        const uploadIds = await draft.stored([draft.slice(4)]);
        const answer = await draft.attach(
          uploadIds,
          service.client({ uploadedDataShape: "object" }),
        );
        expect(answer).toMatchObject({
          failure: { failure: { kind: "serverError", status: 500 } },
        });
      });

      it("refuses a file that its policy would change, and names the attribute", async () => {
        const uploadIds = await draft.stored([
          draft.slice(5, { StudyDescription: contractTitle }),
        ]);
        const answer = await draft.attach(uploadIds);
        expect(answer).toMatchObject({
          failure: {
            failure: { kind: "notAnonymized", tags: ["00081030"] },
          },
        });
      });

      it("answers 401 with nothing in it for a case it does not know", async () => {
        expect(
          await service
            .client()
            .jobStatus(
              { ...draft.study, remoteCaseId: unknownCaseId },
              "1",
              never,
            ),
        ).toEqual({
          ok: false,
          failure: { kind: "refused", status: 401, detail: "" },
        });
        expect((await service.client().currentUser(never)).ok).toBe(true);
      });
    });

    describe("pictures and the end (sections 7, 8)", () => {
      it("takes a picture", async () => {
        const picture = pngPicture();
        valueOf(
          await service.client().sendPictures(
            draft.study,
            {
              contentType: "image/png",
              filename: "frame_0000.png",
              body: bodyOf(picture),
            },
            never,
          ),
        );
      });

      it("marks a case as finished, twice too, and takes images afterwards", async () => {
        const client = service.client();
        const { remoteCaseId } = draft.study;
        valueOf(await client.markUploadFinished(remoteCaseId, never));
        valueOf(await client.markUploadFinished(remoteCaseId, never));
        const uploadIds = await draft.stored([draft.slice(6)]);
        valueOf(await draft.attach(uploadIds));
      });
    });

    describe("a full quota (sections 3, 9)", () => {
      /** Drafts beside the one of this run are the user's own: a service without a way to fill its quota is not filled up. */
      const filled = () => service.withFullQuota;
      const notFilled = "a service by URL offers no way to fill the quota";

      it("refuses a new case, and the quota then read tells why", async ({
        skip,
      }) => {
        const fill = filled();
        if (fill === null) return skip(notFilled);
        const client = service.client();
        const [made, user] = await fill(async () => [
          await client.createCase(
            { title: contractTitle, systemId: 24, suitableForQuiz: false },
            never,
          ),
          valueOf(await client.currentUser(never)),
        ]);
        expect(made.ok).toBe(false);
        const { used = 0, allowed = null } = user.quota ?? {};
        expect(allowed).not.toBeNull();
        expect(used).toBeGreaterThanOrEqual(allowed ?? Infinity);
      });

      it("still takes images for a draft that exists", async ({ skip }) => {
        const fill = filled();
        if (fill === null) return skip(notFilled);
        const attached = await fill(async () =>
          draft.attach(await draft.stored([draft.slice(41)])),
        );
        expect(attached.ok).toBe(true);
      });
    });

    describeAnswersContract(
      () => service,
      () => draft,
    );

    describeSignInContract(() => service);

    describe("tokens (section 2)", () => {
      const notRefreshed =
        "the credentials name no application, or no refresh token";

      it("refuses a wrong secret of the application", async ({ skip }) => {
        const { refreshToken } = await service.pair();
        const { application } = service;
        if (refreshToken === null || application === null)
          return skip(notRefreshed);
        const answer = await service.refresh(refreshToken, {
          ...application,
          clientSecret: "wrong",
        });
        expect(answer).toMatchObject({
          failure: { kind: "signInFailed", reason: "badClient" },
        });
      });

      // Last: what it does to the pair cannot be undone.
      it("gives a new pair once for each refresh token", async ({ skip }) => {
        const before = await service.pair();
        if (before.refreshToken === null || service.application === null)
          return skip(notRefreshed);
        valueOf(
          await service.tokens.replaceRejected(before.accessToken, never),
        );
        const after = await service.pair();
        expect(after.refreshToken).not.toBe(before.refreshToken);
        expect(after.accessToken).not.toBe(before.accessToken);
        expect((await service.client().currentUser(never)).ok).toBe(true);
        // A day, of which five minutes are left to refresh in.
        const livesMs = (after.expiresAtMs ?? Infinity) - Date.now();
        expect(livesMs).toBeGreaterThan(300_000);
        expect(livesMs).toBeLessThanOrEqual(86_400_000);
        const withOldToken = await plainCall(
          service,
          ["GET", "/api/v1/users/current"],
          { token: before.accessToken },
        );
        expect(withOldToken.status).toBe(401);
        expect(
          await service.refresh(before.refreshToken, service.application),
        ).toEqual({
          ok: false,
          failure: { kind: "signInNeeded", reason: "revoked" },
        });
      });
    });
  });
}
