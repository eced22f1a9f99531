// What both HTTP adapters must do, as cases that run anywhere: by the test runner for the one, inside a real Electron for the other.
import { deepEqual, equal, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import {
  BodyReadError,
  type HttpBody,
  type HttpClient,
  type HttpFailure,
  type HttpRequest,
} from "../../core/ports/httpClient.ts";
import { success, type Result } from "../../shared/result.ts";
import { connecting } from "./httpConnecting.ts";
import { connected, listening, served, type HttpCase } from "./httpServers.ts";

const never = new AbortController().signal;
const blockBytes = 65_536;

/** A body of so many blocks, each filled with its number. */
function blocks(count: number): HttpBody {
  return {
    sizeBytes: count * blockBytes,
    async *stream() {
      for (let index = 0; index < count; index += 1) {
        await Promise.resolve();
        yield new Uint8Array(blockBytes).fill(index);
      }
    },
  };
}

function hashOf(count: number): string {
  const hash = createHash("sha256");
  for (let index = 0; index < count; index += 1)
    hash.update(new Uint8Array(blockBytes).fill(index));
  return hash.digest("hex");
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: {}, stallTimeoutMs: 3_000, ...more };
}

function put(
  url: string,
  body: HttpBody,
  more: Partial<HttpRequest> = {},
): HttpRequest {
  const headers = { "content-type": "application/dicom" };
  return { method: "PUT", url, headers, body, stallTimeoutMs: 3_000, ...more };
}

function failureOf(result: Result<unknown, HttpFailure>): string {
  return result.ok ? "none" : result.failure.kind;
}

/** Answers with hash and stated length of what was sent. */
const digesting: RequestListener = (request, response) => {
  const hash = createHash("sha256");
  request.on("data", (chunk: Uint8Array) => hash.update(chunk));
  request.on("end", () => {
    response.end(
      JSON.stringify({
        hash: hash.digest("hex"),
        length: request.headers["content-length"],
        encoding: request.headers["transfer-encoding"],
      }),
    );
  });
};

const swallowing: RequestListener = (request) => {
  request.resume();
};

async function expectArrived(
  http: HttpClient,
  request: HttpRequest,
  count: number,
): Promise<void> {
  const answer = await http.send(request, never);
  ok(answer.ok, failureOf(answer));
  deepEqual(JSON.parse(answer.value.text), {
    hash: hashOf(count),
    length: String(count * blockBytes),
  });
}

const bodies: readonly HttpCase[] = [
  served(
    "sends a body with its Content-Length, never in chunks, and tells how far it is",
    digesting,
    async (http, origin) => {
      const sent: number[] = [];
      const onSentBytes = (bytes: number) => sent.push(bytes);
      await expectArrived(http, put(origin, blocks(40), { onSentBytes }), 40);
      equal(sent.at(-1), 40 * blockBytes);
      deepEqual(
        sent,
        [...sent].sort((a, b) => a - b),
      );
    },
  ),
  served(
    "sends a body again from its first byte",
    digesting,
    async (http, origin) => {
      const body = blocks(5);
      await expectArrived(http, put(origin, body), 5);
      await expectArrived(http, put(origin, body), 5);
    },
  ),
  served(
    "sends a text as a body with its length in bytes",
    (request, response) => {
      request.resume().on("end", () => {
        response.end(request.headers["content-length"]);
      });
    },
    async (http, origin) => {
      const answer = await http.send(
        { ...get(origin), method: "POST", body: '{"title":"Ödem"}' },
        never,
      );
      ok(answer.ok && answer.value.text === "17");
    },
  ),
  {
    name: "tells of a body that cannot be read, and no server gets it whole",
    run: async (http) => {
      let isWhole = false;
      const server = await listening(
        createServer((request) => {
          request.on("error", () => undefined);
          request.resume().on("end", () => {
            isWhole = true;
          });
        }),
      );
      const answer = await http.send(
        put(server.origin, {
          sizeBytes: 2 * blockBytes,
          async *stream() {
            await Promise.resolve();
            yield new Uint8Array(blockBytes);
            throw new BodyReadError({ kind: "spoolDamaged" });
          },
        }),
        never,
      );
      server.close();
      equal(failureOf(answer), "spoolDamaged");
      equal(isWhole, false);
    },
  },
];

