// Starting and stopping: ports, damaged records, interrupted files, credentials, and the corpus as hard input.
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { at, plainFetch, RunningSandbox } from "../testing/runningSandbox.ts";
import { checkPolicy } from "./policy/checkPolicy.ts";
import { startSandbox } from "./startSandbox.ts";
import { renderSlice } from "./web/renderSlice.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "casedrop-sandbox-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe("startSandbox", () => {
  test("says that a port is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const { port } = other.address() as AddressInfo;
    expect(await startSandbox({ dataDir, port })).toEqual({
      ok: false,
      failure: { kind: "portInUse", port },
    });
    expect(await startSandbox({ dataDir, storagePort: port })).toEqual({
      ok: false,
      failure: { kind: "portInUse", port },
    });
    expect(await startSandbox({ dataDir, archivePort: port })).toEqual({
      ok: false,
      failure: { kind: "portInUse", port },
    });
    other.close();
  });

  test("runs the sample archive, whose faults its admin sets", async () => {
    const sandbox = await RunningSandbox.start();
    const archive = `${sandbox.archiveOrigin}/nbia-api/services/v4/`;
    const collections = () => plainFetch(`${archive}getCollectionValues`);
    expect((await collections()).text).toContain("SAMPLE-CHEST");
    const script = {
      rules: [
        {
          endpoint: "getCollectionValues",
          fault: { kind: "status", status: 503 },
        },
      ],
    };
    const faults = "/sandbox/archive/faults";
    expect((await sandbox.admin("POST", faults, script)).status).toBe(204);
    expect((await collections()).status).toBe(503);
    expect((await sandbox.admin("DELETE", faults)).status).toBe(204);
    expect((await collections()).status).toBe(200);
    expect((await sandbox.admin("POST", faults, { rules: 1 })).status).toBe(
      400,
    );
    const seen = await sandbox.admin("GET", "/sandbox/archive");
    expect(at(seen.json, "origin")).toBe(sandbox.archiveOrigin);
    expect(at(seen.json, "requests", 1, "status")).toBe(503);
    expect(at(seen.json, "requests", 1, "body")).toBe(undefined);
    await sandbox.admin("DELETE", "/sandbox/archive/requests");
    const emptied = await sandbox.admin("GET", "/sandbox/archive");
    expect(at(emptied.json, "requests")).toEqual([]);
    const unasked = await plainFetch(`${sandbox.origin}${faults}`, {
      method: "DELETE",
    });
    expect(unasked.status).toBe(401);
    await sandbox.end();
    await expect(collections()).rejects.toThrow("ECONNREFUSED");
  });

  test("never overwrites records it cannot understand", async () => {
    const file = join(dataDir, "state.json");
    for (const text of ["{", '{"version":2}']) {
      await writeFile(file, text);
      const started = await startSandbox({ dataDir });
      expect(started).toEqual({
        ok: false,
        failure: { kind: "dataDamaged" },
      });
      expect(await readFile(file, "utf8")).toBe(text);
    }
  });

  test("says that the data folder is unusable", async () => {
    await writeFile(join(dataDir, "file"), "");
    const started = await startSandbox({ dataDir: join(dataDir, "file", "x") });
    expect(started).toEqual({
      ok: false,
      failure: { kind: "dataUnusable", code: "ENOTDIR" },
    });
  });

  test("clears away what interrupted uploads left", async () => {
    const sandbox = await RunningSandbox.start();
    const part = join(sandbox.dataDir, "objects", "x.part");
    await writeFile(part, "half");
    await sandbox.restart();
    expect(await readdir(join(sandbox.dataDir, "objects"))).toEqual([]);
    await sandbox.end();
  });

  test("writes a sign-in that works and that only this user can read", async () => {
    const credentialsFile = join(dataDir, "credentials.json");
    const started = await startSandbox({ dataDir, credentialsFile });
    if (!started.ok) throw new Error(started.failure.kind);
    const credentials: unknown = JSON.parse(
      await readFile(credentialsFile, "utf8"),
    );
    expect(credentials).toEqual({
      clientId: "casedrop-sandbox",
      clientSecret: "public-sandbox-secret",
      accessToken: expect.any(String) as unknown,
      refreshToken: expect.any(String) as unknown,
    });
    const { accessToken } = credentials as { accessToken: string };
    const user = await plainFetch(
      `${started.value.origin}/api/v1/users/current`,
      { headers: { authorization: `Bearer ${accessToken}` } },
    );
    expect(user.status).toBe(200);
    if (process.platform !== "win32")
      expect((await stat(credentialsFile)).mode & 0o077).toBe(0);
    await started.value.close();
  });

  test("answers on 127.0.0.1 only", async () => {
    const sandbox = await RunningSandbox.start();
    for (const origin of [sandbox.origin, sandbox.storageOrigin])
      expect(new URL(origin).hostname).toBe("127.0.0.1");
    await sandbox.end();
  });
});

describeWithCorpus("real files", () => {
  async function corpusFiles(): Promise<readonly string[]> {
    const entries = await readdir(corpusPath(), {
      recursive: true,
      withFileTypes: true,
    });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }

  test("are all refused as they are, and none breaks check or renderer", async () => {
    const accepted: string[] = [];
    for (const file of await corpusFiles()) {
      const bytes = await readFile(file);
      const report = checkPolicy(bytes, "0.5.2");
      if (report.tags.length + report.problems.length === 0)
        accepted.push(file);
      renderSlice(bytes);
    }
    expect(accepted).toEqual([]);
  });
});
