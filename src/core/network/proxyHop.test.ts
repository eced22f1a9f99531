// Addresses of proxies as people type them, and what PAC scripts answer.
import { describe, expect, it } from "vitest";
import { parsePacResult, parseProxyAddress, proxyName } from "./proxyHop.ts";

describe("parseProxyAddress", () => {
  it.each([
    ["proxy.example:8080", "http", "proxy.example", 8080],
    ["proxy.example", "http", "proxy.example", 80],
    ["http://proxy.example:80/", "http", "proxy.example", 80],
    ["https://proxy.example", "https", "proxy.example", 443],
    ["https://proxy.example:80", "https", "proxy.example", 80],
    ["HTTP://Proxy.Example:3128", "http", "proxy.example", 3128],
    ["socks5://proxy.example", "socks5", "proxy.example", 1080],
    ["socks5h://proxy.example:9050", "socks5", "proxy.example", 9050],
    ["[fd00::1]:3128", "http", "fd00::1", 3128],
    ["http://[::1]:3128", "http", "::1", 3128],
    [" 192.168.0.1:8080 ", "http", "192.168.0.1", 8080],
  ] as const)("reads %s", (text, kind, host, port) => {
    expect(parseProxyAddress(text)).toEqual({
      ok: true,
      value: { hop: { kind, host, port }, credentials: null },
    });
  });

  it("takes name and password out of the address", () => {
    expect(parseProxyAddress("http://DOM%5Cuser:p%40ss@proxy:8080")).toEqual({
      ok: true,
      value: {
        hop: { kind: "http", host: "proxy", port: 8080 },
        credentials: { username: "DOM\\user", password: "p@ss" },
      },
    });
  });

  it.each([
    ["", "notAnAddress"],
    ["a b", "notAnAddress"],
    ["proxy:99999", "notAnAddress"],
    ["proxy:0", "notAnAddress"],
    ["http://u%:p@proxy", "notAnAddress"],
    ["http://proxy:8080/proxy.pac", "hasPath"],
    ["socks4://proxy:1080", "unsupportedScheme"],
    ["ftp://proxy:21", "unsupportedScheme"],
  ] as const)("refuses %j", (text, problem) => {
    expect(parseProxyAddress(text)).toEqual({ ok: false, failure: problem });
  });
});

describe("parsePacResult", () => {
  it("keeps the order, and every kind of way", () => {
    expect(
      parsePacResult(
        "PROXY a.example:80; HTTPS b.example ;SOCKS5 [fd00::1]:1081; SOCKS c:1080;DIRECT",
      ),
    ).toEqual([
      { kind: "http", host: "a.example", port: 80 },
      { kind: "https", host: "b.example", port: 443 },
      { kind: "socks5", host: "fd00::1", port: 1081 },
      { kind: "socks4", host: "c", port: 1080 },
      { kind: "direct" },
    ]);
  });

  it.each(["", ";", "NONSENSE x:1", "PROXY"])("takes %j as direct", (text) => {
    expect(parsePacResult(text)).toEqual([{ kind: "direct" }]);
  });
});

describe("proxyName", () => {
  it("puts IPv6 addresses into brackets", () => {
    expect(proxyName({ host: "fd00::1", port: 3128 })).toBe("[fd00::1]:3128");
    expect(proxyName({ host: "proxy", port: 80 })).toBe("proxy:80");
  });
});