const answers: readonly HttpCase[] = [
  served(
    "does not follow a redirect",
    (request, response) => {
      request.resume();
      const isFirst = request.url === "/first";
      response.writeHead(isFirst ? 302 : 200, { location: "/second" }).end();
    },
    async (http, origin) => {
      const answer = await http.send(get(`${origin}/first`), never);
      ok(answer.ok, failureOf(answer));
      equal(answer.value.status, 302);
      // As it was said, or resolved already.
      const { location = "" } = answer.value.headers;
      equal(new URL(location, origin).href, `${origin}/second`);
    },
  ),
  served(
    "hands on status, text and headers, the service's clock among them",
    (request, response) => {
      request.resume();
      const date = "Wed, 31 Jan 2024 10:15:00 GMT";
      response.writeHead(422, { date, "X-Next-Cursor": "abc" }).end("no");
    },
    async (http, origin) => {
      const answer = await http.send(get(origin), never);
      ok(answer.ok, failureOf(answer));
      const { status, text, headers } = answer.value;
      deepEqual(
        [status, text, headers["date"], headers["x-next-cursor"]],
        [422, "no", "Wed, 31 Jan 2024 10:15:00 GMT", "abc"],
      );
    },
  ),
  served(
    "cuts an answer at one mebibyte",
    (request, response) => {
      request.resume();
      response.on("error", () => undefined);
      response.end("x".repeat(3 * 1024 * 1024));
    },
    async (http, origin) => {
      const answer = await http.send(get(origin), never);
      ok(answer.ok, failureOf(answer));
      equal(answer.value.text.length, 1_048_576);
    },
  ),
  served(
    "lets a long answer flow into a sink",
    (request, response) => {
      request.resume();
      response.end(Buffer.alloc(20_000_000, 9));
    },
    async (http, origin) => {
      let taken = 0;
      const sink: HttpRequest["sink"] = {
        begin: ({ status }) => status === 200,
        write: async (chunk) => {
          await new Promise((done) => setImmediate(done));
          taken += chunk.length;
          return success(null);
        },
      };
      const answer = await http.send(get(origin, { sink }), never);
      ok(answer.ok, failureOf(answer));
      deepEqual([taken, answer.value.text], [20_000_000, ""]);
    },
  ),
];

const endings: readonly HttpCase[] = [
  served(
    "stops at once when aborted, before and during a request",
    swallowing,
    async (http, origin) => {
      const before = await http.send(get(origin), AbortSignal.abort());
      equal(failureOf(before), "cancelled");
      const abort = new AbortController();
      const during = http.send(put(origin, blocks(1)), abort.signal);
      setTimeout(() => {
        abort.abort();
      }, 100);
      equal(failureOf(await during), "cancelled");
    },
  ),
  served(
    "notices a server that never answers",
    swallowing,
    async (http, origin) => {
      const request = put(origin, blocks(1), { stallTimeoutMs: 500 });
      deepEqual(await http.send(request, never), {
        ok: false,
        failure: { kind: "stalled", afterMs: 500 },
      });
    },
  ),
  connected(
    "notices a server that never reads",
    (socket) => socket.pause(),
    async (http, origin) => {
      const request = put(origin, blocks(600), { stallTimeoutMs: 800 });
      equal(failureOf(await http.send(request, never)), "stalled");
    },
  ),
  served(
    "does not call a slow but moving answer stalled",
    (request, response) => {
      request.resume();
      // Chromium holds back the first kilobyte of what does not say what it is.
      response.writeHead(200, { "content-type": "application/json" });
      let left = 6;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) response.write(".");
        else {
          clearInterval(timer);
          response.end();
        }
      }, 300);
    },
    async (http, origin) => {
      const request = get(origin, { stallTimeoutMs: 900 });
      const answer = await http.send(request, never);
      ok(answer.ok && answer.value.text === ".....");
    },
  ),
  connected(
    "says connectionLost when the connection is cut in the middle of a body",
    (socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    },
    async (http, origin) => {
      const answer = await http.send(put(origin, blocks(64)), never);
      equal(failureOf(answer), "connectionLost");
    },
  ),
  served(
    "says connectionLost, and sends nothing twice, when a POST gets no answer",
    (request) => {
      request.resume().on("end", () => request.socket.destroy());
    },
    async (http, origin) => {
      const post = { ...get(origin), method: "POST", body: "{}" } as const;
      equal(failureOf(await http.send(post, never)), "connectionLost");
    },
  ),
  {
    name: "says unreachable when nobody listens, and for what is no address",
    run: async (http) => {
      const server = await listening(createTcpServer());
      server.close();
      const nobody = await http.send(put(server.origin, blocks(1)), never);
      equal(failureOf(nobody), "unreachable");
      equal(failureOf(await http.send(get("file:///x"), never)), "unreachable");
    },
  },
];

/** A body larger than what any adapter may hold in memory, as bytes that arrived; one that cannot stream it refuses before the first. */
export const largeBody: Readonly<Record<"streamed" | "refused", HttpCase>> = {
  streamed: served(
    "streams a body of more than 512 MiB",
    (request, response) => {
      let bytes = 0;
      request.on("data", (chunk: Uint8Array) => (bytes += chunk.length));
      request.on("end", () => {
        response.end(String(bytes));
      });
    },
    async (http, origin) => {
      const answer = await http.send(put(origin, blocks(8_200)), never);
      ok(answer.ok, failureOf(answer));
      equal(answer.value.text, "537395200");
    },
  ),
  refused: served(
    "refuses a body of more than 512 MiB before its first byte",
    swallowing,
    async (http, origin) => {
      let isRead = false;
      const answer = await http.send(
        put(origin, {
          sizeBytes: 512 * 1024 * 1024 + 1,
          async *stream() {
            isRead = true;
            await Promise.resolve();
            yield new Uint8Array(1);
          },
        }),
        never,
      );
      deepEqual(
        [answer, isRead],
        [
          {
            ok: false,
            failure: { kind: "tooLargeForProxy", limitBytes: 536_870_912 },
          },
          false,
        ],
      );
    },
  ),
};

/** All that both keep. */
export const httpContract: readonly HttpCase[] = [
  ...bodies,
  ...answers,
  ...endings,
  ...connecting,
];
