// The whole code flow against the sandbox: real sockets, a browser played by plain requests.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { createLoopbackListeners } from "../../adapters/loopbackListener.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import {
  MovableClock,
  plainFetch,
  RunningSandbox,
} from "../../testing/runningSandbox.ts";
import {
  createRadiopaediaClient,
  type RadiopaediaClient,
} from "../radiopaedia/client.ts";
import { defaultServiceSettings } from "../radiopaedia/serviceSettings.ts";
import { createAccount, type Account } from "./account.ts";
import { createSandboxStores } from "./accountStores.ts";
import type { OAuthClient } from "./authorization.ts";
import { openSecretStore } from "./secretStore.ts";
import { defaultSettings, oauthSettingsOf } from "./settings.ts";
import { parseTokens } from "./tokenEndpoint.ts";

const userAgent = "Casedrop/test";
const { signal } = new AbortController();

let sandbox: RunningSandbox;
let sandboxClock: MovableClock;
let http: ReturnType<typeof createUndiciHttp>;
let file: MemoryDurableFile;
let account: Account;

beforeEach(async () => {
  sandboxClock = new MovableClock(Date.now());
  sandbox = await RunningSandbox.start({ clock: sandboxClock });
  http = createUndiciHttp();
  file = new MemoryDurableFile();
  account = await openAccount();
});

afterEach(async () => {
  await account.close();
  await http.close();
  await sandbox.end();
});

/** An account over the test's file, as after a start of the app. */
async function openAccount(
  client: OAuthClient = sandboxClient,
): Promise<Account> {
  const { secrets } = await openSecretStore({
    file,
    cipher: null,
    isPlainTextAllowed: true,
  });
  const opened: Account = createAccount({
    http,
    clock: systemClock,
    random: systemRandom,
    userAgent,
    listeners: createLoopbackListeners(),
    stores: createSandboxStores(secrets, client),
    oauth: () => oauthSettingsOf(sandbox.origin, defaultSettings.contract),
    openBrowser: () => Promise.resolve(true),
    readCurrentUser: (reading) => service.currentUser(reading),
    log: new RecordingLog(),
  });
  const service: RadiopaediaClient = createRadiopaediaClient({
    http,
    tokens: opened.tokens,
    clock: systemClock,
    settings: defaultServiceSettings(sandbox.origin, userAgent),
  });
  await opened.restore();
  return opened;
}

/** What the user does in the browser; answers the address the service sends it to. */
async function decide(decision: "authorize" | "deny"): Promise<string> {
  const state = account.state();
  if (state.kind !== "signingIn") throw new Error(`State is ${state.kind}`);
  const page = await plainFetch(state.authorizeUrl);
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1];
  if (nonce === undefined) throw new Error(`No form: ${page.text}`);
  const answer = await plainFetch(`${sandbox.origin}/oauth/authorize`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ nonce, decision }).toString(),
  });
  const location = answer.headers.location ?? "";
  return new URL(location, sandbox.origin).href;
}

async function signInOutOfBand(): Promise<void> {
  await account.signIn("outOfBand");
  const result = await account.submitCode(await decide("authorize"));
  expect(result).toEqual({ ok: true, value: null });
}

const signedInView = {
  kind: "signedIn",
  login: "sandbox-demo",
  quota: { used: 0, allowed: 10 },
  failure: null,
};

