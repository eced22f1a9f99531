// Asking for a proxy's password: once for all, kept among the secrets, and not again right after a no.
import { describe, expect, it } from "vitest";
import { openSecretStore } from "../account/secretStore.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import { ProxyPasswords } from "./proxyPasswords.ts";

const failure = {
  kind: "proxyAuthNeeded",
  proxy: "proxy:8080",
  schemes: ["basic"],
  wasRejected: false,
} as const;
const never = new AbortController().signal;
const credentials = { username: "me", password: "secret" };

async function passwordsIn(file = new MemoryDurableFile()) {
  const { secrets } = await openSecretStore({
    file,
    cipher: null,
    isPlainTextAllowed: true,
  });
  const clock = new ManualClock();
  const passwords = new ProxyPasswords({
    secrets,
    clock,
    onChange: () => undefined,
  });
  await passwords.load();
  return { passwords, clock, file };
}

describe("ProxyPasswords", () => {
  it("asks once for all who wait, and remembers over a restart", async () => {
    const { passwords, file } = await passwordsIn();
    const waiting = [
      passwords.ask(failure, never),
      passwords.ask(failure, never),
    ];
    expect(passwords.question).toEqual({
      proxy: "proxy:8080",
      wasRejected: false,
    });
    await passwords.answer(credentials);
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(passwords.question).toBeNull();
    const later = await passwordsIn(file);
    expect(later.passwords.credentialsFor("proxy:8080")).toEqual(credentials);
    expect(later.passwords.credentialsFor("other:8080")).toBeNull();
    await later.passwords.forget();
    expect((await passwordsIn(file)).passwords.hasAny).toBe(false);
  });

  it("takes a no for a minute", async () => {
    const { passwords, clock } = await passwordsIn();
    const asked = passwords.ask(failure, never);
    await passwords.answer(null);
    expect(await asked).toBe(false);
    expect(await passwords.ask(failure, never)).toBe(false);
    expect(passwords.question).toBeNull();
    clock.advance(60_000);
    void passwords.ask(failure, never);
    expect(passwords.question).not.toBeNull();
  });

  it("takes the question back when nobody waits any more", async () => {
    const { passwords } = await passwordsIn();
    const controller = new AbortController();
    const asked = passwords.ask(failure, controller.signal);
    controller.abort();
    expect(await asked).toBe(false);
    expect(passwords.question).toBeNull();
  });
});
