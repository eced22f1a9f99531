// Behaviours of the account: signing in and out with everything around it faked.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import {
  ScriptedHttp,
  type ScriptedReply,
} from "../../testing/scriptedHttp.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { createAccount } from "./account.ts";
import type { SignedInUser } from "./accountState.ts";
import { createRadiopaediaStores } from "./accountStores.ts";
import type {
  RedirectListener,
  RedirectListeners,
} from "./redirectListener.ts";
import { openSecretStore } from "./secretStore.ts";
import {
  defaultSettings,
  oauthSettingsOf,
  type Settings,
  type SettingsStore,
} from "./settings.ts";

const client = { clientId: "my-app", clientSecret: "my-secret" };
const tokensOf = (number: number) => ({
  status: 200,
  body: {
    access_token: `access-${String(number)}`,
    token_type: "Bearer",
    expires_in: 86_400,
    refresh_token: `refresh-${String(number)}`,
  },
});
const code = "code-12345678";
const jo: SignedInUser = { login: "jo", quota: { used: 3, allowed: 10 } };
const offline: Failure = { kind: "unreachable", code: "ENOTFOUND" };
const { signal } = new AbortController();

class MemorySettings implements SettingsStore {
  #settings = defaultSettings;

  read(): Settings {
    return this.#settings;
  }

  update(change: (settings: Settings) => Settings) {
    this.#settings = change(this.#settings);
    return success(this.#settings);
  }
}

/** Listeners whose redirects the test makes itself. */
class FakeListeners implements RedirectListeners {
  readonly opened: FakeListener[] = [];
  failure: Failure | null = null;

  async open(): Promise<Result<RedirectListener, Failure>> {
    await Promise.resolve();
    if (this.failure !== null) return failed(this.failure);
    const listener = new FakeListener(4711 + this.opened.length);
    this.opened.push(listener);
    return success(listener);
  }
}

class FakeListener implements RedirectListener {
  readonly redirectUri: string;
  isClosed = false;
  #answer: (code: Result<string, Failure>) => void = () => undefined;

  constructor(port: number) {
    this.redirectUri = `http://127.0.0.1:${String(port)}/callback`;
  }

  codeFor(): Promise<Result<string, Failure>> {
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.redirect(failed({ kind: "cancelled" }));
    return Promise.resolve();
  }

  redirect(code: Result<string, Failure>): void {
    this.#answer(code);
  }
}

async function setUp(http: ScriptedHttp, file = new MemoryDurableFile()) {
  const { secrets } = await openSecretStore({
    file,
    cipher: null,
    isPlainTextAllowed: true,
  });
  const settings = new MemorySettings();
  settings.update((before) => ({
    ...before,
    radiopaedia: { ...before.radiopaedia, clientId: client.clientId },
  }));
  const listeners = new FakeListeners();
  const log = new RecordingLog();
  const users: Result<SignedInUser, Failure>[] = [];
  const opened: string[] = [];
  const account = createAccount({
    http,
    clock: new ManualClock(),
    random: new SequentialRandom(),
    userAgent: "Casedrop/test",
    listeners,
    stores: createRadiopaediaStores(secrets, settings),
    oauth: () =>
      oauthSettingsOf("https://radiopaedia.org", settings.read().contract),
    openBrowser: (url) => {
      opened.push(url);
      return Promise.resolve(true);
    },
    readCurrentUser: async () => {
      await Promise.resolve();
      return users.shift() ?? success(jo);
    },
    log,
  });
  return { account, listeners, file, users, opened, log, settings };
}

async function signedOutAccount(http: ScriptedHttp) {
  const parts = await setUp(http);
  await parts.account.setClient(client);
  return parts;
}

async function signedInAccount(...further: readonly ScriptedReply[]) {
  const http = new ScriptedHttp(tokensOf(1), ...further);
  const parts = await signedOutAccount(http);
  await parts.account.signIn("outOfBand");
  await parts.account.submitCode(code);
  return { ...parts, http };
}

describe("signing in with a pasted code", () => {
  it("opens the browser, trades the code and shows who is signed in", async () => {
    const http = new ScriptedHttp(tokensOf(1));
    const { account, opened } = await signedOutAccount(http);
    expect(account.state()).toEqual({ kind: "signedOut" });
    await account.signIn("outOfBand");
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      method: "outOfBand",
      authorizeUrl: opened[0],
      browserOpened: true,
    });
    expect(await account.submitCode(` ${code}\n`)).toEqual(success(null));
    expect(account.state()).toEqual({
      kind: "signedIn",
      login: "jo",
      quota: { used: 3, allowed: 10 },
      failure: null,
    });
    expect(await account.tokens.accessToken(signal)).toEqual(
      success("access-1"),
    );
    expect(http.formOf(0)).toMatchObject({ code, client_id: "my-app" });
  });

