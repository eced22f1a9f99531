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
import { plainFetch, RunningSandbox } from "../testing/runningSandbox.ts";
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
    other.close();
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
