// Signing in: the authorize pages, codes, PKCE, rotating refresh tokens, revocation.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import {
  at,
  MovableClock,
  plainFetch,
  RunningSandbox,
  type PlainAnswer,
} from "../../testing/runningSandbox.ts";

const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
const loopback = "http://127.0.0.1:50123/QmFzZTY0/callback";

let clock: MovableClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new MovableClock();
  sandbox = await RunningSandbox.start({ clock });
});
afterEach(() => sandbox.end());

function authorize(query: Record<string, string>): Promise<PlainAnswer> {
  const search = new URLSearchParams({
    client_id: sandboxClient.clientId,
    redirect_uri: loopback,
    response_type: "code",
    ...query,
  });
  return plainFetch(`${sandbox.origin}/oauth/authorize?${search.toString()}`);
}

function postForm(
  path: string,
  fields: Record<string, string>,
): Promise<PlainAnswer> {
  return plainFetch(sandbox.origin + path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
}

async function decide(
  query: Record<string, string>,
  decision = "authorize",
): Promise<PlainAnswer> {
  const page = await authorize(query);
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  return postForm("/oauth/authorize", { nonce, decision });
}

function target(answer: PlainAnswer): URL {
  return new URL(answer.headers.location ?? "", sandbox.origin);
}

async function codeFor(query: Record<string, string> = {}): Promise<string> {
  return target(await decide(query)).searchParams.get("code") ?? "";
}

function exchange(fields: Record<string, string>): Promise<PlainAnswer> {
  return postForm("/oauth/token", {
    grant_type: "authorization_code",
    client_id: sandboxClient.clientId,
    client_secret: sandboxClient.clientSecret,
    redirect_uri: loopback,
    ...fields,
  });
}

function refresh(refreshToken: unknown): Promise<PlainAnswer> {
  return exchange({
    grant_type: "refresh_token",
    refresh_token: String(refreshToken),
  });
}

function currentUser(accessToken: unknown): Promise<PlainAnswer> {
  return plainFetch(`${sandbox.origin}/api/v1/users/current`, {
    headers: { authorization: `bearer ${String(accessToken)}` },
  });
}

describe("the authorize page", () => {
  test("sends a code and the state back to the loopback redirect", async () => {
    const answer = await decide({ state: "s p&ce" });
    expect(answer.status).toBe(302);
    expect(target(answer).origin).toBe("http://127.0.0.1:50123");
    expect(target(answer).searchParams.get("state")).toBe("s p&ce");
    expect(target(answer).searchParams.get("code")).toMatch(/^[\w-]{43}$/);
  });

  test("shows the code for copying when the redirect is out of band", async () => {
    const answer = await decide({ redirect_uri: outOfBand });
    const page = await plainFetch(target(answer).href);
    const code = target(answer).searchParams.get("code") ?? "?";
    expect(page.text).toContain('id="authorization_code"');
    expect(page.text).toContain(code);
  });

  test("tells the application that the user denied", async () => {
    const answer = await decide({ state: "x" }, "deny");
    expect(target(answer).search).toBe("?error=access_denied&state=x");
  });

  test("never redirects for an unknown client or an unregistered redirect", async () => {
    expect((await authorize({ client_id: "other" })).status).toBe(401);
    for (const redirect_uri of [
      "https://example.org/callback",
      "http://127.0.0.1.example.org:80/callback",
      "http://localhost:50123/callback",
      "http://127.0.0.1:50123/elsewhere",
      "http://127.0.0.1:50123/callback?x=1",
    ])
      expect((await authorize({ redirect_uri })).status).toBe(400);
  });

  test("refuses scopes, other response types and weak challenges", async () => {
    const errorOf = async (query: Record<string, string>) =>
      target(await authorize(query)).searchParams.get("error");
    expect(await errorOf({ scope: "cases" })).toBe("invalid_scope");
    expect(await errorOf({ response_type: "token" })).toBe(
      "unsupported_response_type",
    );
    expect(await errorOf({ code_challenge: "x".repeat(43) })).toBe(
      "invalid_request",
    );
  });

  test("takes a form once, and not after ten minutes", async () => {
    const page = await authorize({});
    const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const fields = { nonce, decision: "authorize" };
    expect((await postForm("/oauth/authorize", fields)).status).toBe(302);
    expect((await postForm("/oauth/authorize", fields)).status).toBe(400);
    const late = await authorize({});
    clock.move(600_001);
    const lateNonce = /name="nonce" value="([^"]+)"/.exec(late.text)?.[1] ?? "";
    const lateFields = { nonce: lateNonce, decision: "authorize" };
    expect((await postForm("/oauth/authorize", lateFields)).status).toBe(400);
  });

  test("lets the form lead to the redirect and nowhere else", async () => {
    const policy = (await authorize({})).headers["content-security-policy"];
    expect(policy).toContain("form-action 'self' http://127.0.0.1:50123;");
    expect(policy).toContain("default-src 'none'");
  });
});

