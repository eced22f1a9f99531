// Several sign-ins, each for its own cases; and another site, which nothing of the one before reaches.
import { describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "../../core/account/settings.ts";
import { sandboxPlanOrigin } from "../../shared/destination.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { ScriptedHttp } from "../../testing/scriptedHttp.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { accountHandlers } from "../ipc/accountHandlers.ts";
import { createServices } from "./services.ts";

const stored = success(null);

function servicesWith(
  secrets: Map<string, string>,
  http: ScriptedHttp,
  more: Partial<Settings> = {},
) {
  let settings: Settings = {
    ...defaultSettings,
    ...more,
    serviceInUse: "radiopaedia",
    radiopaedia: { origin: "https://radiopaedia.org", clientId: "id" },
  };
  const services = createServices({
    http,
    clock: new ManualClock(0),
    random: new SequentialRandom(),
    log: new RecordingLog(),
    listeners: { open: () => Promise.reject(new Error("No listener")) },
    settings: {
      read: () => settings,
      update: (change) => {
        settings = change(settings);
        return success(settings);
      },
    },
    secrets: {
      storage: () => "keychain",
      get: (name) => Promise.resolve(success(secrets.get(name) ?? null)),
      set: (name, value) => {
        secrets.set(name, value);
        return Promise.resolve(stored);
      },
      delete: (name) => {
        secrets.delete(name);
        return Promise.resolve(stored);
      },
      allowPlainText: () => Promise.resolve(stored),
    },
    userAgent: "Casedrop/test",
    openBrowser: () => Promise.resolve(true),
    sandboxOrigin: () => null,
    onChange: () => undefined,
  });
  return { services, settings: () => settings };
}

describe("another site", () => {
  it("gets neither the sign-in nor the application of the one before", async () => {
    const secrets = new Map([
      [
        "radiopaedia.clientSecret",
        JSON.stringify({ version: 1, clientId: "id", clientSecret: "s" }),
      ],
      ["radiopaedia.login", "someone"],
      [
        "radiopaedia.tokens",
        JSON.stringify({
          version: 1,
          accessToken: "a",
          refreshToken: "r",
          expiresAtMs: 9_000_000,
        }),
      ],
      ["sandbox.login", "sandbox-demo"],
    ]);
    const http = new ScriptedHttp({ status: 200, body: { login: "someone" } });
    const { services, settings } = servicesWith(secrets, http);
    await services.restore();
    expect(services.inUse().account.state().kind).toBe("signedIn");

    expect((await services.useSite("https://other.test")).ok).toBe(true);

    expect([...secrets.keys()]).toEqual(["sandbox.login"]);
    expect(settings().radiopaedia).toEqual({
      origin: "https://other.test",
      clientId: "",
    });
    expect(services.inUse().origin()).toBe("https://other.test");
    expect(services.inUse().account.state().kind).toBe("noClient");
    expect(http.requests.map(({ url }) => new URL(url).origin)).toEqual([
      "https://radiopaedia.org",
    ]);
    await services.close();
  });

  it("gets nothing of a case that was begun on the one before, which says so", async () => {
    const http = new ScriptedHttp({ status: 200, body: { login: "someone" } });
    const { services } = servicesWith(new Map(), http);
    const begunOn = { serviceOrigin: "https://radiopaedia.org" };
    await services.useSite("https://other.test");

    const client = services.clientFor(begunOn);
    expect(await client.currentUser(new AbortController().signal)).toEqual(
      failed({ kind: "otherSite", origin: "https://radiopaedia.org" }),
    );
    expect(client.caseUrl(7)).toBe("https://radiopaedia.org/cases/7");
    expect(http.requests).toEqual([]);

    await services.useSite("https://radiopaedia.org");
    expect(
      await services
        .clientFor(begunOn)
        .currentUser(new AbortController().signal),
    ).toMatchObject({ failure: { kind: "signInNeeded" } });
    await services.close();
  });
});

const site = "https://radiopaedia.org";
const tokens = JSON.stringify({
  version: 1,
  accessToken: "a",
  refreshToken: "r",
  expiresAtMs: 9_000_000,
});

/** The first sign-in and a second one, by the login each is known by; null: of a grant that is dead. */
async function twoSignIns(
  first: { readonly login: string; readonly tokens: string | null },
  second: { readonly login: string; readonly tokens: string | null },
  inUse: string,
) {
  const secrets = new Map<string, string>();
  for (const [signInId, known] of [
    ["radiopaedia", first],
    ["radiopaedia-2", second],
  ] as const) {
    secrets.set(
      `${signInId}.clientSecret`,
      JSON.stringify({ version: 1, clientId: "id", clientSecret: "s" }),
    );
    secrets.set(`${signInId}.login`, known.login);
    if (known.tokens !== null) secrets.set(`${signInId}.tokens`, known.tokens);
  }
  const login = first.tokens === null ? second.login : first.login;
  const user = { status: 200, body: { login } };
  const http = new ScriptedHttp(user, user, user);
  const { services } = servicesWith(secrets, http, {
    moreSignIns: [
      { signInId: "radiopaedia-2", service: "radiopaedia", clientId: "id" },
    ],
    signInInUse: { sandbox: null, radiopaedia: inUse },
  });
  await services.restore();
  const states = () =>
    services
      .views()
      .filter(({ service }) => service === "radiopaedia")
      .map(({ signInId, isInUse, state }) => [signInId, isInUse, state.kind]);
  return { services, http, states };
}

describe("several sign-ins", () => {
  it("sign in with the account that a case waits for, and leave the one in use as it is", async () => {
    const { services, states } = await twoSignIns(
      { login: "anna", tokens },
      { login: "bert", tokens: null },
      "radiopaedia",
    );
    expect(states()).toEqual([
      ["radiopaedia", true, "signedIn"],
      ["radiopaedia-2", false, "signInAgain"],
    ]);
    const handlers = accountHandlers({
      services,
      boundTo: () => ({ serviceOrigin: site, login: "bert" }),
      copyText: () => undefined,
    });
    expect(await handlers.signInForCase("of bert" as CaseId)).toMatchObject({
      ok: true,
    });
    expect(states()).toEqual([
      ["radiopaedia", false, "signedIn"],
      ["radiopaedia-2", true, "signingIn"],
    ]);
    // Radiopaedia sends nobody back to a port of this computer (contract section 2).
    const state = services.inUse().account.state();
    if (state.kind !== "signingIn") throw new Error("No sign-in");
    expect(new URL(state.authorizeUrl).searchParams.get("redirect_uri")).toBe(
      "urn:ietf:wg:oauth:2.0:oob",
    );
    await services.close();
  });

  it("take nobody's place for an account that signed out, but stand beside", async () => {
    const { services, states } = await twoSignIns(
      { login: "anna", tokens },
      { login: "carl", tokens: null },
      "radiopaedia",
    );
    const handlers = accountHandlers({
      services,
      boundTo: () => ({ serviceOrigin: site, login: "bert" }),
      copyText: () => undefined,
    });
    const press = () => handlers.signInForCase("of bert" as CaseId);
    expect(await press()).toMatchObject({ ok: true });
    expect(await press()).toMatchObject({ ok: true });
    expect(states()).toEqual([
      ["radiopaedia", false, "signedIn"],
      ["radiopaedia-2", false, "signInAgain"],
      ["radiopaedia-3", true, "signingIn"],
    ]);
    await services.close();
  });

  it("leave the one in use where the one that a case waits for cannot begin", async () => {
    const { services } = servicesWith(new Map(), new ScriptedHttp());
    await services.restore();
    const handlers = accountHandlers({
      services,
      boundTo: () => ({ serviceOrigin: sandboxPlanOrigin, login: "demo" }),
      copyText: () => undefined,
    });
    expect(await handlers.signInForCase("practice" as CaseId)).toMatchObject({
      failure: { kind: "unreachable" },
    });
    expect(services.inUse().kind).toBe("radiopaedia");
    await services.close();
  });

  it.each([
    ["dead", "radiopaedia"],
    ["dead, though that is not in use", "radiopaedia-2"],
  ])(
    "of one login send with the one that works where the first is %s",
    async (_name, inUse) => {
      const { services, http } = await twoSignIns(
        { login: "anna", tokens: null },
        { login: "anna", tokens },
        inUse,
      );
      const bound = { serviceOrigin: site, login: "anna" };
      const asked = http.requests.length;
      const answer = await services
        .clientFor(bound)
        .currentUser(new AbortController().signal);
      expect(answer).toMatchObject({ ok: true, value: { login: "anna" } });
      expect(http.requests.length).toBeGreaterThan(asked);
      expect(
        services.serviceFor({ service: "radiopaedia", login: "anna" })
          ?.signInId,
      ).toBe("radiopaedia-2");
      await services.close();
    },
  );
});
