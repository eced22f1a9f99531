// The contract's calls on the wire: what is sent, and what is made of every kind of answer.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import {
  ScriptedHttp,
  type ScriptedReply,
} from "../../testing/scriptedHttp.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import type { PresignedUrl } from "../model/brands.ts";
import type { TokenSource } from "../ports/tokenSource.ts";
import { createRadiopaediaClient } from "./client.ts";
import {
  defaultServiceSettings,
  type ServiceSettings,
} from "./serviceSettings.ts";

const never = new AbortController().signal;
const nowMs = Date.UTC(2026, 0, 1, 12);

class FakeTokens implements TokenSource {
  replaced: string[] = [];
  renewal: Result<string, Failure> = success("token-2");

  accessToken(): Promise<Result<string, Failure>> {
    return Promise.resolve(success("token-1"));
  }

  replaceRejected(rejected: string): Promise<Result<string, Failure>> {
    this.replaced.push(rejected);
    return Promise.resolve(this.renewal);
  }
}

function setUp(
  replies: readonly ScriptedReply[],
  settings: Partial<ServiceSettings> = {},
) {
  const http = new ScriptedHttp(...replies);
  const tokens = new FakeTokens();
  const client = createRadiopaediaClient({
    http,
    tokens,
    clock: new ManualClock(nowMs),
    settings: {
      ...defaultServiceSettings("https://radiopaedia.org", "Casedrop/test"),
      ...settings,
    },
  });
  const json = (index: number): unknown => {
    const body = http.requests[index]?.body;
    return typeof body === "string" ? JSON.parse(body) : body;
  };
  return { http, tokens, client, json };
}

const payload = {
  title: "Appendicitis",
  systemId: 6,
  suitableForQuiz: false,
} as const;

describe("every call", () => {
  it("carries the token, asks for JSON and names the app", async () => {
    const { http, client } = setUp([{ status: 200, body: { id: 1 } }]);
    await client.createCase(payload, never);
    expect(http.requests[0]).toMatchObject({
      method: "POST",
      url: "https://radiopaedia.org/api/v1/cases",
      headers: {
        authorization: "Bearer token-1",
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "Casedrop/test",
      },
    });
  });

  it("renews the token after 401 and sends once more", async () => {
    const { http, tokens, client } = setUp([
      { status: 401, body: "" },
      { status: 200, body: { id: 8731 } },
    ]);
    expect(await client.createCase(payload, never)).toEqual(success(8731));
    expect(tokens.replaced).toEqual(["token-1"]);
    expect(http.requests[1]?.headers["authorization"]).toBe("Bearer token-2");
  });

  it("asks for sign-in after a second 401, or says that the clock is wrong", async () => {
    const refused = { status: 401, body: "" };
    const plain = setUp([refused, refused]);
    expect(await plain.client.currentUser(never)).toEqual(
      failed({ kind: "signInNeeded", reason: "revoked" }),
    );
    const skewed = setUp([
      refused,
      { ...refused, headers: { date: "Thu, 01 Jan 2026 11:00:00 GMT" } },
    ]);
    expect(await skewed.client.currentUser(never)).toEqual(
      failed({ kind: "clockSkew", skewMs: 3_600_000 }),
    );
  });

  it("tells that nothing was sent when the token could not be renewed", async () => {
    const { tokens, client } = setUp([{ status: 401, body: "" }]);
    tokens.renewal = failed({ kind: "connectionLost", code: "ECONNRESET" });
    expect(await client.createCase(payload, never)).toEqual(
      failed({
        failure: { kind: "connectionLost", code: "ECONNRESET" },
        wasSent: false,
      }),
    );
  });

  it("sends nothing once aborted", async () => {
    const { http, client } = setUp([]);
    const result = await client.createCase(payload, AbortSignal.abort());
    expect(result).toEqual(
      failed({ failure: { kind: "cancelled" }, wasSent: false }),
    );
    expect(http.requests).toHaveLength(0);
  });
});

