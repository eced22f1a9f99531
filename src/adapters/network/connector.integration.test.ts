// Connections through squid, tinyproxy and SOCKS, and certificates of every kind, with real servers on this computer.
import { createServer, type Server, type Socket } from "node:net";
import { connect as connectTcp, type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  parseProxyAddress,
  type ProxyCredentials,
  type ProxyHop,
} from "../../core/network/proxyHop.ts";
import {
  hasSquid,
  hasTinyproxy,
  missingProxies,
  startSquid,
  startTinyproxy,
  type RealProxy,
} from "../../testing/realProxies.ts";
import {
  areProgramsRequired,
  notInstalled,
} from "../../testing/requiredPrograms.ts";
import {
  ownAddress,
  ownIpv6Address,
  startSecureServer,
  type SecureFront,
} from "../../testing/secureFront.ts";
import {
  hasOpenssl,
  TestAuthority,
  type CertificateWishes,
} from "../../testing/testCertificates.ts";
import { createUndiciHttp } from "../http/undiciHttp.ts";
import { systemClock } from "../systemClock.ts";
import { createConnector, type ConnectorDeps } from "./connector.ts";

const never = new AbortController().signal;
const address = ownAddress();
const canRun = hasOpenssl() && address !== null;
const without = notInstalled(missingProxies);
const host = address ?? "";
const closers: (() => Promise<unknown> | undefined)[] = [];
let authority: TestAuthority;
let site: SecureFront;
const received: string[] = [];

