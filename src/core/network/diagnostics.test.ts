// Diagnostics over a scripted network: what each kind of trouble looks like, hop by hop.
import { describe, expect, it } from "vitest";
import type { NetworkFailure } from "../../shared/failure.ts";
import type { DiagnosticRow } from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import type { HttpRequest, HttpResponse } from "../ports/httpClient.ts";
import { stateOf } from "./diagnosticVerdict.ts";
import { runDiagnostics, type DiagnosticsDeps } from "./diagnostics.ts";
import type { NetworkProbe } from "./networkProbe.ts";
import type { ProxyHop } from "./proxyHop.ts";

const never = new AbortController().signal;
const chain = [
  {
    subject: "radiopaedia.org",
    issuer: "Some CA",
    expiresAtMs: Date.UTC(2027, 0, 1),
  },
];
const proxy = { kind: "http", host: "proxy", port: 8080 } as const;

interface Script {
  readonly ways?: readonly ProxyHop[];
  /** Instead of `ways`, where they differ. */
  readonly waysTo?: (url: URL) => readonly ProxyHop[];
  readonly names?: Result<{ ipv4: number; ipv6: number }, string>;
  readonly proxy?: Result<null, NetworkFailure>;
  readonly open?: NetworkFailure;
  readonly tls?: NetworkFailure;
  readonly answers?: (url: string) => Partial<HttpResponse> | NetworkFailure;
  readonly hasSystemStack?: boolean;
  readonly storage?: string | null;
  readonly isRoutedBySystem?: boolean;
  readonly pac?: string;
}

const requests: HttpRequest[] = [];

async function diagnose(script: Script): Promise<readonly DiagnosticRow[]> {
  requests.length = 0;
  const probe: NetworkProbe = {
    waysTo: (url) =>
      Promise.resolve(
        script.waysTo?.(url) ?? script.ways ?? [{ kind: "direct" }],
      ),
    resolve: () =>
      Promise.resolve(script.names ?? success({ ipv4: 2, ipv6: 1 })),
    reachProxy: () => Promise.resolve(script.proxy ?? success(null)),
    open: () =>
      Promise.resolve(
        script.open === undefined
          ? success({
              through: script.ways === undefined ? null : "proxy:8080",
              secure: () =>
                Promise.resolve(
                  script.tls === undefined
                    ? success({ protocol: "TLSv1.3", chain })
                    : failed(script.tls),
                ),
              close: () => undefined,
            })
          : failed(script.open),
      ),
  };
  const clock = new ManualClock(Date.UTC(2026, 5, 1, 12));
  const deps: DiagnosticsDeps = {
    probe,
    http: {
      gathersBodies: () => false,
      send(request) {
        requests.push(request);
        const answer = script.answers?.(request.url) ?? {};
        return Promise.resolve(
          "kind" in answer
            ? failed(answer)
            : success({
                status: 401,
                headers: { date: "Mon, 01 Jun 2026 12:00:10 GMT" },
                text: "",
                ...answer,
              }),
        );
      },
    },
    hasSystemStack: script.hasSystemStack ?? false,
    clock,
    userAgent: "Casedrop/test",
  };
  return runDiagnostics(
    deps,
    {
      siteUrl: new URL("https://radiopaedia.org/api/v1/users/current"),
      tokenUrl: new URL("https://radiopaedia.org/oauth/token"),
      storageUrl:
        script.storage === null
          ? null
          : new URL(script.storage ?? "https://s3.example"),
      pacUrl: script.pac === undefined ? null : new URL(script.pac),
      isRoutedBySystem: script.isRoutedBySystem ?? false,
    },
    () => undefined,
    never,
  );
}

function states(rows: readonly DiagnosticRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ hop, state }) => [hop, state]));
}

