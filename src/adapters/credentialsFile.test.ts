// Behaviours of the command line's credentials.
import { describe, expect, it } from "vitest";
import { success } from "../shared/result.ts";
import { MemoryDurableFile } from "../testing/memoryDurableFile.ts";
import { loadCredentials } from "./credentialsFile.ts";

const document = {
  clientId: "id",
  clientSecret: "secret",
  accessToken: "access-1",
  refreshToken: "refresh-1",
};
const newPair = {
  accessToken: "access-2",
  refreshToken: "refresh-2",
  expiresAtMs: 1_700_000_000_000,
};

describe("a credentials file", () => {
  it("gives client and tokens", async () => {
    const file = new MemoryDurableFile(JSON.stringify(document));
    const loaded = await loadCredentials({}, file);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        client: { clientId: "id", clientSecret: "secret" },
        warning: null,
      },
    });
    expect(loaded.ok && (await loaded.value.tokenStore.load())).toEqual(
      success({
        accessToken: "access-1",
        refreshToken: "refresh-1",
        expiresAtMs: null,
      }),
    );
  });

  it("follows a refresh, keeps what else it holds, and is read back", async () => {
    const file = new MemoryDurableFile(
      JSON.stringify({ ...document, note: "of the teaching server" }),
    );
    const loaded = await loadCredentials({}, file);
    if (!loaded.ok) throw new Error("not loaded");
    expect(await loaded.value.tokenStore.save(newPair)).toEqual(success(null));
    expect(JSON.parse(file.text)).toEqual({
      clientId: "id",
      clientSecret: "secret",
      note: "of the teaching server",
      ...newPair,
    });
    const again = await loadCredentials({}, file);
    expect(again.ok && (await again.value.tokenStore.load())).toEqual(
      success(newPair),
    );
  });

  it("loses dead tokens but not the application", async () => {
    const file = new MemoryDurableFile(JSON.stringify(document));
    const loaded = await loadCredentials({}, file);
    if (!loaded.ok) throw new Error("not loaded");
    await loaded.value.tokenStore.save(null);
    expect(JSON.parse(file.text)).toEqual({
      clientId: "id",
      clientSecret: "secret",
    });
  });

  it("may hold a refresh token only: it is used at once", async () => {
    const file = new MemoryDurableFile('{"clientId":"id","refreshToken":"r"}');
    const loaded = await loadCredentials({}, file);
    expect(loaded.ok && (await loaded.value.tokenStore.load())).toEqual(
      success({ accessToken: "", refreshToken: "r", expiresAtMs: 0 }),
    );
  });

  it("is refused when others can read it", async () => {
    const file = new MemoryDurableFile(JSON.stringify(document));
    file.isOwnersOnly = false;
    expect(await loadCredentials({}, file)).toEqual({
      ok: false,
      failure: {
        kind: "invalidInput",
        field: "credentials",
        problem: "other users of this computer can read the file",
      },
    });
  });

  it.each([
    ["absent", null],
    ["no JSON", "accessToken=1"],
    ["a list", "[]"],
    ["a number for a token", '{"accessToken":1}'],
    ["without tokens", '{"clientId":"id"}'],
  ])("is refused when it is %s", async (_name, text) => {
    const file = new MemoryDurableFile(text);
    const environment = { CASEDROP_ACCESS_TOKEN: "not to be mixed in" };
    expect(await loadCredentials(environment, file)).toMatchObject({
      ok: false,
      failure: { kind: "invalidInput", field: "credentials" },
    });
  });

  it("repeats no credential in a failure", async () => {
    const file = new MemoryDurableFile('{"accessToken":"token-4711"');
    const loaded = await loadCredentials({}, file);
    expect(JSON.stringify(loaded)).not.toContain("token-4711");
  });
});

describe("credentials in the environment", () => {
  const environment = {
    CASEDROP_CLIENT_ID: "id",
    CASEDROP_CLIENT_SECRET: "secret",
    CASEDROP_ACCESS_TOKEN: "access-1",
    CASEDROP_REFRESH_TOKEN: "refresh-1",
  };

  it("work, with a warning that refreshed tokens are lost", async () => {
    const loaded = await loadCredentials(environment, null);
    if (!loaded.ok) throw new Error("not loaded");
    expect(loaded.value.client).toEqual({
      clientId: "id",
      clientSecret: "secret",
    });
    expect(loaded.value.warning).toContain("lost when this command ends");
    await loaded.value.tokenStore.save(newPair);
    expect(await loaded.value.tokenStore.load()).toEqual(success(newPair));
  });

  it("need no warning when nothing can be refreshed", async () => {
    const loaded = await loadCredentials({ CASEDROP_ACCESS_TOKEN: "a" }, null);
    expect(loaded).toMatchObject({ value: { client: null, warning: null } });
  });

  it("are refused without any token", async () => {
    expect(
      await loadCredentials({ CASEDROP_CLIENT_ID: "id" }, null),
    ).toMatchObject({
      ok: false,
      failure: { kind: "invalidInput", field: "credentials" },
    });
  });
});