describe("the token endpoint", () => {
  test("exchanges a code for a pair that opens the API", async () => {
    const answer = await exchange({ code: await codeFor() });
    expect(answer.status).toBe(200);
    expect(at(answer.json, "token_type")).toBe("Bearer");
    expect(at(answer.json, "expires_in")).toBe(86_400);
    expect(at(answer.json, "created_at")).toBe(1_767_225_600);
    const user = await currentUser(at(answer.json, "access_token"));
    expect(at(user.json, "login")).toBe("sandbox-demo");
  });

  test("takes a code once", async () => {
    const code = await codeFor();
    await exchange({ code });
    const again = await exchange({ code });
    expect(again.status).toBe(400);
    expect(at(again.json, "error")).toBe("invalid_grant");
  });

  test("refuses an expired code, another redirect and a wrong secret", async () => {
    const late = await codeFor();
    clock.move(600_000);
    expect(at((await exchange({ code: late })).json, "error")).toBe(
      "invalid_grant",
    );
    const other = await exchange({
      code: await codeFor(),
      redirect_uri: outOfBand,
    });
    expect(at(other.json, "error")).toBe("invalid_grant");
    const secret = await exchange({
      code: await codeFor(),
      client_secret: "wrong",
    });
    expect(secret.status).toBe(401);
    expect(at(secret.json, "error")).toBe("invalid_client");
  });

  test("wants the verifier that belongs to the challenge", async () => {
    const code_verifier = "v".repeat(50);
    const challenge = {
      code_challenge: createHash("sha256")
        .update(code_verifier)
        .digest("base64url"),
      code_challenge_method: "S256",
    };
    const missing = await exchange({ code: await codeFor(challenge) });
    expect(missing.status).toBe(400);
    const right = await exchange({
      code: await codeFor(challenge),
      code_verifier,
    });
    expect(right.status).toBe(200);
  });

  test("refuses JSON bodies and unknown grant types", async () => {
    const json = await plainFetch(`${sandbox.origin}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(at(json.json, "error")).toBe("invalid_request");
    const password = await exchange({ grant_type: "password" });
    expect(at(password.json, "error")).toBe("unsupported_grant_type");
  });

  test("kills the old pair with a refresh, the access token included", async () => {
    const first = await exchange({ code: await codeFor() });
    const second = await refresh(at(first.json, "refresh_token"));
    expect(second.status).toBe(200);
    const old = await currentUser(at(first.json, "access_token"));
    expect(old.status).toBe(401);
    const again = await refresh(at(first.json, "refresh_token"));
    expect(again.status).toBe(400);
    expect(at(again.json, "error")).toBe("invalid_grant");
    const living = await currentUser(at(second.json, "access_token"));
    expect(living.status).toBe(200);
  });

  test("gives one pair when the same refresh token comes twice at once", async () => {
    const first = await exchange({ code: await codeFor() });
    const token = at(first.json, "refresh_token");
    const answers = await Promise.all([refresh(token), refresh(token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
  });

  test("lets access tokens die after a day", async () => {
    const pair = await exchange({ code: await codeFor() });
    clock.move(86_400_000);
    expect((await currentUser(at(pair.json, "access_token"))).status).toBe(401);
    expect((await refresh(at(pair.json, "refresh_token"))).status).toBe(200);
  });
});

describe("administration of sign-ins", () => {
  test("revokes access tokens alone, or whole grants", async () => {
    const pair = await sandbox.admin("POST", "/sandbox/tokens", {});
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    expect((await currentUser(at(pair.json, "access_token"))).status).toBe(401);
    const renewed = await refresh(at(pair.json, "refresh_token"));
    expect(renewed.status).toBe(200);
    await sandbox.admin("POST", "/sandbox/revoke", { what: "grant" });
    expect((await refresh(at(renewed.json, "refresh_token"))).status).toBe(400);
  });

  test("registers clients, which survive a restart like tokens do", async () => {
    const client = await sandbox.admin("POST", "/sandbox/clients", {
      name: "Web <app>",
      isConfidential: false,
      redirectUris: ["https://example.org/back"],
    });
    await sandbox.restart();
    const query = {
      client_id: String(at(client.json, "clientId")),
      redirect_uri: "https://example.org/back",
    };
    expect((await authorize(query)).text).toContain("Web &lt;app&gt;");
    const pair = await exchange({
      ...query,
      client_secret: "",
      code: await codeFor(query),
    });
    expect(pair.status).toBe(200);
    expect((await currentUser(sandbox.accessToken)).status).toBe(200);
  });

  test("sends a registered client to no loopback address, as Radiopaedia does not", async () => {
    const client = await sandbox.admin("POST", "/sandbox/clients", {
      name: "Pastes its codes",
    });
    const client_id = String(at(client.json, "clientId"));
    expect((await authorize({ client_id })).status).toBe(400);
    const redirect_uri = "urn:ietf:wg:oauth:2.0:oob";
    expect((await authorize({ client_id, redirect_uri })).status).toBe(200);
  });

  test("is closed to those without the admin token", async () => {
    for (const path of ["/sandbox/state", "/sandbox/objects/00"])
      expect((await plainFetch(sandbox.origin + path)).status).toBe(401);
    const faults = await plainFetch(`${sandbox.origin}/sandbox/faults`, {
      method: "POST",
      headers: { "x-sandbox-token": "guess" },
      body: "{}",
    });
    expect(faults.status).toBe(401);
  });

  test("keeps no token on disk or in the log in readable form", async () => {
    const { readFile } = await import("node:fs/promises");
    const file = await readFile(`${sandbox.dataDir}/state.json`, "utf8");
    const state = await sandbox.admin("GET", "/sandbox/state");
    expect(file).not.toContain(sandbox.accessToken);
    expect(state.text).not.toContain(sandbox.accessToken);
  });
});