describe("signing in to the sandbox", () => {
  it("works with a redirect to this computer", async () => {
    await account.signIn("loopback");
    const page = await plainFetch(await decide("authorize"));
    expect(page.text).toContain("go back to Casedrop");
    await expect.poll(() => account.state()).toEqual(signedInView);
  });

  it("works with the address or the bare code pasted by hand", async () => {
    await signInOutOfBand();
    expect(account.state()).toEqual(signedInView);
    await account.signIn("outOfBand");
    const address = new URL(await decide("authorize"));
    const code = address.searchParams.get("code") ?? "";
    await account.submitCode(`"${code}"\n`);
    expect(account.state()).toEqual(signedInView);
  });

  it("works with tokens handed out without a browser", async () => {
    const minted = await sandbox.admin("POST", "/sandbox/tokens", {});
    const tokens = parseTokens(minted.text, Date.now());
    if (!tokens.ok) throw new Error(tokens.failure.kind);
    await account.signInWith(tokens.value);
    expect(account.state()).toEqual(signedInView);
  });

  it("ends when the user declines", async () => {
    await account.signIn("loopback");
    const page = await plainFetch(await decide("deny"));
    expect(page.text).toContain("declined");
    await expect
      .poll(() => account.state())
      .toMatchObject({ kind: "signInFailed", failure: { reason: "denied" } });
  });

  it("does not take a code that came with another state", async () => {
    await account.signIn("loopback");
    const redirect = new URL(await decide("authorize"));
    redirect.searchParams.set("state", "planted");
    expect((await plainFetch(redirect.href)).status).toBe(400);
    await expect
      .poll(() => account.state())
      .toMatchObject({ failure: { reason: "stateMismatch" } });
  });

  it("lets the user fetch a new code when the first one has expired", async () => {
    await account.signIn("outOfBand");
    const address = await decide("authorize");
    sandboxClock.move(10 * 60_000 + 1);
    await account.submitCode(address);
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      failure: { kind: "signInFailed", reason: "badCode" },
    });
    await account.submitCode(await decide("authorize"));
    expect(account.state()).toMatchObject({ kind: "signedIn" });
  });

  it("says when id and secret do not belong together", async () => {
    account = await openAccount({ ...sandboxClient, clientSecret: "wrong" });
    await account.signIn("outOfBand");
    await account.submitCode(await decide("authorize"));
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      failure: { kind: "signInFailed", reason: "badClient" },
    });
  });
});

describe("staying signed in", () => {
  it("renews a refused access token and goes on", async () => {
    await signInOutOfBand();
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    await account.readUser();
    expect(account.state()).toEqual(signedInView);
  });

  it("survives a restart after a rotation, with the new pair", async () => {
    await signInOutOfBand();
    const before = file.text;
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    await account.readUser();
    expect(file.text).not.toBe(before);
    await account.close();
    account = await openAccount();
    expect(account.state()).toEqual(signedInView);
  });

  it("asks to sign in again when the old pair of a rotation comes back", async () => {
    await signInOutOfBand();
    const before = file.text;
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    await account.readUser();
    file.content = Buffer.from(before);
    account = await openAccount();
    expect(account.state()).toEqual({
      kind: "signInAgain",
      login: "sandbox-demo",
    });
  });

  it("asks to sign in again when the grant was revoked, and then goes on", async () => {
    await signInOutOfBand();
    await sandbox.admin("POST", "/sandbox/revoke", { what: "grant" });
    await account.readUser();
    expect(account.state()).toEqual({
      kind: "signInAgain",
      login: "sandbox-demo",
    });
    await signInOutOfBand();
    expect(account.state()).toEqual(signedInView);
  });

  it("keeps the sign-in when the token endpoint is down for a moment", async () => {
    await signInOutOfBand();
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    await sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [
        { route: "token", nth: 1, fault: { kind: "status", status: 503 } },
      ],
    });
    await account.readUser();
    expect(account.state()).toMatchObject({
      kind: "signedIn",
      failure: { kind: "serverError", status: 503 },
    });
    await account.readUser();
    expect(account.state()).toEqual(signedInView);
  });

  it("asks to sign in again when the answer of a refresh was lost on the way", async () => {
    await signInOutOfBand();
    await sandbox.admin("POST", "/sandbox/revoke", { what: "access" });
    await sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [{ route: "token", nth: 1, fault: { kind: "lostAnswer" } }],
    });
    await account.readUser();
    expect(account.state()).toMatchObject({
      kind: "signedIn",
      failure: { kind: "connectionLost" },
    });
    await account.readUser();
    expect(account.state()).toMatchObject({ kind: "signInAgain" });
  });

  it("refreshes once for many calls at the same time", async () => {
    await signInOutOfBand();
    const token = await account.tokens.accessToken(signal);
    if (!token.ok) throw new Error(token.failure.kind);
    await sandbox.admin("DELETE", "/sandbox/requests");
    await Promise.all(
      Array.from({ length: 8 }, () =>
        account.tokens.replaceRejected(token.value, signal),
      ),
    );
    const { requests } = await sandbox.state();
    expect(requests.filter(({ route }) => route === "token")).toHaveLength(1);
  });
});
