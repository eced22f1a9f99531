// Behaviours of the loopback listener, with real requests.
import { request as httpRequest } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { RedirectListener } from "../core/account/redirectListener.ts";
import { success } from "../shared/result.ts";
import { createLoopbackListeners } from "./loopbackListener.ts";

const open: RedirectListener[] = [];

async function listen(timeLimitMs = 60_000): Promise<RedirectListener> {
  const opened = await createLoopbackListeners().open(timeLimitMs);
  if (!opened.ok) throw new Error(opened.failure.kind);
  open.push(opened.value);
  return opened.value;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** A request with full control over method and Host, which fetch does not give. */
function send(
  url: string,
  options: { readonly method?: string; readonly host?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method: options.method ?? "GET",
        headers: options.host === undefined ? {} : { host: options.host },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
          });
        });
      },
    );
    request.on("error", reject);
    request.end();
  });
}

describe("the loopback listener", () => {
  it("takes the code, tells the user to go back, and stops listening", async () => {
    const listener = await listen();
    const code = listener.codeFor("the-state");
    const url = `${listener.redirectUri}?code=abc&state=the-state`;
    const reply = await send(url);
    expect(await code).toEqual(success("abc"));
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(
      "You can close this window and go back to Casedrop.",
    );
    await listener.close();
    await expect(send(url)).rejects.toThrow("ECONNREFUSED");
  });

  it("listens on the loopback address under a path nobody can guess", async () => {
    const [first, second] = [await listen(), await listen()];
    expect(first.redirectUri).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/callback$/,
    );
    expect(new URL(first.redirectUri).pathname).not.toBe(
      new URL(second.redirectUri).pathname,
    );
  });

  it("answers with a page that can load and send nothing, and is kept nowhere", async () => {
    const listener = await listen();
    void listener.codeFor("s");
    const { headers, text } = await send(
      `${listener.redirectUri}?code=abc&state=s`,
    );
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(text).not.toMatch(/https?:|src=|<script/);
    expect(text).not.toContain("abc");
  });

  it("says when the user declined", async () => {
    const listener = await listen();
    const code = listener.codeFor("s");
    const reply = await send(
      `${listener.redirectUri}?error=access_denied&state=s`,
    );
    expect(reply.text).toContain("The sign-in was declined.");
    expect(await code).toMatchObject({ failure: { reason: "denied" } });
  });

  it.each(["code=abc&state=other", "code=abc", "error=access_denied"])(
    "refuses a redirect with the query %s",
    async (query) => {
      const listener = await listen();
      const code = listener.codeFor("s");
      const reply = await send(`${listener.redirectUri}?${query}`);
      expect(reply.status).toBe(400);
      expect(reply.text).not.toContain("abc");
      expect(await code).toMatchObject({
        failure: { kind: "signInFailed", reason: "stateMismatch" },
      });
    },
  );

  it("refuses everything else and goes on waiting", async () => {
    const listener = await listen();
    const code = listener.codeFor("s");
    const { origin, port } = new URL(listener.redirectUri);
    const good = `${listener.redirectUri}?code=abc&state=s`;
    expect((await send(`${origin}/callback?code=x&state=s`)).status).toBe(404);
    expect((await send(`${origin}/favicon.ico`)).status).toBe(404);
    expect((await send(good, { method: "POST" })).status).toBe(405);
    expect((await send(good, { method: "HEAD" })).status).toBe(405);
    expect((await send(good, { host: `evil.test:${port}` })).status).toBe(421);
    expect((await send(good, { host: `localhost:${port}` })).status).toBe(421);
    expect((await send(good)).status).toBe(200);
    expect(await code).toEqual(success("abc"));
  });

  it("serves nothing before it knows the state", async () => {
    const listener = await listen();
    const reply = await send(`${listener.redirectUri}?code=abc&state=s`);
    expect(reply.status).toBe(404);
  });

  it("takes the first of two redirects", async () => {
    const listener = await listen();
    const code = listener.codeFor("s");
    await Promise.allSettled([
      send(`${listener.redirectUri}?code=first&state=s`),
      send(`${listener.redirectUri}?code=second&state=s`),
    ]);
    expect(await code).toMatchObject({ ok: true });
  });

  it("gives up at the time limit and frees the port", async () => {
    const listener = await listen(20);
    expect(await listener.codeFor("s")).toEqual({
      ok: false,
      failure: { kind: "signInFailed", reason: "timedOut", detail: "" },
    });
    await listener.close();
    await expect(send(listener.redirectUri)).rejects.toThrow("ECONNREFUSED");
  });

  it("ends in cancelled when closed, even with a connection held open", async () => {
    const listener = await listen();
    const code = listener.codeFor("s");
    const idle = httpRequest(listener.redirectUri, { method: "POST" });
    idle.on("error", () => undefined);
    idle.flushHeaders();
    await listener.close();
    expect(await code).toEqual({ ok: false, failure: { kind: "cancelled" } });
    idle.destroy();
  });
});
