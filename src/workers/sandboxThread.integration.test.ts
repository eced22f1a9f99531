// The sandbox in its thread, from the built worker file.
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainFetch } from "../testing/runningSandbox.ts";
import { startSandboxThread } from "./sandboxThread.ts";

const workers = resolve(import.meta.dirname, "../../out/workers");
const workersUrl = pathToFileURL(`${workers}/`);
const isBuilt = existsSync(join(workers, "sandboxWorker.js"));

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "casedrop-sandbox-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe.skipIf(!isBuilt)("startSandboxThread (needs npm run build)", () => {
  test("serves until it is closed, and ends its thread", async () => {
    const started = await startSandboxThread(workersUrl, { dataDir });
    if (!started.ok) throw new Error(started.failure.kind);
    const thread = started.value;
    const home = await plainFetch(`${thread.origin}/`);
    expect(home.text).toContain("No cases yet");
    const state = await plainFetch(`${thread.origin}/sandbox/state`, {
      headers: { "x-sandbox-token": thread.adminToken },
    });
    expect(state.status).toBe(200);
    await thread.close();
    expect(await thread.ended).toEqual({ crashed: false });
    await expect(plainFetch(`${thread.origin}/`)).rejects.toThrow();
  });

  test("passes on why it could not start", async () => {
    await writeFile(join(dataDir, "state.json"), "?");
    const started = await startSandboxThread(workersUrl, { dataDir });
    expect(started).toEqual({ ok: false, failure: { kind: "dataDamaged" } });
  });

  test("says that the thread crashed when there is no such worker", async () => {
    const nowhere = new URL("nowhere/", workersUrl);
    const started = await startSandboxThread(nowhere, { dataDir });
    expect(started).toEqual({
      ok: false,
      failure: { kind: "crashed", errorName: "Error" },
    });
  });
});
