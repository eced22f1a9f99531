// What HTTP adapters must do while a connection opens.
import { deepEqual, ok } from "node:assert/strict";
import type { HttpRequest } from "../../core/ports/httpClient.ts";
import { connected, served, type HttpCase } from "./httpServers.ts";

const never = new AbortController().signal;

function post(url: string, connectTimeoutMs: number): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { "content-type": "text/plain" },
    body: "film",
    stallTimeoutMs: 3_000,
    connectTimeoutMs,
  };
}

/** The limit counts until the connection is open, and no longer. */
export const connecting: readonly HttpCase[] = [
  connected(
    "gives up in good time on a connection that does not open",
    // Takes the connection and never answers the handshake.
    () => undefined,
    async (http, origin) => {
      const secure = origin.replace("http:", "https:");
      deepEqual(await http.send(post(secure, 200), never), {
        ok: false,
        failure: { kind: "unreachable", code: "ETIMEDOUT" },
      });
    },
  ),
  served(
    "waits longer than that for an answer on a connection that opened",
    (request, response) => {
      request.resume();
      setTimeout(() => response.end("late"), 600);
    },
    async (http, origin) => {
      const answer = await http.send(post(origin, 300), never);
      ok(answer.ok && answer.value.text === "late");
    },
  ),
];
