// Behaviour of the HTTP adapter against small loopback servers that misbehave on cue.
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import {
  BodyReadError,
  type HttpBody,
  type HttpRequest,
} from "../../core/ports/httpClient.ts";
import { mostPutsAtOnce } from "../../shared/transferSettings.ts";
import { createUndiciHttp } from "./undiciHttp.ts";

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const never = new AbortController().signal;
/** For what does not stand still: no pause of a busy machine is as long. */
const patienceMs = 60_000;

function client() {
  const http = createUndiciHttp();
  closers.push(() => http.close());
  return http;
}

async function listening(
  server: Server | ReturnType<typeof createTcpServer>,
): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function bodyOf(chunks: readonly Uint8Array[], sizeBytes?: number): HttpBody {
  return {
    sizeBytes:
      sizeBytes ?? chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
    async *stream() {
      for (const chunk of chunks) {
        await Promise.resolve();
        yield chunk;
      }
    },
  };
}

function put(url: string, body: HttpBody, more: Partial<HttpRequest> = {}) {
  return {
    method: "PUT",
    url,
    headers: { "content-type": "application/dicom" },
    body,
    stallTimeoutMs: patienceMs,
    ...more,
  } satisfies HttpRequest;
}

describe("undici http client", () => {
  it("streams a body of known length with Content-Length and reports the bytes sent", async () => {
    const seen: Record<string, string | undefined> = {};
    const server = createServer((request, response) => {
      const hash = createHash("sha256");
      request.on("data", (chunk: Uint8Array) => hash.update(chunk));
      request.on("end", () => {
        seen["length"] = request.headers["content-length"];
        seen["encoding"] = request.headers["transfer-encoding"];
        seen["authorization"] = request.headers.authorization;
        seen["hash"] = hash.digest("hex");
        response.writeHead(201, { "X-Next-Cursor": "abc" }).end("stored");
      });
    });
    const origin = await listening(server);
    const chunk = new Uint8Array(65_536).fill(7);
    const sent: number[] = [];
    const result = await client().send(
      put(`${origin}/object?signature=x`, bodyOf([chunk, chunk, chunk]), {
        onSentBytes: (bytes) => sent.push(bytes),
      }),
      never,
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 201,
        text: "stored",
        headers: { "x-next-cursor": "abc" },
      },
    });
    expect(seen).toEqual({
      length: "196608",
      hash: createHash("sha256")
        .update(new Uint8Array(196_608).fill(7))
        .digest("hex"),
    });
    expect(sent).toEqual([65_536, 131_072, 196_608]);
  });

  it("uses open connections again", async () => {
    const ports = new Set<number | undefined>();
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on("end", () => response.end("ok"));
    });
    const origin = await listening(server);
    const http = client();
    for (let round = 0; round < 20; round += 1)
      await http.send(put(origin, bodyOf([new Uint8Array(10)])), never);
    // The pool may open a second one while the first is being handed back.
    expect(ports.size).toBeLessThanOrEqual(3);
  });

  it("has as many PUTs on the line at the same time as the settings allow, and a call beside them", async () => {
    let onTheLine = 0;
    let answerAll: () => void = () => undefined;
    const areAllThere = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    const server = createServer((request, response) => {
      request.resume();
      onTheLine += 1;
      if (onTheLine === mostPutsAtOnce + 1) answerAll();
      void areAllThere.then(() => response.end("ok"));
    });
    const origin = await listening(server);
    const http = client();
    const puts = Array.from({ length: mostPutsAtOnce }, () =>
      http.send(put(origin, bodyOf([new Uint8Array(10)])), never),
    );
    const call = http.send(
      { method: "GET", url: origin, headers: {}, stallTimeoutMs: patienceMs },
      never,
    );
    const answers = await Promise.all([...puts, call]);
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("does not follow a redirect", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const origin = await listening(server);
    const result = await client().send(
      { method: "GET", url: origin, headers: {}, stallTimeoutMs: patienceMs },
      never,
    );
    expect(result).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it("cuts an answer at one mebibyte", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.on("error", () => undefined);
      response.end("x".repeat(3 * 1024 * 1024));
    });
    const origin = await listening(server);
    const result = await client().send(
      { method: "GET", url: origin, headers: {}, stallTimeoutMs: patienceMs },
      never,
    );
    expect(result.ok && result.value.text.length).toBe(1_048_576);
  });

  it("hands a long answer to a sink, reading no faster than it is taken", async () => {
    const sent = { bytes: 0 };
    const block = new Uint8Array(256 * 1024).fill(9);
    const server = createServer((request, response) => {
      request.resume();
      const more = () => {
        while (sent.bytes < 64 * 1024 * 1024) {
          sent.bytes += block.length;
          if (!response.write(block)) {
            response.once("drain", more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const origin = await listening(server);
    let taken = 0;
    let farthestAhead = 0;
    const result = await client().send(
      {
        method: "GET",
        url: origin,
        headers: {},
        stallTimeoutMs: patienceMs,
        sink: {
          begin: ({ status }) => status === 200,
          write: async (chunk) => {
            await new Promise((resolve) => setImmediate(resolve));
            taken += chunk.length;
            farthestAhead = Math.max(farthestAhead, sent.bytes - taken);
            return { ok: true, value: null };
          },
        },
      },
      never,
    );
    expect(result).toMatchObject({
      ok: true,
      value: { status: 200, text: "" },
    });
    expect(taken).toBe(64 * 1024 * 1024);
    // Socket buffers of both sides, not the whole answer.
    expect(farthestAhead).toBeLessThan(32 * 1024 * 1024);
  });

  it("comes to the end with a sink that is quicker than the line", async () => {
    const block = Buffer.alloc(1_200_000, 9);
    const server = createServer((request, response) => {
      request.resume();
      response.end(block);
    });
    const origin = await listening(server);
    let taken = 0;
    const result = await client().send(
      {
        method: "GET",
        url: origin,
        headers: {},
        stallTimeoutMs: patienceMs,
        sink: {
          begin: () => true,
          write: (chunk) => {
            taken += chunk.length;
            return Promise.resolve({ ok: true, value: null });
          },
        },
      },
      never,
    );
    expect(result).toMatchObject({ ok: true, value: { status: 200 } });
    expect(taken).toBe(1_200_000);
  });

  it("ends the exchange when the sink fails, and says why", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.on("error", () => undefined);
      response.write(new Uint8Array(1_000_000));
    });
    const origin = await listening(server);
    const writes: number[] = [];
    const result = await client().send(
      {
        method: "GET",
        url: origin,
        headers: {},
        stallTimeoutMs: patienceMs,
        sink: {
          begin: () => true,
          write: (chunk) => {
            writes.push(chunk.length);
            return Promise.resolve({
              ok: false,
              failure: { kind: "diskFull" },
            });
          },
        },
      },
      never,
    );
    expect(result).toEqual({ ok: false, failure: { kind: "diskFull" } });
    expect(writes).toHaveLength(1);
  });

  it("keeps as text what the sink does not want", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(400).end("not public");
    });
    const origin = await listening(server);
    const result = await client().send(
      {
        method: "GET",
        url: origin,
        headers: {},
        stallTimeoutMs: patienceMs,
        sink: {
          begin: ({ status }) => status === 200,
          write: () => Promise.reject(new Error("not wanted")),
        },
      },
      never,
    );
    expect(result).toMatchObject({
      value: { status: 400, text: "not public" },
    });
  });

  it("says unreachable when nobody listens: nothing was sent", async () => {
    // A port that was let go of may be somebody else's by now; nobody gets this one.
    const result = await client().send(
      put("http://127.0.0.1:1", bodyOf([new Uint8Array(10)])),
      never,
    );
    expect(result).toEqual({
      ok: false,
      failure: { kind: "unreachable", code: "ECONNREFUSED" },
    });
  });

  it("says unreachable for an address that is not http", async () => {
    const result = await client().send(
      {
        method: "GET",
        url: "file:///x",
        headers: {},
        stallTimeoutMs: patienceMs,
      },
      never,
    );
    expect(result).toEqual({
      ok: false,
      failure: { kind: "unreachable", code: "ERR_INVALID_URL" },
    });
  });

  it("says connectionLost when the server cuts in the middle of a body", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.resetAndDestroy());
    });
    const origin = await listening(server);
    const result = await client().send(
      put(
        origin,
        bodyOf(Array.from({ length: 64 }, () => new Uint8Array(65_536))),
      ),
      never,
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: "connectionLost" },
    });
  });

  it("says connectionLost when the connection ends before the answer", async () => {
    const server = createServer((request) => {
      request.resume().on("end", () => request.socket.destroy());
    });
    const origin = await listening(server);
    const result = await client().send(
      {
        method: "POST",
        url: origin,
        headers: {},
        body: "{}",
        stallTimeoutMs: patienceMs,
      },
      never,
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: "connectionLost", code: "UND_ERR_SOCKET" },
    });
  });

  it("says connectionLost when the answer breaks off", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    const origin = await listening(server);
    const result = await client().send(
      { method: "GET", url: origin, headers: {}, stallTimeoutMs: patienceMs },
      never,
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: "connectionLost" },
    });
  });

  it("notices a server that never answers, and one that never reads", async () => {
    const silent = createServer((request) => {
      request.resume();
    });
    const deaf = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.pause();
    });
    const http = client();
    const results = await Promise.all([
      http.send(
        put(await listening(silent), bodyOf([new Uint8Array(10)]), {
          stallTimeoutMs: 300,
        }),
        never,
      ),
      http.send(
        put(
          await listening(deaf),
          bodyOf(Array.from({ length: 400 }, () => new Uint8Array(65_536))),
          { stallTimeoutMs: 300 },
        ),
        never,
      ),
    ]);
    expect(results).toEqual([
      { ok: false, failure: { kind: "stalled", afterMs: 300 } },
      { ok: false, failure: { kind: "stalled", afterMs: 300 } },
    ]);
  });

  it("does not call a slow but moving answer stalled", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200);
      let left = 12;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) response.write(".");
        else {
          clearInterval(timer);
          response.end();
        }
      }, 200);
    });
    const origin = await listening(server);
    const result = await client().send(
      // Shorter than the whole answer, and ten times as long as a pause in it.
      { method: "GET", url: origin, headers: {}, stallTimeoutMs: 2_000 },
      never,
    );
    expect(result).toMatchObject({ ok: true, value: { text: "..........." } });
  });

  it("reports a body that cannot be read, and the server never gets it whole", async () => {
    let wasWhole = false;
    let wasCut: (value: boolean) => void = () => undefined;
    const cut = new Promise<boolean>((resolve) => {
      wasCut = resolve;
    });
    const server = createServer((request) => {
      request.resume();
      request.on("end", () => {
        wasWhole = true;
      });
      request.on("error", () => {
        wasCut(true);
      });
    });
    const origin = await listening(server);
    const result = await client().send(
      put(origin, {
        sizeBytes: 131_072,
        async *stream() {
          await Promise.resolve();
          yield new Uint8Array(65_536);
          throw new BodyReadError({ kind: "spoolDamaged" });
        },
      }),
      never,
    );
    expect(result).toEqual({ ok: false, failure: { kind: "spoolDamaged" } });
    expect(await cut).toBe(true);
    expect(wasWhole).toBe(false);
  });

  it("stops at once when aborted, before and during a request", async () => {
    const controller = new AbortController();
    const server = createServer((request) => {
      request.resume().on("end", () => {
        controller.abort();
      });
    });
    const origin = await listening(server);
    const http = client();
    const aborted = await http.send(
      put(origin, bodyOf([])),
      AbortSignal.abort(),
    );
    const pending = http.send(
      put(origin, bodyOf([new Uint8Array(10)])),
      controller.signal,
    );
    expect(aborted).toEqual({ ok: false, failure: { kind: "cancelled" } });
    expect(await pending).toEqual({
      ok: false,
      failure: { kind: "cancelled" },
    });
  });

  it("lets many requests share a signal without a warning of Node", async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on("warning", onWarning);
    closers.push(() => {
      process.off("warning", onWarning);
    });
    const server = createServer((request, response) => {
      request.resume().on("end", () => response.end());
    });
    const origin = await listening(server);
    const http = client();
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 40 }, () =>
        http.send(put(origin, bodyOf([new Uint8Array(10)])), signal),
      ),
    );
    // Warnings come with the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it("says tlsRejected when there is no proper TLS on the other side", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    const origin = await listening(server);
    const result = await client().send(
      put(origin.replace("http:", "https:"), bodyOf([new Uint8Array(1)])),
      never,
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: "tlsRejected" },
    });
  });
});
