// What thrown errors of sockets, TLS and undici become.
import { describe, expect, it } from "vitest";
import { errorCode, NetworkError, networkFailure } from "./networkFailure.ts";

function coded(code: string): Error {
  return Object.assign(new Error("connect https://secret.example"), { code });
}

describe("networkFailure", () => {
  it.each([
    ["ENOTFOUND", { kind: "unreachable", code: "ENOTFOUND" }],
    ["ECONNRESET", { kind: "unreachable", code: "ECONNRESET" }],
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      { kind: "tlsRejected", code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      { kind: "tlsRejected", code: "ERR_TLS_CERT_ALTNAME_INVALID" },
    ],
  ] as const)("%s before anything was sent", (code, expected) => {
    expect(networkFailure(coded(code), false)).toEqual(expected);
  });

  it("never says that nothing was sent once the exchange had begun", () => {
    expect(networkFailure(coded("EHOSTUNREACH"), true)).toEqual({
      kind: "connectionLost",
      code: "EHOSTUNREACH",
    });
  });
});

describe("NetworkError", () => {
  it("brings its failure through, unless the exchange had begun", () => {
    const error = new NetworkError({
      kind: "proxyRefused",
      proxy: "proxy:8080",
      status: 403,
    });
    expect(networkFailure(error, false)).toBe(error.failure);
    expect(networkFailure(error, true).kind).toBe("connectionLost");
  });
});

describe("errorCode", () => {
  it("looks into causes and into the first of several addresses tried", () => {
    expect(
      errorCode(new TypeError("failed", { cause: coded("ECONNRESET") })),
    ).toBe("ECONNRESET");
    expect(errorCode(new AggregateError([coded("ECONNREFUSED")]))).toBe(
      "ECONNREFUSED",
    );
  });

  it("falls back to the name, never to the message", () => {
    expect(errorCode(new TypeError("https://secret.example"))).toBe(
      "TypeError",
    );
    expect(errorCode("text")).toBe("UNKNOWN");
  });
});
