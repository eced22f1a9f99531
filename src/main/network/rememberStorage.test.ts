// What the watcher of uploads notes, and what it lets through of the client that it wraps.
import { expect, it } from "vitest";
import {
  defaultSettings,
  type SettingsStore,
} from "../../core/account/settings.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import { success } from "../../shared/result.ts";
import { rememberStorage } from "./rememberStorage.ts";

function watched(more: Partial<HttpClient> = {}) {
  let settings = defaultSettings;
  const store: SettingsStore = {
    read: () => settings,
    update: (change) => success((settings = change(settings))),
  };
  const http: HttpClient = {
    gathersBodies: () => false,
    send: () =>
      Promise.resolve(success({ status: 200, headers: {}, text: "" })),
    ...more,
  };
  const client = rememberStorage(http, store);
  return { client, storage: () => settings.network.storageOrigin };
}

const put = (url: string, headers: Record<string, string> = {}) =>
  ({ method: "PUT", url, headers, stallTimeoutMs: 1 }) as const;

it("notes where presigned files went, and nothing of calls with a token or without TLS", async () => {
  const { client, storage } = watched();
  const { signal } = new AbortController();
  await client.send(put("https://site.test/a", { authorization: "x" }), signal);
  await client.send(put("http://plain.test/a?sig=1"), signal);
  expect(storage()).toBeNull();
  await client.send(put("https://s3.test/a?sig=1"), signal);
  expect(storage()).toBe("https://s3.test");
});

it("says whether bodies are gathered as the client does that it wraps", () => {
  const gathering = watched({ gathersBodies: (url) => url.includes("s3") });
  expect(gathering.client.gathersBodies("https://s3.test/")).toBe(true);
  expect(gathering.client.gathersBodies("https://site.test/")).toBe(false);
});