describe("refusals", () => {
  async function failureOf(reply: ScriptedReply): Promise<Failure> {
    const result = await setUp([reply]).client.currentUser(never);
    if (result.ok) throw new Error("No failure");
    return result.failure;
  }

  it.each([
    ["seconds", { "retry-after": "7" }, 7_000],
    [
      "a date, relative to the answer's own",
      {
        "retry-after": "Thu, 01 Jan 2026 08:00:30 GMT",
        date: "Thu, 01 Jan 2026 08:00:00 GMT",
      },
      30_000,
    ],
    ["a date gone by", { "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
    ["nothing", {}, null],
    ["nonsense", { "retry-after": "soon" }, null],
    ["a negative number", { "retry-after": "-5" }, null],
  ])("429 with Retry-After as %s", async (_name, headers, retryAfterMs) => {
    expect(await failureOf({ status: 429, body: "", headers })).toEqual({
      kind: "rateLimited",
      status: 429,
      retryAfterMs,
    });
  });

  it.each([
    [{ error_description: "Words", error: "code" }, "Words"],
    [{ error: "Words" }, "Words"],
    [{ message: "Words" }, "Words"],
    [{ errors: { title: ["is missing"] } }, '{"title":["is missing"]}'],
    ["<html><body><h1>Bad</h1> gateway</body></html>", "Bad gateway"],
    ["see https://storage.example/x?X-Amz-Signature=abc now", "see … now"],
    [`token ${"a".repeat(40)} is bad`, "token … is bad"],
    ["Bearer abc is bad", "… is bad"],
  ])("400 with %o", async (body, detail) => {
    expect(await failureOf({ status: 400, body })).toEqual({
      kind: "refused",
      status: 400,
      detail,
    });
  });

  it("a call that must not be repeated is not refused by a page from somewhere on the way", async () => {
    const { client } = setUp([{ status: 404, body: "<html>Gone</html>" }]);
    expect(await client.createCase(payload, never)).toEqual(
      failed({
        failure: {
          kind: "serverError",
          status: 404,
          retryAfterMs: null,
          detail: "Gone",
        },
        wasSent: true,
      }),
    );
  });

  it("a call that must not be repeated is not sent again after a 401 that is not the service's own", async () => {
    const { http, client } = setUp([{ status: 401, body: "<html>Sign in" }]);
    await client.createCase(payload, never);
    expect(http.requests).toHaveLength(1);
  });

  it("cuts long words", async () => {
    const failure = await failureOf({ status: 400, body: "ab ".repeat(500) });
    expect(failure.kind === "refused" && failure.detail.length).toBe(300);
  });

  it("reads the tags of a file that was not anonymised", async () => {
    expect(
      await failureOf({
        status: 422,
        body: {
          error:
            "DICOM not anonymized: Key 00080018 not anonymized, Key 0010,0010 not anonymized, Key 00080018 not anonymized",
        },
      }),
    ).toMatchObject({
      kind: "notAnonymized",
      tags: ["00080018", "00100010"],
    });
  });

  it("reads which uploads were refused, wherever the answer names them", async () => {
    const filler = "Key 00100010 not anonymized, ".repeat(40);
    const failure = await failureOf({
      status: 422,
      body: {
        error: `DICOM not anonymized. Upload 12: ${filler}; Upload 1240: Key 00080018 not anonymized`,
      },
    });
    expect(failure).toMatchObject({ uploadIds: [12, 1240] });
  });

  it("a 5xx is the server's own trouble", async () => {
    expect(await failureOf({ status: 503, body: "Maintenance" })).toEqual({
      kind: "serverError",
      status: 503,
      retryAfterMs: null,
      detail: "Maintenance",
    });
  });

  it("a redirect is not followed but refused", async () => {
    expect(await failureOf({ status: 302, body: "" })).toEqual({
      kind: "refused",
      status: 302,
      detail: "",
    });
  });

  it("403 tells of a wrong clock", async () => {
    expect(
      await failureOf({
        status: 403,
        body: "",
        headers: { date: "Thu, 01 Jan 2026 13:00:00 GMT" },
      }),
    ).toEqual({ kind: "clockSkew", skewMs: -3_600_000 });
  });
});

describe("creating a case", () => {
  it("leaves out what is empty", async () => {
    const { client, json } = setUp([{ status: 201, body: { id: "8731" } }]);
    expect(await client.createCase(payload, never)).toEqual(success(8731));
    expect(json(0)).toEqual({
      title: "Appendicitis",
      system_id: 6,
      suitable_for_quiz: false,
    });
  });

  it("sends every field under the contract's name", async () => {
    const { client, json } = setUp([{ status: 200, body: { id: 1 } }]);
    await client.createCase(
      {
        ...payload,
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
      const { client } = setUp([{ status: 200, body }]);
      expect(await client.createCase(payload, never)).toMatchObject({
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
    const { client } = setUp([
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
        answeredAtMs: nowMs,
      }),
    );
  });

  it("may be called username, and come without quotas", async () => {
    const { client } = setUp([{ status: 200, body: { username: "jd" } }]);
    expect(await client.currentUser(never)).toEqual(
      success({ login: "jd", quota: null, answeredAtMs: null }),
    );
  });
});

describe("the list of cases", () => {
  it("comes in pages", async () => {
    const { http, client } = setUp([
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
    const { http, client, json } = setUp([
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

describe("presigning", () => {
  const hashes = ["a", "b"].map((digit) => digit.repeat(64)) as Sha256Hex[];

  it.each([["as documented"], ["as a bare array"]])(
    "maps uploads to hashes by order (%s)",
    async (form) => {
      const uploads = [
        { id: 1234, url: "https://s3.example/x?sig=1" },
        { id: 1236, status: "already_uploaded" },
      ];
      const { http, client, json } = setUp([
        {
          status: 200,
          body: form === "as documented" ? { uploads } : uploads,
        },
      ]);
      const result = await client.presign(hashes, never);
      expect(result.ok && [...result.value]).toEqual([
        [hashes[0], { uploadId: 1234, url: "https://s3.example/x?sig=1" }],
        [hashes[1], { uploadId: 1236, url: null }],
      ]);
      expect(http.requests[0]?.url).toBe(
        "https://radiopaedia.org/direct_s3_uploads",
      );
      expect(json(0)).toEqual({ sha256: hashes });
    },
  );

  it.each([
    ["too few", [{ id: 1, url: "https://s3.example/x" }]],
    [
      "the same id twice",
      [
        { id: 1, url: "https://s3.example/x" },
        { id: 1, url: "https://s3.example/y" },
      ],
    ],
    [
      "plain http",
      [
        { id: 1, url: "https://s3.example/x" },
        { id: 2, url: "http://s3.example/y" },
      ],
    ],
    ["neither url nor status", [{ id: 1 }, { id: 2 }]],
  ])("refuses %s, and repeats no address", async (_name, uploads) => {
    const { client } = setUp([{ status: 200, body: { uploads } }]);
    const result = await client.presign(hashes, never);
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: "unexpectedAnswer", call: "presign" },
    });
    expect(JSON.stringify(result)).not.toContain("s3.example");
  });
});

describe("a PUT to the storage", () => {
  const object = {
    url: "https://s3.example/x?sig=1" as PresignedUrl,
    body: {
      sizeBytes: 1,
      stream: () => {
        throw new Error("Not read by the script");
      },
    },
  };

  it("carries no token", async () => {
    const { http, client } = setUp([{ status: 200, body: "" }]);
    expect(await client.putObject(object, never)).toEqual(
      success({ md5Hex: null }),
    );
    expect(http.requests[0]?.headers).toEqual({
      "content-type": "application/dicom",
      "user-agent": "Casedrop/test",
    });
  });

  it.each([
    [{ status: 403, body: "<Code>AccessDenied</Code>" }, "presignedUrlExpired"],
    [
      {
        status: 403,
        body: "",
        headers: { date: "Thu, 01 Jan 2026 13:00:00 GMT" },
      },
      "clockSkew",
    ],
    [{ status: 503, body: "<Code>SlowDown</Code>" }, "serverError"],
    [{ status: 400, body: "<Code>RequestTimeout</Code>" }, "serverError"],
    [{ status: 400, body: "<Code>BadDigest</Code>" }, "refused"],
  ] as const)("refused with %o", async (reply, kind) => {
    const { client } = setUp([reply]);
    expect(await client.putObject(object, never)).toMatchObject({
      failure: { kind },
    });
  });
});

describe("attaching a stack", () => {
  const study = { remoteCaseId: 1, remoteStudyId: 2 };
  const stack = {
    uploadIds: [1234, 1235],
    rootIndex: 1,
    perspective: "Axial",
    specifics: "",
  };

  it("sends ids as an array in display order, and only what is set", async () => {
    const { http, client, json } = setUp([
      { status: 202, body: { job_id: 77 } },
    ]);
    expect(await client.attachStack(study, stack, never)).toEqual(
      success("77"),
    );
    expect(http.requests[0]?.url).toBe(
      "https://radiopaedia.org/image_preparation/1/studies/2/series",
    );
    expect(json(0)).toEqual({
      image_format: "application/dicom",
      series: { root_index: 1, perspective: "Axial" },
      stack_upload: { uploaded_data: [1234, 1235] },
    });
  });

  it.each(["", { id: 5 }, { job_id: null }])(
    "needs no job id: %o",
    async (body) => {
      const { client } = setUp([{ status: 200, body }]);
      expect(await client.attachStack(study, stack, never)).toEqual(
        success(null),
      );
    },
  );

  it("follows the settings where the contract is in doubt", async () => {
    const { client, json } = setUp([{ status: 202, body: "" }], {
      uploadedDataShape: "object",
      rootIndexBase: 1,
      sendsPerspectiveAndSpecifics: false,
    });
    await client.attachStack(study, stack, never);
    expect(json(0)).toEqual({
      image_format: "application/dicom",
      series: { root_index: 2 },
      stack_upload: { uploaded_data: { 0: 1234, 1: 1235 } },
    });
  });
});

describe("the state of a job", () => {
  const study = { remoteCaseId: 1, remoteStudyId: 2 };

  it.each([
    [{ status: 202, body: "" }, { kind: "waiting" }],
    [
      {
        status: 200,
        body: { series: { seriesId: 1, status: "pending-trim" } },
      },
      { kind: "processing", siteStatus: "pending-trim" },
    ],
    [
      {
        status: 200,
        body: { series: { seriesId: 1, status: "completed-dicom-processing" } },
      },
      { kind: "processed" },
    ],
    [
      { status: 200, body: { series: { seriesId: 1, status: "ready" } } },
      { kind: "processed" },
    ],
    [{ status: 200, body: {} }, { kind: "failed" }],
    [{ status: 200, body: { series: null } }, { kind: "failed" }],
  ] as const)("%o", async (reply, status) => {
    const { client } = setUp([reply]);
    expect(await client.jobStatus(study, "j/1", never)).toEqual(
      success(status),
    );
  });

  it("of an unknown case signs nobody out", async () => {
    const { http, tokens, client } = setUp([{ status: 401, body: "" }]);
    expect(await client.jobStatus(study, "j/1", never)).toEqual(
      failed({ kind: "refused", status: 401, detail: "" }),
    );
    expect(tokens.replaced).toEqual([]);
    expect(http.requests[0]?.url).toBe(
      "https://radiopaedia.org/image_preparation/1/studies/2/upload/j%2F1",
    );
  });
});
