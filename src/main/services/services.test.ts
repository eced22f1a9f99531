// Another site: nothing of the one before reaches it.
import { describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "../../core/account/settings.ts";
import { failed, success } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { RecordingLog } from "../../testing/recordingLog.ts";
import { ScriptedHttp } from "../../testing/scriptedHttp.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { createServices } from "./services.ts";

const stored = success(null);

function servicesWith(secrets: Map<string, string>, http: ScriptedHttp) {
  let settings: Settings = {
    ...defaultSettings,
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
