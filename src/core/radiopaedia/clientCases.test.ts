// Cases, studies and the user on the wire: what is sent, and what is read of the answers.
import { describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import {
  clientNowMs,
  leastCase,
  scriptedClient,
} from "../../testing/scriptedClient.ts";
import { testPlan } from "../../testing/uploadPlans.ts";

const never = new AbortController().signal;

describe("creating a case", () => {
  it("leaves out what is empty", async () => {
    const { client, json } = scriptedClient([
      { status: 201, body: { id: "8731" } },
    ]);
    expect(await client.createCase(leastCase, never)).toEqual(success(8731));
    expect(json(0)).toEqual({
      title: "Appendicitis",
      system_id: 6,
      suitable_for_quiz: false,
    });
  });

  it("sends every field under the contract's name", async () => {
    const { client, json } = scriptedClient([{ status: 200, body: { id: 1 } }]);
    await client.createCase(
      {
        ...leastCase,
        diagnosticCertaintyId: 4,
        presentation: "Pain",
        age: "35 years",
        gender: "Female",
        bodyHtml: "<p>Words</p>",
      },
      never,
    );
    expect(json(0)).toEqual({
      title: "Appendicitis",
      system_id: 6,
      diagnostic_certainty_id: 4,
      suitable_for_quiz: false,
      presentation: "Pain",
      age: "35 years",
      gender: "Female",
      body: "<p>Words</p>",
    });
  });

  it.each(["", "not json", { case: 1 }, { id: -1 }, { id: null }])(
    "says that an answer of %o was an answer all the same",
    async (body) => {
      const { client } = scriptedClient([{ status: 200, body }]);
      expect(await client.createCase(leastCase, never)).toMatchObject({
        ok: false,
        failure: {
          failure: { kind: "unexpectedAnswer", call: "createCase" },
          wasSent: true,
        },
      });
    },
  );
});

describe("the current user", () => {
  it("has a quota; null means unlimited", async () => {
    const { client } = scriptedClient([
      {
        status: 200,
        body: {
          login: "johndoe82",
          quotas: { allowed_draft_cases: null, draft_case_count: 3, more: 1 },
        },
        headers: { date: "Thu, 01 Jan 2026 12:00:00 GMT" },
      },
    ]);
    expect(await client.currentUser(never)).toEqual(
      success({
        login: "johndoe82",
        quota: { used: 3, allowed: null },
        answeredAtMs: clientNowMs,
      }),
    );
  });

  it("may be called username, and come without quotas", async () => {
    const { client } = scriptedClient([
      { status: 200, body: { username: "jd" } },
    ]);
    expect(await client.currentUser(never)).toEqual(
      success({ login: "jd", quota: null, answeredAtMs: null }),
    );
  });
});

describe("the list of cases", () => {
  it("comes in pages", async () => {
    const { http, client } = scriptedClient([
      {
        status: 200,
        body: [
          {
            id: 5,
            title: "A",
            status: "draft",
            created_at: "2026-01-01T00:00:00Z",
          },
          { id: 6, title: null, status: "published" },
        ],
        headers: { "x-next-cursor": "a b" },
      },
      { status: 200, body: [] },
    ]);
    expect(await client.listCases(null, never)).toEqual(
      success({
        cases: [
          {
            remoteCaseId: 5,
            title: "A",
            isDraft: true,
            createdAtMs: Date.UTC(2026, 0, 1),
            updatedAtMs: null,
          },
          {
            remoteCaseId: 6,
            title: "",
            isDraft: false,
            createdAtMs: null,
            updatedAtMs: null,
          },
        ],
        nextCursor: "a b",
      }),
    );
    expect(await client.listCases("a b", never)).toEqual(
      success({ cases: [], nextCursor: null }),
    );
    expect(http.requests.map((request) => new URL(request.url).search)).toEqual(
      ["?per_page=100", "?per_page=100&cursor=a+b"],
    );
  });
});

describe("adding a study", () => {
  it("sends position and words, never a date", async () => {
    const { http, client, json } = scriptedClient([
      { status: 201, body: { id: 34152 } },
    ]);
    const [study] = testPlan([[]]).studies;
    expect(
      await client.createStudy(
        8731,
        { ...study!, caption: "Baseline", findingsHtml: "<p>x</p>" },
        never,
      ),
    ).toEqual(success(34152));
    expect(http.requests[0]?.url).toBe(
      "https://radiopaedia.org/api/v1/cases/8731/studies",
    );
    expect(json(0)).toEqual({
      modality: "CT",
      findings: "<p>x</p>",
      position: 2,
      caption: "Baseline",
    });
  });
});