  it("lets the user paste again after a wrong text, a refused code and a lost network", async () => {
    const http = new ScriptedHttp(
      { status: 400, body: { error: "invalid_grant" } },
      { failure: { kind: "unreachable", code: "ENOTFOUND" } },
      tokensOf(1),
    );
    const { account } = await signedOutAccount(http);
    await account.signIn("outOfBand");
    await account.submitCode("oops");
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      failure: { reason: "noCodeInText" },
    });
    await account.submitCode(code);
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      failure: { reason: "badCode" },
    });
    await account.submitCode(code);
    expect(account.state()).toMatchObject({
      kind: "signingIn",
      failure: offline,
    });
    await account.submitCode(code);
    expect(account.state()).toMatchObject({ kind: "signedIn" });
  });

  it("trades a code once though it is handed in twice", async () => {
    const http = new ScriptedHttp(tokensOf(1));
    const { account } = await signedOutAccount(http);
    await account.signIn("outOfBand");
    await Promise.all([account.submitCode(code), account.submitCode(code)]);
    expect(http.requests).toHaveLength(1);
    expect(account.state()).toMatchObject({ kind: "signedIn" });
  });

  it("ends when the user declined", async () => {
    const { account } = await signedOutAccount(new ScriptedHttp());
    await account.signIn("outOfBand");
    await account.submitCode("https://x.test/?error=access_denied");
    expect(account.state()).toEqual({
      kind: "signInFailed",
      failure: {
        kind: "signInFailed",
        reason: "denied",
        detail: "access_denied",
      },
    });
  });

  it("refuses a code when nobody is signing in", async () => {
    const { account } = await signedOutAccount(new ScriptedHttp());
    expect(await account.submitCode(code)).toMatchObject({
      failure: { kind: "invalidInput", field: "code" },
    });
    expect(account.state()).toEqual({ kind: "signedOut" });
  });

  it("does not sign in when the answer comes after the user cancelled", async () => {
    const { account } = await signedOutAccount(new ScriptedHttp(tokensOf(1)));
    await account.signIn("outOfBand");
    const submitted = account.submitCode(code);
    await account.cancelSignIn();
    expect(await submitted).toEqual(failed({ kind: "cancelled" }));
    expect(account.state()).toEqual({ kind: "signedOut" });
    expect(await account.tokens.accessToken(signal)).toMatchObject({
      ok: false,
    });
  });
});

