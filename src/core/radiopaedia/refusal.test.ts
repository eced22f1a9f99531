// Which answers prove that a call had no effect, and which only say that someone on the way gave up.
import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../ports/httpClient.ts";
import { provesRefusal, refusal, storageRefusal } from "./refusal.ts";

function answer(
  status: number,
  text: string,
  headers: HttpResponse["headers"] = {},
): HttpResponse {
  return { status, text, headers };
}

const page = "<html><body>Too many requests</body></html>";

describe("an answer proves that nothing happened", () => {
  it.each([
    ["an error as JSON", answer(422, '{"error":"title is missing"}')],
    ["a list of errors as JSON", answer(400, '["title is missing"]')],
    ["429 as JSON", answer(429, '{"error":"Too many requests"}')],
    ["429 with Retry-After", answer(429, page, { "retry-after": "7" })],
    ["503 with Retry-After", answer(503, page, { "retry-after": "7" })],
    ["rejected DICOM", answer(422, "Key 00080018 not anonymized")],
    ["401 with nothing in it", answer(401, "")],
    ["404 with nothing in it", answer(404, "")],
    ["410 with nothing in it", answer(410, "")],
    ["413 as a page", answer(413, "<h1>Request Entity Too Large</h1>")],
    [
      "401 with the challenge for a token",
      answer(401, page, { "www-authenticate": 'Bearer realm="Doorkeeper"' }),
    ],
  ])("%s", (_name, response) => {
    expect(provesRefusal(response)).toBe(true);
  });
});

describe("an answer proves nothing", () => {
  it.each([
    ["429 as a page", answer(429, page)],
    ["403 as a page", answer(403, page)],
    ["401 of a proxy", answer(401, page, { "www-authenticate": "Basic" })],
    ["408, even as JSON", answer(408, "{}")],
    ["500, even as JSON", answer(500, '{"error":"Internal server error"}')],
    ["503 without Retry-After", answer(503, '{"error":"Maintenance"}')],
    ["500 with Retry-After", answer(500, page, { "retry-after": "7" })],
    ["a bare word as JSON", answer(400, '"no"')],
  ])("%s", (_name, response) => {
    expect(provesRefusal(response)).toBe(false);
  });
});

describe("the statuses of the contract (section 9)", () => {
  const nowMs = 0;

  it.each([400, 403, 404, 405, 406, 410, 413, 422])(
    "%i is a refusal with the words of the service, whatever was asked",
    (status) => {
      expect(refusal(answer(status, '{"error":"Words"}'), nowMs)).toEqual({
        kind: "refused",
        status,
        detail: "Words",
      });
    },
  );

  it.each([408, 500, 502, 503, 504])("%i is the server's trouble", (status) => {
    const headers = { "retry-after": "7" };
    expect(refusal(answer(status, "Words", headers), nowMs)).toEqual({
      kind: "serverError",
      status,
      retryAfterMs: 7_000,
      detail: "Words",
    });
  });

  it.each([400, 404, 411, 413, 501])(
    "%i of the storage is no expired address",
    (status) => {
      expect(storageRefusal(answer(status, ""), nowMs)).toMatchObject({
        kind: status === 501 ? "serverError" : "refused",
        status,
      });
    },
  );

  it.each([
    [
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
      { kind: "presignedUrlExpired" },
    ],
    ["<Code>ExpiredToken</Code>", { kind: "presignedUrlExpired" }],
    [
      "<Code>AccessDenied</Code><Message>Access Denied</Message>",
      { kind: "presignedUrlRefused", storageCode: "AccessDenied" },
    ],
    [
      "<Code>SignatureDoesNotMatch</Code>",
      { kind: "presignedUrlRefused", storageCode: "SignatureDoesNotMatch" },
    ],
    [
      "Your session expired",
      { kind: "presignedUrlRefused", storageCode: null },
    ],
    ["", { kind: "presignedUrlRefused", storageCode: null }],
    [
      "<Code>no code, but words</Code>",
      { kind: "presignedUrlRefused", storageCode: null },
    ],
  ])("403 of the storage with %j is what it says", (text, failure) => {
    expect(storageRefusal(answer(403, text), nowMs)).toEqual(failure);
  });
});
