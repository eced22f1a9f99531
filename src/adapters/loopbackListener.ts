// The browser's way back from signing in: one HTTP request on a loopback port, checked and answered with a small page (RFC 8252 7.3, 8.3).
import { createHash, randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { codeFromRedirect } from "../core/account/authorization.ts";
import type {
  RedirectListener,
  RedirectListeners,
} from "../core/account/redirectListener.ts";
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Opens listeners on 127.0.0.1: the literal address, since a name may be resolved elsewhere (RFC 8252 8.3). */
export function createLoopbackListeners(): RedirectListeners {
  return { open: openListener };
}

function openListener(
  timeLimitMs: number,
): Promise<Result<RedirectListener, Failure>> {
  const server = createServer({
    requestTimeout: 10_000,
    headersTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  server.maxConnections = 16;
  return new Promise((resolve) => {
    server.once("error", (error) => {
      const code = "code" in error ? String(error.code) : "UNKNOWN";
      resolve(failed({ kind: "unreachable", code }));
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") {
        resolve(failed({ kind: "unreachable", code: "NO_PORT" }));
        return;
      }
      resolve(
        success(
          new OneRedirect(
            server,
            `127.0.0.1:${String(address.port)}`,
            timeLimitMs,
          ),
        ),
      );
    });
  });
}

class OneRedirect implements RedirectListener {
  readonly redirectUri: string;
  readonly #server: Server;
  readonly #host: string;
  /** Random: another page in the browser can find the port, but not the path. */
  readonly #path = `/${randomBytes(16).toString("base64url")}/callback`;
  readonly #outcome: Promise<Result<string, Failure>>;
  #finish: (outcome: Result<string, Failure>) => void = () => undefined;
  #expectedState: string | null = null;
  #closed: Promise<void> | null = null;

  constructor(server: Server, host: string, timeLimitMs: number) {
    this.#server = server;
    this.#host = host;
    this.redirectUri = `http://${host}${this.#path}`;
    this.#outcome = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const limit = setTimeout(() => {
      this.#finish(
        failed({ kind: "signInFailed", reason: "timedOut", detail: "" }),
      );
      void this.close();
    }, timeLimitMs);
    limit.unref();
    server.on("close", () => {
      clearTimeout(limit);
    });
    server.on("request", (request, response) => {
      this.#answer(request, response);
    });
  }

  codeFor(state: string): Promise<Result<string, Failure>> {
    this.#expectedState = state;
    return this.#outcome;
  }

  close(): Promise<void> {
    this.#finish(failed({ kind: "cancelled" }));
    this.#closed ??= new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      // What is being answered may finish; what sits idle or half-sent may not.
      this.#server.closeIdleConnections();
      setTimeout(() => {
        this.#server.closeAllConnections();
      }, 1_000).unref();
    });
    return this.#closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    // Another Host means a name that was made to point here (DNS rebinding).
    if (request.headers.host !== this.#host) {
      refuse(response, 421);
      return;
    }
    const url = new URL(request.url ?? "/", this.redirectUri);
    if (url.pathname !== this.#path || this.#expectedState === null) {
      refuse(response, 404);
      return;
    }
    if (request.method !== "GET") {
      response.setHeader("allow", "GET");
      refuse(response, 405);
      return;
    }
    const code = codeFromRedirect(url.searchParams, this.#expectedState);
    sendPage(response, pageFor(code));
    this.#finish(code);
    void this.close();
  }
}

interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

function pageFor(code: Result<string, Failure>): Page {
  if (code.ok)
    return {
      status: 200,
      title: "Back to Casedrop",
      text: "You can close this window and go back to Casedrop.",
    };
  return code.failure.kind === "signInFailed" &&
    code.failure.reason === "denied"
    ? {
        status: 200,
        title: "Not signed in",
        text: "The sign-in was declined. You can close this window and go back to Casedrop.",
      }
    : {
        status: 400,
        title: "Not signed in",
        text: "This sign-in could not be recognised. Close this window, go back to Casedrop and sign in again.",
      };
}

const style =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}@media(prefers-color-scheme:dark){body{background:#16181c;color:#e8e9eb}}";
const styleHash = createHash("sha256").update(style).digest("base64");

function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    ...headersOf("text/html; charset=utf-8"),
    "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${page.title}</title><style>${style}</style><main><h1>${page.title}</h1><p>${page.text}</p></main></html>`,
  );
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, headersOf("text/plain; charset=utf-8"));
  response.end();
}

/** The address holds the code: nothing may keep it or pass it on. */
function headersOf(contentType: string): Record<string, string> {
  return {
    "content-type": contentType,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    connection: "close",
  };
}