beforeAll(async () => {
  if (!canRun) return;
  authority = await TestAuthority.create();
  site = await serverWith({ commonName: "site", altNames: [`IP:${host}`] });
  closers.length = 0;
});
afterAll(async () => {
  if (!canRun) return;
  await site.close();
  await authority.remove();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serverWith(
  wishes: CertificateWishes,
  listenOn = host,
): Promise<SecureFront> {
  const server = await startSecureServer(
    await authority.issue(wishes),
    (request, response) => {
      let size = 0;
      request.on("data", (chunk: Buffer) => (size += chunk.length));
      request.on("end", () => {
        received.push(`${request.method ?? ""} ${String(size)}`);
        response.end("ok");
      });
    },
    listenOn,
  );
  closers.push(() => server.close());
  return server;
}

function hopsOf(...texts: readonly string[]): readonly ProxyHop[] {
  return texts.map((text) => {
    if (text === "DIRECT") return { kind: "direct" };
    const parsed = parseProxyAddress(text);
    if (!parsed.ok) throw new Error(text);
    return parsed.value.hop;
  });
}

function clientOver(
  hops: readonly ProxyHop[],
  more: {
    readonly credentials?: ProxyCredentials;
    readonly trusts?: boolean;
  } = {},
) {
  const deps: ConnectorDeps = {
    routeFor: () => Promise.resolve(hops),
    credentialsFor: () => more.credentials ?? null,
    extraAuthorities: () => (more.trusts === false ? [] : [authority.pem]),
    clock: systemClock,
    userAgent: "Casedrop/test",
  };
  const connector = createConnector(deps);
  const http = createUndiciHttp({
    connect: (target) => connector.connect(target),
  });
  closers.push(() => http.close());
  return {
    connector,
    get: (url: string) =>
      http.send(
        { method: "GET", url, headers: {}, stallTimeoutMs: 10_000 },
        never,
      ),
    put: (url: string, sizeBytes: number) =>
      http.send(
        {
          method: "PUT",
          url,
          headers: {},
          body: {
            sizeBytes,
            // eslint-disable-next-line @typescript-eslint/require-await -- in memory
            async *stream() {
              for (let sent = 0; sent < sizeBytes; sent += 65_536)
                yield new Uint8Array(Math.min(65_536, sizeBytes - sent));
            },
          },
          stallTimeoutMs: 10_000,
        },
        never,
      ),
  };
}

const answered = { ok: true, value: { status: 200, text: "ok" } };
const credentials = { username: "radiologist", password: "pä ss:word" };

async function started(proxy: Promise<RealProxy>): Promise<RealProxy> {
  const running = await proxy;
  closers.push(() => running.stop());
  return running;
}

it.skipIf(!areProgramsRequired)("has the proxies and openssl", () => {
  expect(missingProxies).toEqual([]);
  expect(hasOpenssl()).toBe(true);
});

describe.skipIf(!canRun || !hasSquid)(`through squid${without}`, () => {
  it("sends requests and large bodies in tunnels that are used again", async () => {
    const squid = await started(startSquid());
    const client = clientOver(hopsOf(`127.0.0.1:${squid.port}`));
    expect(await client.get(site.origin)).toMatchObject(answered);
    expect(await client.put(site.origin, 5_000_000)).toMatchObject(answered);
    expect(received.at(-1)).toBe("PUT 5000000");
    for (const close of closers.splice(1)) await close();
    const tunnels = await squid.endWithTunnels();
    expect(tunnels.length).toBeGreaterThan(0);
    expect(tunnels.length).toBeLessThanOrEqual(2);
    expect(tunnels[0]).toContain(`CONNECT ${host}:${site.port}`);
  });

  it("says what it asks for, signs in with a password, and says when that is wrong", async () => {
    const squid = await started(
      startSquid({
        credentials: { username: "radiologist", password: "right" },
      }),
    );
    const hops = hopsOf(`127.0.0.1:${squid.port}`);
    const failure = {
      kind: "proxyAuthNeeded",
      proxy: `127.0.0.1:${squid.port}`,
      schemes: ["basic"],
    };
    expect(await clientOver(hops).get(site.origin)).toEqual({
      ok: false,
      failure: { ...failure, wasRejected: false },
    });
    expect(
      await clientOver(hops, {
        credentials: { username: "radiologist", password: "wrong" },
      }).get(site.origin),
    ).toEqual({ ok: false, failure: { ...failure, wasRejected: true } });
    expect(
      await clientOver(hops, {
        credentials: { username: "radiologist", password: "right" },
      }).get(site.origin),
    ).toMatchObject(answered);
  });

  it("tells a service the proxy cannot reach from the proxy itself", async () => {
    const squid = await started(startSquid());
    const client = clientOver(hopsOf(`127.0.0.1:${squid.port}`));
    expect(await client.get(`https://${host}:1/`)).toEqual({
      ok: false,
      failure: {
        kind: "proxyRefused",
        proxy: `127.0.0.1:${squid.port}`,
        status: 503,
      },
    });
  });
});

describe.skipIf(!canRun || !hasTinyproxy)(`through tinyproxy${without}`, () => {
  it("sends without and with a password", async () => {
    const open = await started(startTinyproxy());
    const client = clientOver(hopsOf(`127.0.0.1:${open.port}`));
    expect(await client.put(site.origin, 300_000)).toMatchObject(answered);
    expect(received.at(-1)).toBe("PUT 300000");
    const closed = await started(
      startTinyproxy({ credentials: { username: "me", password: "secret" } }),
    );
    const hops = hopsOf(`127.0.0.1:${closed.port}`);
    expect(await clientOver(hops).get(site.origin)).toMatchObject({
      failure: { kind: "proxyAuthNeeded", schemes: ["basic"] },
    });
    expect(
      await clientOver(hops, {
        credentials: { username: "me", password: "secret" },
      }).get(site.origin),
    ).toMatchObject(answered);
    expect(await closed.endWithTunnels()).not.toEqual([]);
  });
});

/** A SOCKS 5 proxy of a few lines; `password` null takes anybody. */
function socksServer(password: string | null): Server {
  const serve = async (socket: Socket): Promise<void> => {
    const input = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const next = async () => (await input.next()).value as Buffer;
    const methods = await next();
    const wanted = password === null ? 0 : 2;
    if (!methods.subarray(2).includes(wanted)) {
      socket.end(Buffer.from([5, 255]));
      return;
    }
    socket.write(Buffer.from([5, wanted]));
    if (password !== null) {
      const message = await next();
      const nameBytes = message[1] ?? 0;
      const given = message.subarray(3 + nameBytes).toString("utf8");
      socket.write(Buffer.from([1, given === password ? 0 : 1]));
      if (given !== password) return;
    }
    const request = await next();
    const [, , , kind] = request;
    const target =
      kind === 1
        ? request.subarray(4, 8).join(".")
        : request.toString("latin1");
    const port = request.readUInt16BE(request.length - 2);
    const onward = connectTcp(port, target);
    onward.once("error", () => {
      socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]));
    });
    onward.once("connect", () => {
      socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      onward.pipe(socket);
      void (async () => {
        for (;;) {
          const chunk = await input.next();
          if (chunk.done === true) break;
          onward.write(chunk.value);
        }
        onward.end();
      })().catch(() => onward.destroy());
    });
  };
  return createServer((socket) => {
    socket.on("error", () => undefined);
    serve(socket).catch(() => socket.destroy());
  });
}

