// The embedded practice service: started with the app in a thread of its own, on loopback, with its data beside the cases.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../core/ports/log.ts";
import type { Failure } from "../../shared/failure.ts";
import {
  startSandboxThread,
  type SandboxThread,
} from "../../workers/sandboxThread.ts";

/** The sandbox of this run. */
export interface SandboxService {
  /** Null before it listens, and if it cannot. */
  origin(): string | null;
  /** Of the sample archive, which stands for the public ones while the user practises; null as `origin`. */
  archiveOrigin(): string | null;
  failure(): Failure | null;
  /** Resolves when it listens, or cannot. */
  readonly started: Promise<void>;
  /** Lets `remove` delete its data while it does not run; it is as new afterwards, and at another address. */
  forget<T>(remove: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Tells scripts of the same user how to reach the running sandbox and its admin endpoints (docs/sandbox.md). */
async function writeAccessFile(
  folder: string,
  sandbox: SandboxThread,
): Promise<void> {
  const { origin, storageOrigin, archiveOrigin, adminToken } = sandbox;
  const path = join(folder, "access.json");
  await mkdir(folder, { recursive: true });
  await writeFile(
    path,
    JSON.stringify({ origin, storageOrigin, archiveOrigin, adminToken }),
    {
      mode: 0o600,
    },
  );
  await chmod(path, 0o600);
}

/** Starts the sandbox. `onChange` is called when it listens, could not start, or crashed. */
export function startSandboxService(options: {
  readonly workersUrl: URL;
  readonly dataFolder: string;
  readonly log: Log;
  readonly onChange: () => void;
}): SandboxService {
  const { log, onChange, dataFolder } = options;
  let running: SandboxThread | null = null;
  let failure: Failure | null = null;
  const start = async (): Promise<void> => {
    const started = await startSandboxThread(options.workersUrl, {
      dataDir: dataFolder,
    });
    if (!started.ok) {
      const code =
        "code" in started.failure ? started.failure.code : started.failure.kind;
      failure = { kind: "unreachable", code };
      log.write("error", "sandbox.notStarted", { code });
      onChange();
      return;
    }
    running = started.value;
    void running.ended.then(({ crashed }) => {
      running = null;
      if (!crashed) return;
      failure = { kind: "unreachable", code: "SANDBOX_ENDED" };
      log.write("error", "sandbox.crashed");
      onChange();
    });
    await writeAccessFile(dataFolder, running);
    onChange();
  };
  const startOrTell = () =>
    start().catch((error: unknown) => {
      const errorName = error instanceof Error ? error.name : "unknown";
      failure = { kind: "bug", errorName };
      log.write("error", "sandbox.failed", { errorName });
      onChange();
    });
  let started = startOrTell();
  return {
    origin: () => running?.origin ?? null,
    archiveOrigin: () => running?.archiveOrigin ?? null,
    failure: () => failure,
    get started() {
      return started;
    },
    async forget(remove) {
      await started;
      await running?.close();
      try {
        return await remove();
      } finally {
        started = startOrTell();
        await started;
      }
    },
    async close() {
      await started;
      await running?.close();
    },
  };
}
