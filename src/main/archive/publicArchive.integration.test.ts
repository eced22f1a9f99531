// Public archives of the app: names at archives, kept among the secrets and forgotten with the accounts, and whom archives can ask.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createPolicyFile } from "../../adapters/archiveStore/policyFile.ts";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { defaultSettings } from "../../core/account/settings.ts";
import {
  startArchive,
  type RunningArchive,
} from "../../sandbox/nbia/archiveServer.ts";
import { userAgentOf } from "../../shared/contactAddress.ts";
import { success } from "../../shared/result.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { createPublicArchive, type PublicArchive } from "./publicArchive.ts";

const http = createUndiciHttp();
let server: RunningArchive;
let folder: string;
beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archives-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The archives of an app that starts with these secrets. */
function openArchives(
  secrets: Map<string, string>,
  userAgent = () => "Casedrop test",
): PublicArchive {
  return createPublicArchive({
    http,
    settings: {
      read: () => defaultSettings,
      update: () => success(defaultSettings),
    },
    secrets: {
      get: (name) => Promise.resolve(success(secrets.get(name) ?? null)),
      set: (name, value) => {
        secrets.set(name, value);
        return Promise.resolve(success(null));
      },
      delete: (name) => {
        secrets.delete(name);
        return Promise.resolve(success(null));
      },
    },
    userAgent,
    policy: createPolicyFile(join(folder, "policy.json")),
    folder,
    sampleOrigin: () => server.origin,
    isPractising: () => true,
    onChange: () => undefined,
  });
}

it("keeps a name for its archive over restarts until accounts are forgotten", async () => {
  const secrets = new Map<string, string>();
  const open = () => openArchives(secrets);
  const first = open();
  await first.start();
  const wrong = { username: "teacher", password: "wrong" };
  expect(await first.signIn(wrong)).toMatchObject({
    ok: false,
    failure: { kind: "archiveSignInRefused" },
  });
  expect([secrets.size, first.view().signedInAs]).toEqual([0, null]);
  const login = { username: "teacher", password: "synthetic" };
  expect((await first.signIn(login)).ok).toBe(true);
  expect([...secrets.keys()]).toEqual(["nbiaLogin.sample"]);
  await first.close();

  const again = open();
  await again.start();
  expect(again.view().signedInAs).toBe("teacher");
  expect((await again.forgetLogins()).ok).toBe(true);
  expect([secrets.size, again.view().signedInAs]).toEqual([0, null]);
  await again.close();
});

it("tells the archive the contact address as it is when it is asked", async () => {
  let contact: string | null = null;
  const archives = openArchives(new Map(), () => userAgentOf("1.0.0", contact));
  const desk = valueOf(await archives.desk());
  const signal = new AbortController().signal;
  await desk.ask({ kind: "collections" }, signal);
  expect(server.requests.at(-1)?.userAgent).toBe("Casedrop/1.0.0");

  contact = "mailto:anna@example.org";
  await desk.ask(
    { kind: "patients", collection: "SAMPLE-CHEST", modality: "" },
    signal,
  );
  expect(server.requests.at(-1)?.userAgent).toBe(
    "Casedrop/1.0.0 (+mailto:anna@example.org)",
  );
  await archives.close();
});

it("knows that a command accepted the data usage policy for this user", async () => {
  const archives = openArchives(new Map());
  await archives.start();
  expect(archives.view().isPolicyAccepted).toBe(false);
  createPolicyFile(join(folder, "policy.json")).accept(
    "2026-01-01T00:00:00.000Z",
  );
  expect(archives.view().isPolicyAccepted).toBe(true);
  await archives.close();
});