async function listening(server: Server, on = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, on, resolve);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!canRun)("through SOCKS 5", () => {
  it("sends, signs in, and says what is wrong", async () => {
    const open = await listening(socksServer(null));
    expect(
      await clientOver(hopsOf(`socks5://127.0.0.1:${open}`)).put(
        site.origin,
        200_000,
      ),
    ).toMatchObject(answered);
    const closed = await listening(socksServer(credentials.password));
    const hops = hopsOf(`socks5://127.0.0.1:${closed}`);
    expect(
      await clientOver(hops, { credentials }).get(site.origin),
    ).toMatchObject(answered);
    expect(await clientOver(hops).get(site.origin)).toMatchObject({
      failure: { kind: "proxyAuthNeeded", wasRejected: false },
    });
    expect(
      await clientOver(hops, {
        credentials: { ...credentials, password: "no" },
      }).get(site.origin),
    ).toMatchObject({
      failure: { kind: "proxyAuthNeeded", wasRejected: true },
    });
    expect(
      await clientOver(hopsOf(`socks5://127.0.0.1:${open}`)).get(
        `https://${host}:1/`,
      ),
    ).toMatchObject({ failure: { kind: "proxyRefused", status: 502 } });
  });

  it("does not take a web server for a SOCKS proxy", async () => {
    const port = await listening(
      createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(
      await clientOver(hopsOf(`socks5://127.0.0.1:${port}`)).get(site.origin),
    ).toMatchObject({
      failure: { kind: "proxyUnreachable", code: "NOT_SOCKS5" },
    });
  });
});

describe.skipIf(!canRun)("several ways", () => {
  it("passes over a proxy that does not answer, and remembers", async () => {
    // Nobody listens there; a port that was let go of may be somebody else's by now.
    const dead = 1;
    const client = clientOver(hopsOf(`127.0.0.1:${dead}`, "DIRECT"));
    expect(await client.get(site.origin)).toMatchObject(answered);
    expect(
      await clientOver(hopsOf(`127.0.0.1:${dead}`)).get(site.origin),
    ).toEqual({
      ok: false,
      failure: {
        kind: "proxyUnreachable",
        proxy: `127.0.0.1:${dead}`,
        code: "ECONNREFUSED",
      },
    });
  });

  it("says plainly that SOCKS 4 is not supported", async () => {
    expect(
      await clientOver([{ kind: "socks4", host: "127.0.0.1", port: 1080 }]).get(
        site.origin,
      ),
    ).toMatchObject({
      failure: { kind: "proxyUnreachable", code: "SOCKS4_UNSUPPORTED" },
    });
  });

  it("tells of the way that may open again, where another one never will", async () => {
    expect(
      await clientOver([
        { kind: "http", host: "127.0.0.1", port: 1 },
        { kind: "socks4", host: "127.0.0.1", port: 1080 },
      ]).get(site.origin),
    ).toMatchObject({
      failure: { kind: "proxyUnreachable", code: "ECONNREFUSED" },
    });
  });

  it("never leads this computer's own addresses out", async () => {
    const own = await serverWith(
      { commonName: "own", altNames: ["IP:127.0.0.1", "DNS:localhost"] },
      "127.0.0.1",
    );
    const client = clientOver(hopsOf("127.0.0.1:1"));
    expect(await client.get(own.origin)).toMatchObject(answered);
    expect(await client.get(`https://localhost:${own.port}/`)).toMatchObject(
      answered,
    );
  });
});

describe.skipIf(!canRun)("certificates", () => {
  it("are refused when the authority is unknown, naming it, and nothing is sent", async () => {
    const before = received.length;
    expect(
      await clientOver(hopsOf("DIRECT"), { trusts: false }).get(site.origin),
    ).toEqual({
      ok: false,
      failure: {
        kind: "tlsRejected",
        code: "SELF_SIGNED_CERT_IN_CHAIN",
        issuer: "Hospital Root CA",
      },
    });
    expect(received.length).toBe(before);
  });

  it.each([
    ["expired", { isExpired: true }, "CERT_HAS_EXPIRED"],
    [
      "of another host",
      { altNames: ["DNS:elsewhere.example"] },
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
  ] as const)("are refused when %s", async (_name, wishes, code) => {
    const server = await serverWith({
      commonName: "bad",
      altNames: [`IP:${host}`],
      ...wishes,
    });
    expect(await clientOver(hopsOf("DIRECT")).get(server.origin)).toEqual({
      ok: false,
      failure: { kind: "tlsRejected", code, issuer: "Hospital Root CA" },
    });
  });

  it("are refused when signed by nobody but themselves", async () => {
    const self = await TestAuthority.create("Self");
    closers.push(() => self.remove());
    const server = await startSecureServer(
      await self.issue({ commonName: "x", altNames: [`IP:${host}`] }),
      (_request, response) => response.end("ok"),
      host,
    );
    closers.push(() => server.close());
    expect(await clientOver(hopsOf("DIRECT")).get(server.origin)).toMatchObject(
      {
        failure: {
          kind: "tlsRejected",
          code: "SELF_SIGNED_CERT_IN_CHAIN",
          issuer: "Self",
        },
      },
    );
  });

  it.skipIf(!hasSquid)("are checked behind a proxy just the same", async () => {
    const squid = await started(startSquid());
    expect(
      await clientOver(hopsOf(`127.0.0.1:${squid.port}`), {
        trusts: false,
      }).get(site.origin),
    ).toMatchObject({
      failure: { kind: "tlsRejected", issuer: "Hospital Root CA" },
    });
  });

  it("tell their chain once accepted", async () => {
    const { connector } = clientOver(hopsOf("DIRECT"));
    const way = await connector.openWay({
      isSecure: true,
      host,
      port: site.port,
    });
    if (!way.ok) throw new Error(way.failure.kind);
    const secured = await connector.secure(way.value.socket, host);
    if (!secured.ok) throw new Error(secured.failure.kind);
    expect(
      secured.value.chain.map(({ subject, issuer }) => [subject, issuer]),
    ).toEqual([
      ["site", "Hospital Root CA"],
      ["Hospital Root CA", "Hospital Root CA"],
    ]);
    secured.value.socket.destroy();
  });
});

describe.skipIf(!canRun)("IPv6", () => {
  it("reaches literal addresses of services and proxies", async () => {
    const literal = ownIpv6Address();
    const server = await serverWith(
      { commonName: "v6", altNames: ["IP:::1", `IP:${literal ?? "::1"}`] },
      "::",
    );
    const target = `https://[${literal ?? "::1"}]:${server.port}/`;
    expect(await clientOver(hopsOf("DIRECT")).get(target)).toMatchObject(
      answered,
    );
    const proxyPort = await listening(socksServer(null), "::1");
    expect(
      await clientOver(hopsOf(`socks5://[::1]:${proxyPort}`)).get(site.origin),
    ).toMatchObject(answered);
  });

  it("tries the other family when a name's first address does not answer", async () => {
    const server = await serverWith(
      { commonName: "v4", altNames: ["DNS:localhost"] },
      "127.0.0.1",
    );
    expect(
      await clientOver(hopsOf("DIRECT")).get(
        `https://localhost:${server.port}/`,
      ),
    ).toMatchObject(answered);
  });
});