describe("signing in with a redirect", () => {
  it("takes the code the browser brings back and closes the port", async () => {
    const http = new ScriptedHttp(tokensOf(1));
    const { account, listeners } = await signedOutAccount(http);
    await account.signIn("loopback");
    listeners.opened[0]?.redirect(success(code));
    await expect.poll(() => account.state().kind).toBe("signedIn");
    expect(http.formOf(0)["redirect_uri"]).toBe(
      "http://127.0.0.1:4711/callback",
    );
    expect(listeners.opened[0]?.isClosed).toBe(true);
  });

  it("also takes a pasted address, for a browser on another computer", async () => {
    const { account, listeners } = await signedOutAccount(
      new ScriptedHttp(tokensOf(1)),
    );
    await account.signIn("loopback");
    await account.submitCode(`http://127.0.0.1:4711/callback?code=${code}`);
    expect(account.state()).toMatchObject({ kind: "signedIn" });
    expect(listeners.opened[0]?.isClosed).toBe(true);
  });

  it("shows why the redirect did not help", async () => {
    const { account, listeners } = await signedOutAccount(new ScriptedHttp());
    const timedOut: Failure = {
      kind: "signInFailed",
      reason: "timedOut",
      detail: "",
    };
    await account.signIn("loopback");
    listeners.opened[0]?.redirect(failed(timedOut));
    await expect
      .poll(() => account.state())
      .toEqual({ kind: "signInFailed", failure: timedOut });
  });

  it("shows that no port could be opened", async () => {
    const { account, listeners } = await signedOutAccount(new ScriptedHttp());
    listeners.failure = { kind: "unreachable", code: "EACCES" };
    expect(await account.signIn("loopback")).toMatchObject({ ok: false });
    expect(account.state()).toMatchObject({ kind: "signInFailed" });
  });

  it("cancels the first attempt when a second one starts", async () => {
    const { account, listeners, opened } = await signedOutAccount(
      new ScriptedHttp(tokensOf(1)),
    );
    await account.signIn("loopback");
    await account.signIn("loopback");
    expect(listeners.opened.map(({ isClosed }) => isClosed)).toEqual([
      true,
      false,
    ]);
    listeners.opened[0]?.redirect(success("stale-code"));
    listeners.opened[1]?.redirect(success(code));
    await expect.poll(() => account.state().kind).toBe("signedIn");
    expect(opened).toHaveLength(2);
  });

  it("leaves one attempt standing when two are started at once", async () => {
    const { account, listeners } = await signedOutAccount(new ScriptedHttp());
    const [first, second] = await Promise.all([
      account.signIn("loopback"),
      account.signIn("loopback"),
    ]);
    expect(first).toEqual(failed({ kind: "cancelled" }));
    expect(second).toEqual(success(null));
    expect(listeners.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(
      1,
    );
  });
});

describe("staying signed in", () => {
  it("is signed in after a restart", async () => {
    const { file } = await signedInAccount();
    const { account } = await setUp(new ScriptedHttp(), file);
    expect(await account.restore()).toEqual(success(null));
    expect(account.state()).toMatchObject({ kind: "signedIn", login: "jo" });
    expect(await account.tokens.accessToken(signal)).toEqual(
      success("access-1"),
    );
  });

  it("shows the remembered login while the service cannot be asked", async () => {
    const { file } = await signedInAccount();
    const { account, users } = await setUp(new ScriptedHttp(), file);
    users.push(failed(offline));
    await account.restore();
    expect(account.state()).toEqual({
      kind: "signedIn",
      login: "jo",
      quota: null,
      failure: offline,
    });
  });

  it("asks to sign in again when the grant is dead, also after a restart", async () => {
    const { account, file, log } = await signedInAccount({
      status: 400,
      body: { error: "invalid_grant" },
    });
    await account.tokens.replaceRejected("access-1", signal);
    expect(account.state()).toEqual({ kind: "signInAgain", login: "jo" });
    expect(log.events).toContain("account.grantRevoked");
    const later = await setUp(new ScriptedHttp(), file);
    await later.account.restore();
    expect(later.account.state()).toEqual({ kind: "signInAgain", login: "jo" });
    expect(await later.account.tokens.accessToken(signal)).toEqual(
      failed({ kind: "signInNeeded", reason: "revoked" }),
    );
  });

  it("says that nobody has signed in after a sign-out and a restart", async () => {
    const { account, file } = await signedInAccount();
    await account.signOut();
    const later = await setUp(new ScriptedHttp(), file);
    await later.account.restore();
    expect(await later.account.tokens.accessToken(signal)).toEqual(
      failed({ kind: "signInNeeded", reason: "neverSignedIn" }),
    );
  });

  it("shows that new tokens could not be stored, and goes on", async () => {
    const { account, file } = await signedInAccount(tokensOf(2));
    file.writeFailure = { kind: "diskFull" };
    expect(await account.tokens.replaceRejected("access-1", signal)).toEqual(
      success("access-2"),
    );
    expect(account.state()).toMatchObject({
      kind: "signedIn",
      failure: { kind: "diskFull" },
    });
    file.writeFailure = null;
    await account.close();
    expect(account.state()).toMatchObject({ kind: "signedIn", failure: null });
  });

  it("says what is wrong when the stores cannot be read, instead of signing out", async () => {
    const { file } = await signedInAccount();
    file.readFailure = { kind: "unreadable", code: "EIO" };
    const { account } = await setUp(new ScriptedHttp(), file);
    expect(await account.restore()).toMatchObject({ ok: false });
    expect(account.state()).toMatchObject({
      kind: "signInFailed",
      failure: { kind: "unreadable" },
    });
  });
});

describe("signing out", () => {
  it("erases tokens and login and keeps the application", async () => {
    const { account, file } = await signedInAccount();
    expect(await account.signOut()).toEqual(success(null));
    expect(account.state()).toEqual({ kind: "signedOut" });
    const { account: later } = await setUp(new ScriptedHttp(), file);
    await later.restore();
    expect(later.state()).toEqual({ kind: "signedOut" });
  });

  it("does not show a user whose answer comes too late", async () => {
    const { account } = await signedInAccount();
    const reading = account.readUser();
    await account.signOut();
    await reading;
    expect(account.state()).toEqual({ kind: "signedOut" });
  });
});

describe("the application", () => {
  it("is asked for before anything else", async () => {
    const { account } = await setUp(new ScriptedHttp());
    await account.restore();
    expect(account.state()).toEqual({ kind: "noClient" });
  });

  it("ends the sign-in when it is another one", async () => {
    const { account } = await signedInAccount();
    await account.setClient({ clientId: "other", clientSecret: "s" });
    expect(account.state()).toEqual({ kind: "signedOut" });
    expect(await account.tokens.accessToken(signal)).toMatchObject({
      ok: false,
    });
  });

  it("keeps the sign-in when only the secret was corrected", async () => {
    const { account } = await signedInAccount();
    await account.setClient({ ...client, clientSecret: "new" });
    expect(account.state()).toMatchObject({ kind: "signedIn", login: "jo" });
  });

  it("counts as missing when a crash left an id without its secret", async () => {
    const { account, settings } = await signedOutAccount(new ScriptedHttp());
    settings.update((before) => ({
      ...before,
      radiopaedia: { ...before.radiopaedia, clientId: "half-saved" },
    }));
    await account.restore();
    expect(account.state()).toEqual({ kind: "noClient" });
  });
});

it("writes nothing about codes, tokens or names to the log", async () => {
  const { log } = await signedInAccount();
  expect(log.events).toEqual([
    "account.signedOut",
    "account.signInStarted",
    "account.signedIn",
  ]);
});
