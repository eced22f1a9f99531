// What each failure means, call by call.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { classifyFailure } from "./classifyFailure.ts";

const lost: Failure = { kind: "connectionLost", code: "ECONNRESET" };
const silent: Failure = { kind: "stalled", afterMs: 1 };
const cancelled: Failure = { kind: "cancelled" };

function serverError(status: number, retryAfterMs: number | null): Failure {
  return { kind: "serverError", status, retryAfterMs, detail: "" };
}

it("has a file read again whose reading thread died, and no other that cannot be read", () => {
  const verdict = (code: string) =>
    classifyFailure({ kind: "unreadable", code }, { kind: "storagePut" }).kind;
  expect(verdict("THREAD_LOST")).toBe("transient");
  expect(verdict("EIO")).toBe("permanent");
});

it.each([
  ["ECONNREFUSED", "transient"],
  ["ETIMEDOUT", "transient"],
  ["ERR_PROXY_CONNECTION_FAILED", "transient"],
  ["SOCKS4_UNSUPPORTED", "permanent"],
  ["NOT_SOCKS5", "permanent"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "permanent"],
  ["ERR_PROXY_CERTIFICATE_INVALID", "permanent"],
  ["EPROTO", "permanent"],
] as const)("takes %s of a proxy for %s", (code, kind) => {
  expect(
    classifyFailure(
      { kind: "proxyUnreachable", proxy: "proxy:3128", code },
      { kind: "nonIdempotent", wasSent: true },
    ).kind,
  ).toBe(kind);
});

describe("a call that may be repeated", () => {
  it.each([
    [lost, "transient"],
    [silent, "transient"],
    [{ kind: "unreachable", code: "ENOTFOUND" }, "transient"],
    [serverError(500, null), "transient"],
    [serverError(503, 1000), "transient"],
    [{ kind: "rateLimited", status: 429, retryAfterMs: null }, "rateLimited"],
    [{ kind: "tlsRejected", code: "CERT_HAS_EXPIRED" }, "permanent"],
    [{ kind: "tlsRejected", code: "ECONNRESET" }, "transient"],
    [{ kind: "refused", status: 404, detail: "" }, "permanent"],
    [{ kind: "unexpectedAnswer", call: "presign", problem: "" }, "permanent"],
    [{ kind: "clockSkew", skewMs: 1 }, "permanent"],
    [{ kind: "signInNeeded", reason: "revoked" }, "needsSignIn"],
    [{ kind: "diskFull" }, "permanent"],
    [cancelled, "cancelled"],
  ] as const)("%o", (failure, kind) => {
    expect(classifyFailure(failure, { kind: "repeatable" }).kind).toBe(kind);
  });

  it("passes on how long the service asked to wait", () => {
    expect(
      classifyFailure(serverError(503, 7000), { kind: "repeatable" }),
    ).toEqual({ kind: "transient", retryAfterMs: 7000 });
  });
});

describe("a PUT to the storage", () => {
  it.each([
    { kind: "presignedUrlExpired" },
    { kind: "presignedUrlRefused", storageCode: null },
    { kind: "clockSkew", skewMs: 900_000 },
  ] as const)("asks for a fresh URL after %o", (failure) => {
    expect(classifyFailure(failure, { kind: "storagePut" }).kind).toBe(
      "expiredUrl",
    );
  });
});

describe("a call that must not be repeated", () => {
  it.each([
    [lost, "inDoubt"],
    [silent, "inDoubt"],
    [cancelled, "inDoubt"],
    [serverError(500, null), "inDoubt"],
    [serverError(502, 1000), "inDoubt"],
    [serverError(503, null), "inDoubt"],
    [serverError(503, 1000), "transient"],
    [serverError(408, null), "inDoubt"],
    [{ kind: "unexpectedAnswer", call: "createCase", problem: "" }, "inDoubt"],
    [{ kind: "unreachable", code: "ECONNREFUSED" }, "transient"],
    [{ kind: "rateLimited", status: 429, retryAfterMs: null }, "rateLimited"],
    [{ kind: "refused", status: 422, detail: "" }, "permanent"],
    [{ kind: "notAnonymized", tags: [], detail: "" }, "permanent"],
    [{ kind: "signInNeeded", reason: "revoked" }, "needsSignIn"],
  ] as const)("once sent, %o", (failure, kind) => {
    expect(
      classifyFailure(failure, { kind: "nonIdempotent", wasSent: true }).kind,
    ).toBe(kind);
  });

  it.each([
    [lost, "transient"],
    [serverError(500, null), "transient"],
    [cancelled, "cancelled"],
  ] as const)("before it was sent, %o", (failure, kind) => {
    expect(
      classifyFailure(failure, { kind: "nonIdempotent", wasSent: false }).kind,
    ).toBe(kind);
  });
});
