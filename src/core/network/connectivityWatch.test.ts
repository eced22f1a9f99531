// What is called offline, a portal or an intercepted connection, and how long somebody waits.
import { describe, expect, it } from "vitest";
import { failed, success, type Result } from "../../shared/result.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import type {
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../ports/httpClient.ts";
import { classifyLook, createConnectivityWatch } from "./connectivityWatch.ts";

const url = new URL("https://radiopaedia.org/api/v1/users/current");
type Answer = Result<HttpResponse, HttpFailure>;

function answer(status: number, headers: Record<string, string> = {}): Answer {
  return success({ status, headers, text: "" });
}
const html = { "content-type": "text/html; charset=utf-8" };
const unknownIssuer: Answer = failed({
  kind: "tlsRejected",
  code: "SELF_SIGNED_CERT_IN_CHAIN",
  issuer: "Hospital Root CA",
});
const noName: Answer = failed({ kind: "unreachable", code: "ENOTFOUND" });

describe("classifyLook", () => {
  it.each([
    ["an answer of the service", answer(401), null, "online"],
    ["an error of the service", answer(503, html), null, "online"],
    [
      "a redirect of the service itself",
      answer(301, { location: "/x" }),
      null,
      "online",
    ],
    ["a page in place of it", answer(200, html), null, "captivePortal"],
    [
      "a redirect elsewhere",
      answer(302, { location: "http://portal.local/" }),
      null,
      "captivePortal",
    ],
    ["status 511", answer(511), null, "captivePortal"],
    ["an unknown authority", unknownIssuer, noName, "tlsIntercepted"],
    [
      "an unknown authority with a portal behind it",
      unknownIssuer,
      answer(200, html),
      "captivePortal",
    ],
    [
      "an expired certificate",
      failed({ kind: "tlsRejected", code: "CERT_HAS_EXPIRED" } as const),
      null,
      "online",
    ],
    ["no name", noName, null, "offline"],
    [
      "a portal that lets secure connections run into nothing",
      failed({ kind: "unreachable", code: "ETIMEDOUT" } as const),
      answer(302, { location: "http://portal.local/" }),
      "captivePortal",
    ],
    [
      "a portal that says there is no way",
      failed({ kind: "unreachable", code: "EHOSTUNREACH" } as const),
      answer(200, html),
      "captivePortal",
    ],
    [
      "a service that is down and leads unencrypted calls to another name of its own",
      failed({ kind: "unreachable", code: "ECONNREFUSED" } as const),
      answer(301, { location: `https://www.${url.hostname}/` }),
      "online",
    ],
    [
      "a service that answers unencrypted calls alone, by leading back",
      failed({ kind: "unreachable", code: "ETIMEDOUT" } as const),
      answer(301, { location: url.href }),
      "online",
    ],
    [
      "no route",
      failed({ kind: "unreachable", code: "ENETUNREACH" } as const),
      null,
      "offline",
    ],
    [
      "a proxy without a name",
      failed({
        kind: "proxyUnreachable",
        proxy: "p:1",
        code: "EAI_AGAIN",
      } as const),
      null,
      "offline",
    ],
    [
      "a service that refuses",
      failed({ kind: "unreachable", code: "ECONNREFUSED" } as const),
      null,
      "online",
    ],
    [
      "a proxy that asks",
      failed({
        kind: "proxyAuthNeeded",
        proxy: "p:1",
        schemes: [],
        wasRejected: false,
      } as const),
      null,
      "online",
    ],
  ] as const)("%s", (_name, secure, plain, kind) => {
    expect(classifyLook(url, secure, plain).kind).toBe(kind);
  });

  it("names the authority of an intercepted connection", () => {
    expect(classifyLook(url, unknownIssuer, noName)).toEqual({
      kind: "tlsIntercepted",
      issuer: "Hospital Root CA",
    });
  });
});

function watchOver(
  answers: readonly (Answer | ((request: HttpRequest) => Answer))[],
  more: { readonly url?: URL; readonly hasInterface?: boolean } = {},
) {
  const clock = new HastyClock();
  const asked: string[] = [];
  const watch = createConnectivityWatch({
    http: {
      gathersBodies: () => false,
      send(request) {
        asked.push(request.url);
        const next = answers[Math.min(asked.length, answers.length) - 1];
        if (next === undefined) throw new Error("nothing was expected");
        return Promise.resolve(
          typeof next === "function" ? next(request) : next,
        );
      },
    },
    clock,
    serviceUrl: () => more.url ?? url,
    hasInterface: () => more.hasInterface ?? true,
    userAgent: "Casedrop/test",
  });
  return { watch, clock, asked };
}

