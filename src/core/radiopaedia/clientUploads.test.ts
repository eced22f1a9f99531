// Images on the wire: presigned addresses, PUTs, stacks attached and the jobs behind them.
import { describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { scriptedClient } from "../../testing/scriptedClient.ts";
import type { PresignedUrl } from "../model/brands.ts";

const never = new AbortController().signal;

describe("presigning", () => {
  const hashes = ["a", "b"].map((digit) => digit.repeat(64)) as Sha256Hex[];

  it.each([["as documented"], ["as a bare array"]])(
    "maps uploads to hashes by order (%s)",
    async (form) => {
      const uploads = [
        { id: 1234, url: "https://s3.example/x?sig=1" },
        { id: 1236, status: "already_uploaded" },
      ];
      const { http, client, json } = scriptedClient([
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
    const { client } = scriptedClient([{ status: 200, body: { uploads } }]);
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

  it.each([
    ["a page of a filter", { "content-type": "text/html" }, "<html>No</html>"],
    ["an empty answer of anybody", {}, ""],
    [
      "a page under the name of the storage",
      { etag: '"1"' },
      "<!DOCTYPE html>",
    ],
  ])("is not stored by %s", async (_name, headers, body) => {
    const { client } = scriptedClient([{ status: 200, body, headers }]);
    expect(await client.putObject(object, never)).toEqual({
      ok: false,
      failure: { kind: "strangerAnswered", status: 200, host: null },
    });
  });

  it("is stored by any success if the user chose so, but never by a page", async () => {
    const storageProof = "anySuccess";
    const bare = scriptedClient([{ status: 200, body: "" }], { storageProof });
    expect(await bare.client.putObject(object, never)).toMatchObject({
      ok: true,
    });
    for (const page of [
      { status: 200, body: "", headers: { "content-type": "text/html" } },
      { status: 200, body: "<html>No</html>" },
      { status: 302, body: "", headers: { location: "https://filter.test" } },
    ]) {
      const { client } = scriptedClient([page], { storageProof });
      expect(await client.putObject(object, never)).toMatchObject({
        failure: { kind: "strangerAnswered" },
      });
    }
  });

  it("carries no token", async () => {
    const headers = { etag: '"not an MD5"' };
    const { http, client } = scriptedClient([
      { status: 200, body: "", headers },
    ]);
    expect(await client.putObject(object, never)).toEqual(
      success({ md5Hex: null }),
    );
    expect(http.requests[0]?.headers).toEqual({
      "content-type": "application/dicom",
      "user-agent": "Casedrop/test",
    });
  });

  it.each([
    [{}, "00112233445566778899aabbccddeeff"],
    [
      { "x-amz-server-side-encryption": "AES256" },
      "00112233445566778899aabbccddeeff",
    ],
    [{ "x-amz-server-side-encryption": "aws:kms" }, null],
    [{ "x-amz-server-side-encryption-customer-algorithm": "AES256" }, null],
  ])(
    "takes an ETag for an MD5 only where it is one: %o",
    async (more, md5Hex) => {
      const etag = '"00112233445566778899AABBCCDDEEFF"';
      const { client } = scriptedClient([
        { status: 200, body: "", headers: { etag, ...more } },
      ]);
      expect(await client.putObject(object, never)).toEqual(
        success({ md5Hex }),
      );
    },
  );

  it.each([
    [{ status: 403, body: "<Code>AccessDenied</Code>" }, "presignedUrlRefused"],
    [{ status: 403, body: "Request has expired" }, "presignedUrlRefused"],
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
    const { client } = scriptedClient([reply]);
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
    const { http, client, json } = scriptedClient([
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
      const { client } = scriptedClient([{ status: 200, body }]);
      expect(await client.attachStack(study, stack, never)).toEqual(
        success(null),
      );
    },
  );

  it("follows the settings where the contract is in doubt", async () => {
    const { client, json } = scriptedClient([{ status: 202, body: "" }], {
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
    const { client } = scriptedClient([reply]);
    expect(await client.jobStatus(study, "j/1", never)).toEqual(
      success(status),
    );
  });

  it("of an unknown case signs nobody out", async () => {
    const { http, tokens, client } = scriptedClient([
      { status: 401, body: "" },
    ]);
    expect(await client.jobStatus(study, "j/1", never)).toEqual(
      failed({ kind: "refused", status: 401, detail: "" }),
    );
    expect(tokens.replaced).toEqual([]);
    expect(http.requests[0]?.url).toBe(
      "https://radiopaedia.org/image_preparation/1/studies/2/upload/j%2F1",
    );
  });
});
