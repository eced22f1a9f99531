// Signing in to an archive by name, over loopback: taken or refused, and given back.
import { afterAll, beforeAll, expect, it } from "vitest";
import { createUndiciHttp } from "../../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../../adapters/systemClock.ts";
import {
  startArchive,
  type RunningArchive,
} from "../../../sandbox/nbia/archiveServer.ts";
import { valueOf } from "../../../testing/dicomFixtures.ts";
import { createArchiveCaller } from "./archiveCaller.ts";
import { placesAt } from "./archiveSettings.ts";
import { NbiaTokens } from "./archiveTokens.ts";

const http = createUndiciHttp();
const never = new AbortController().signal;
let server: RunningArchive;
beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(async () => {
  await http.close();
  await server.close();
});

it("asks by name only after the archive took name and password, and as the guest after signing out", async () => {
  const caller = createArchiveCaller({
    http,
    clock: systemClock,
    random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
    settings: {
      ...placesAt(server.origin),
      apiKey: null,
      userAgent: () => "Casedrop test",
    },
    tokens: null,
  });
  const tokens = new NbiaTokens(caller, systemClock);
  const guest = valueOf(await tokens.token(never));
  expect(
    await tokens.signIn({ username: "teacher", password: "wrong" }, never),
  ).toMatchObject({ ok: false, failure: { kind: "archiveSignInRefused" } });
  expect(tokens.username).toBeNull();
  expect(valueOf(await tokens.token(never))).toBe(guest);

  const login = { username: "teacher", password: "synthetic" };
  expect((await tokens.signIn(login, never)).ok).toBe(true);
  expect(tokens.username).toBe("teacher");
  const own = valueOf(await tokens.token(never));
  expect(own).not.toBe(guest);
  await tokens.signOut(never);
  expect(tokens.username).toBeNull();
  expect(valueOf(await tokens.token(never))).not.toBe(own);
  const logouts = server.requests.filter(({ path }) =>
    path.endsWith("/logout"),
  );
  expect(logouts).toHaveLength(2);
});