describe("connectivity watch", () => {
  it("starts unknown and asks nothing before somebody waits", () => {
    const { watch, asked } = watchOver([]);
    expect([watch.state, asked]).toEqual([{ kind: "unknown" }, []]);
  });

  it("waits with growing pauses until the service answers, and tells every change", async () => {
    const { watch, clock } = watchOver([noName, noName, noName, answer(401)]);
    const changes: string[] = [];
    const stop = watch.subscribe(({ kind }) => changes.push(kind));
    expect(await watch.waitUntilOnline(new AbortController().signal)).toEqual(
      success(null),
    );
    stop();
    expect(changes).toEqual(["offline", "online"]);
    expect(clock.sleeps).toEqual([2_000, 4_000, 8_000]);
  });

  it("shares one look between all who wait", async () => {
    const { watch, asked } = watchOver([answer(401)]);
    const { signal } = new AbortController();
    await Promise.all([
      watch.waitUntilOnline(signal),
      watch.waitUntilOnline(signal),
    ]);
    expect(asked).toHaveLength(1);
  });

  it("ends with the caller's abort", async () => {
    const { watch } = watchOver([noName]);
    const controller = new AbortController();
    watch.subscribe(() => {
      controller.abort();
    });
    expect(await watch.waitUntilOnline(controller.signal)).toEqual(
      failed({ kind: "cancelled" }),
    );
  });

  it("leaves nothing of its looks with the caller's signal", async () => {
    const { watch } = watchOver([noName, noName, noName, answer(401)]);
    const { signal } = new AbortController();
    let kept = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...listener: Parameters<typeof add>) => {
      kept += 1;
      add(...listener);
    };
    signal.removeEventListener = (...listener: Parameters<typeof remove>) => {
      kept -= 1;
      remove(...listener);
    };
    await watch.waitUntilOnline(signal);
    expect(kept).toBe(0);
  });

  it.each([
    ["TLS failed", unknownIssuer],
    [
      "the secure port answered nothing",
      failed({ kind: "unreachable", code: "ETIMEDOUT" } as const),
    ],
  ] as const)("asks an unencrypted address after %s", async (_name, look) => {
    const { watch, asked } = watchOver([look, answer(200, html), answer(401)]);
    await watch.waitUntilOnline(new AbortController().signal);
    expect(asked).toEqual([url.href, "http://radiopaedia.org/", url.href]);
  });

  it("tells a port that drops everything from a service that is slow, by giving up the connection first", async () => {
    // As the port has it: without a time for the connection, one that never comes about ends as a stall.
    const dropped = ({ connectTimeoutMs, stallTimeoutMs }: HttpRequest) =>
      failed(
        (connectTimeoutMs ?? Infinity) < stallTimeoutMs
          ? ({ kind: "unreachable", code: "ETIMEDOUT" } as const)
          : ({ kind: "stalled", afterMs: stallTimeoutMs } as const),
      );
    const { watch } = watchOver([dropped, answer(200, html), answer(401)]);
    const changes: string[] = [];
    watch.subscribe(({ kind }) => changes.push(kind));
    await watch.waitUntilOnline(new AbortController().signal);
    expect(changes).toEqual(["captivePortal", "online"]);
  });

  it("asks no unencrypted address of a name that nobody knows", async () => {
    const { watch, asked } = watchOver([noName, answer(401)]);
    await watch.waitUntilOnline(new AbortController().signal);
    expect(asked).toEqual([url.href, url.href]);
  });

  it("takes the sandbox on this computer as online, and no interface as offline, without asking", async () => {
    const own = watchOver([], { url: new URL("http://127.0.0.1:4000/") });
    await own.watch.waitUntilOnline(new AbortController().signal);
    expect([own.watch.state.kind, own.asked]).toEqual(["online", []]);
    const none = watchOver([], { hasInterface: false });
    const controller = new AbortController();
    none.watch.subscribe(() => {
      controller.abort();
    });
    await none.watch.waitUntilOnline(controller.signal);
    expect([none.watch.state.kind, none.asked]).toEqual(["offline", []]);
  });
});