describe("runDiagnostics", () => {
  it("finds everything in order, without a token", async () => {
    const rows = await diagnose({});
    expect(new Set(Object.values(states(rows)))).toEqual(
      new Set(["ok", "skipped"]),
    );
    expect(states(rows)["proxy"]).toBe("skipped");
    for (const { headers, method } of requests) {
      expect(method).toBe("GET");
      expect(Object.keys(headers)).toEqual(["accept", "user-agent"]);
    }
  });

  it("leaves names to the proxy, and tries nothing behind one that is dead", async () => {
    const failure = {
      kind: "proxyUnreachable",
      proxy: "proxy:8080",
      code: "ECONNREFUSED",
    } as const;
    const rows = await diagnose({
      ways: [proxy],
      names: failed("ENOTFOUND"),
      proxy: failed(failure),
      open: failure,
    });
    expect(states(rows)).toMatchObject({
      route: "ok",
      siteName: "skipped",
      proxy: "failed",
      siteConnection: "failed",
      siteTls: "skipped",
      site: "skipped",
      storage: "skipped",
    });
    expect(requests).toEqual([]);
  });

  it("names who signed a certificate that is not trusted", async () => {
    const rows = await diagnose({
      tls: {
        kind: "tlsRejected",
        code: "SELF_SIGNED_CERT_IN_CHAIN",
        issuer: "Hospital Root CA",
      },
    });
    expect(states(rows)).toMatchObject({ siteTls: "failed", site: "skipped" });
    expect(rows.find(({ hop }) => hop === "siteTls")?.finding).toMatchObject({
      failure: { issuer: "Hospital Root CA" },
    });
  });

  it("goes on with the system's network code where the proxy asks for a Windows sign-in", async () => {
    const rows = await diagnose({
      ways: [proxy],
      open: {
        kind: "proxyAuthNeeded",
        proxy: "proxy:8080",
        schemes: ["negotiate", "ntlm"],
        wasRejected: false,
      },
      hasSystemStack: true,
    });
    expect(states(rows)).toMatchObject({
      siteConnection: "warning",
      siteTls: "skipped",
      site: "ok",
      storage: "ok",
    });
  });

  it("knows a sign-in page, a filter and a service in trouble", async () => {
    const page = { status: 200, headers: { "content-type": "text/html" } };
    const site = async (answer: Partial<HttpResponse>) => {
      const rows = await diagnose({ answers: () => answer });
      return rows.find(({ hop }) => hop === "site");
    };
    expect((await site(page))?.finding).toEqual({
      kind: "strangeAnswer",
      status: 200,
      host: null,
    });
    expect(
      (await site({ status: 302, headers: { location: "http://portal/x" } }))
        ?.finding,
    ).toEqual({ kind: "strangeAnswer", status: 302, host: "portal" });
    expect((await site({ status: 503 }))?.finding).toEqual({
      kind: "serviceTrouble",
      status: 503,
    });
  });

  it("finds the sign-in page of a network that lets no secure connection through", async () => {
    const siteOf = async (script: Script) => {
      const rows = await diagnose({
        answers: (url) =>
          url === "http://radiopaedia.org/"
            ? { status: 302, headers: { location: "http://portal/x" } }
            : {},
        ...script,
      });
      return rows.find(({ hop }) => hop === "site")?.finding;
    };
    const page = { kind: "strangeAnswer", status: 302, host: "portal" };
    const dropped = { kind: "unreachable", code: "ETIMEDOUT" } as const;
    const foreign = { kind: "tlsRejected", code: "CERT_UNTRUSTED" } as const;
    expect(await siteOf({ open: dropped })).toEqual(page);
    expect(await siteOf({ tls: foreign })).toEqual(page);
    const noName = { kind: "unreachable", code: "ENOTFOUND" } as const;
    const toItself = { location: "https://radiopaedia.org/" };
    for (const script of [
      { open: noName },
      { open: dropped, answers: () => ({ status: 301, headers: toItself }) },
    ])
      expect(await siteOf(script)).toEqual({ kind: "notReached" });
  });

  it.each([
    ["site", { status: 404, headers: {}, text: "{}" }, "strangeAnswer"],
    ["site", { status: 403, headers: {}, text: "Blocked" }, "strangeAnswer"],
    ["site", { status: 429 }, "serviceTrouble"],
    ["storage", { status: 403, headers: {}, text: "Blocked" }, "strangeAnswer"],
    [
      "storage",
      { status: 403, headers: { "content-type": "text/html" }, text: "" },
      "strangeAnswer",
    ],
    ["storage", { status: 200, headers: {}, text: "Welcome" }, "strangeAnswer"],
    [
      "storage",
      { status: 403, headers: {}, text: "<Error><Code>AccessDenied" },
      "answered",
    ],
    [
      "storage",
      {
        status: 307,
        headers: {
          "x-amz-id-2": "x",
          location: "https://aws.amazon.com/s3/",
        },
      },
      "answered",
    ],
    [
      "signIn",
      { status: 200, headers: { "content-type": "text/html" } },
      "strangeAnswer",
    ],
    [
      "signIn",
      { status: 404, headers: { "content-type": "text/html" } },
      "answered",
    ],
  ] as const)("takes %s with %o for %s", async (hop, answer, kind) => {
    const rows = await diagnose({ answers: () => answer });
    const found = rows.find((row) => row.hop === hop);
    expect(found?.finding).toMatchObject({ kind });
  });

  it("does not judge the clock by who answers in the site's place", async () => {
    const rows = await diagnose({
      answers: () => ({
        status: 200,
        headers: {
          "content-type": "text/html",
          date: "Mon, 01 Jan 2001 00:00:00 GMT",
        },
      }),
    });
    expect(rows.find(({ hop }) => hop === "clock")?.state).not.toBe("failed");
  });

  it("looks for the proxy of the storage on the way to the storage", async () => {
    const rows = await diagnose({
      waysTo: ({ hostname }) =>
        hostname === "s3.example" ? [proxy] : [{ kind: "direct" }],
      names: failed("ENOTFOUND"),
    });
    expect(states(rows)).toMatchObject({
      siteName: "failed",
      storageName: "skipped",
    });
  });

  it("tells the ways to the site and to the storage apart, and whether the system chose them", async () => {
    const rows = await diagnose({
      waysTo: ({ hostname }) =>
        hostname === "s3.example"
          ? [proxy, { kind: "direct" }]
          : [{ kind: "direct" }],
      isRoutedBySystem: true,
    });
    const findingOf = (wanted: string) =>
      rows.find(({ hop }) => hop === wanted);
    expect(findingOf("route")).toMatchObject({
      subject: "radiopaedia.org",
      finding: { kind: "route", proxies: [], isBySystem: true },
    });
    expect(findingOf("storageRoute")).toMatchObject({
      subject: "s3.example",
      finding: { kind: "route", proxies: ["proxy:8080"], isBySystem: true },
    });
  });

  it("calls a proxy script unfetchable only where it cannot have named the way", async () => {
    const pac = "http://wpad.example/proxy.pac";
    const routeWith = async (ways: readonly ProxyHop[], status: number) => {
      const rows = await diagnose({
        ...{ pac, ways },
        answers: (url) => (url === pac ? { status } : {}),
      });
      return rows.find(({ hop }) => hop === "route")?.finding?.kind;
    };
    const direct = { kind: "direct" } as const;
    expect(await routeWith([direct], 404)).toBe("pacUnreachable");
    expect(await routeWith([direct], 302)).toBe("route");
    expect(await routeWith([direct], 200)).toBe("route");
    // A proxy may well refuse to fetch the script through itself.
    expect(await routeWith([proxy, direct], 403)).toBe("route");
  });

  it("calls no way direct that leads through a proxy it does not speak to", async () => {
    const old = { kind: "socks4", host: "old", port: 1080 } as const;
    const failure = {
      kind: "proxyUnreachable",
      proxy: "old:1080",
      code: "SOCKS4_UNSUPPORTED",
    } as const;
    const rows = await diagnose({ ways: [old], open: failure });
    expect(rows.find(({ hop }) => hop === "proxy")).toMatchObject({
      subject: "old:1080",
      state: "failed",
      finding: { kind: "failed", failure },
    });
    const withOther = await diagnose({ ways: [old, { kind: "direct" }] });
    expect(states(withOther)).toMatchObject({ route: "ok", proxy: "skipped" });
  });

  it("measures the clock by the site's", async () => {
    const rows = await diagnose({
      answers: () => ({ headers: { date: "Mon, 01 Jun 2026 11:50:00 GMT" } }),
    });
    expect(rows.find(({ hop }) => hop === "clock")).toMatchObject({
      state: "failed",
      finding: { kind: "clock", skewMs: 600_000 },
    });
    expect(stateOf({ kind: "clock", skewMs: -120_000 })).toBe("warning");
    expect(stateOf({ kind: "clock", skewMs: 5_000 })).toBe("ok");
  });

  it("says that the storage is not known yet", async () => {
    const rows = await diagnose({ storage: null });
    expect(states(rows)).toMatchObject({
      storageRoute: "skipped",
      storageName: "skipped",
      storage: "skipped",
    });
  });
});
