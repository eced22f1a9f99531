// Refusals of the service, each told for what it is.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed } from "../../shared/result.ts";
import { leastCase, scriptedClient } from "../../testing/scriptedClient.ts";
import type { ScriptedReply } from "../../testing/scriptedHttp.ts";

const never = new AbortController().signal;

describe("refusals", () => {
  async function failureOf(reply: ScriptedReply): Promise<Failure> {
    const result = await scriptedClient([reply]).client.currentUser(never);
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
    const { client } = scriptedClient([
      { status: 403, body: "<html>Blocked</html>" },
    ]);
    expect(await client.createCase(leastCase, never)).toEqual(
      failed({
        failure: {
          kind: "serverError",
          status: 403,
          retryAfterMs: null,
          detail: "Blocked",
        },
        wasSent: true,
      }),
    );
  });

  it("a second 401 that is not the service's own leaves open whether the call had its effect", async () => {
    const { http, client } = scriptedClient([
      { status: 401, body: "" },
      { status: 401, body: "<html>Sign in" },
    ]);
    expect(await client.createCase(leastCase, never)).toEqual(
      failed({
        failure: {
          kind: "serverError",
          status: 401,
          retryAfterMs: null,
          detail: "Sign in",
        },
        wasSent: true,
      }),
    );
    expect(http.requests).toHaveLength(2);
  });

  it("a call that must not be repeated is not sent again after a 401 that is not the service's own", async () => {
    const { http, client } = scriptedClient([
      { status: 401, body: "<html>Sign in" },
    ]);
    await client.createCase(leastCase, never);
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
