// Challenges of proxies as they come.
import { describe, expect, it } from "vitest";
import { basicAuthorization, challengedSchemes } from "./proxyChallenge.ts";

describe("challengedSchemes", () => {
  it.each([
    [['Basic realm="Squid, Negotiate"'], ["basic"]],
    [
      ["Negotiate", "NTLM", 'Basic realm="x"'],
      ["negotiate", "ntlm", "basic"],
    ],
    [['Basic realm="x", NTLM, Negotiate'], ["negotiate", "ntlm", "basic"]],
    [['Digest realm="a", qop="auth", nonce="b", stale=false'], ["digest"]],
    [["NTLM TlRMTVNTUAACAAAA"], ["ntlm"]],
    [["Bearer"], []],
    [[], []],
  ])("%j asks for %j", (headers, schemes) => {
    expect(challengedSchemes(headers)).toEqual(schemes);
  });
});

describe("basicAuthorization", () => {
  it("is the example of RFC 7617, and UTF-8", () => {
    expect(
      basicAuthorization({ username: "Aladdin", password: "open sesame" }),
    ).toBe("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    expect(basicAuthorization({ username: "test", password: "123£" })).toBe(
      "Basic dGVzdDoxMjPCow==",
    );
  });
});
