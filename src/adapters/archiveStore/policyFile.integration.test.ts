// The acceptance of the data usage policy: one for window and commands, in the folder of the user.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createPolicyFile, profileFolder } from "./policyFile.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-policy-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = "2026-01-01T00:00:00.000Z";

it("is remembered in a folder that need not be there yet, for whoever reads the file next", () => {
  const path = join(folder, "Casedrop", "policy.json");
  expect(createPolicyFile(path).acceptedAt()).toBeNull();
  expect(createPolicyFile(path).accept(at)).toEqual({ ok: true, value: null });
  expect(createPolicyFile(path).acceptedAt()).toBe(at);
});

it("is asked for again where the file says something else, and fails where nothing can be written", async () => {
  const path = join(folder, "policy.json");
  await writeFile(path, "{}");
  expect(createPolicyFile(path).acceptedAt()).toBeNull();
  expect(createPolicyFile(join(path, "below")).accept(at)).toMatchObject({
    ok: false,
  });
});

it("lies where the window keeps its data on each system", () => {
  const home = { HOME: join("/", "home", "ada") };
  expect(profileFolder("linux", home)).toBe(
    join("/", "home", "ada", ".config", "Casedrop"),
  );
  expect(profileFolder("linux", { ...home, XDG_CONFIG_HOME: "/cfg" })).toBe(
    join("/cfg", "Casedrop"),
  );
  expect(profileFolder("darwin", home)).toBe(
    join("/", "home", "ada", "Library", "Application Support", "Casedrop"),
  );
  expect(profileFolder("win32", { APPDATA: "/roaming" })).toBe(
    join("/roaming", "Casedrop"),
  );
  expect(profileFolder("linux", {})).toBeNull();
});
