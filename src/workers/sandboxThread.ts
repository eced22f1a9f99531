// Starts the sandbox service in a thread of its own.
import { Worker } from "node:worker_threads";
import { failed, success, type Result } from "../shared/result.ts";
import type { Sandbox, SandboxFailure } from "../sandbox/startSandbox.ts";
import type {
  FromSandboxThread,
  SandboxThreadOptions,
  ToSandboxThread,
} from "./sandboxMessages.ts";

/** Why there is no sandbox. `crashed`: the thread ended by itself; `errorName` is a name, never a message. */
export type SandboxThreadFailure =
  SandboxFailure | { readonly kind: "crashed"; readonly errorName: string };

/** A sandbox in a thread. */
export interface SandboxThread extends Sandbox {
  /** Resolves when the thread ends, by `close` or by a crash; `crashed` says which. */
  readonly ended: Promise<{ readonly crashed: boolean }>;
}

/** A thread that does not close within this time is ended the hard way; its records are written before every answer anyhow. */
const closeTimeLimitMs = 5_000;

const closeMessage: ToSandboxThread = { kind: "close" };

function closeThread(
  worker: Worker,
  ended: SandboxThread["ended"],
): Promise<void> {
  const deadline = setTimeout(() => {
    void worker.terminate();
  }, closeTimeLimitMs);
  worker.postMessage(closeMessage);
  return ended.then(() => {
    clearTimeout(deadline);
  });
}

/**
 * Starts the service and resolves once it listens, or cannot. `workersUrl` is the folder of the bundled worker files,
 * with a slash at its end.
 */
export function startSandboxThread(
  workersUrl: URL,
  options: SandboxThreadOptions,
): Promise<Result<SandboxThread, SandboxThreadFailure>> {
  const worker = new Worker(new URL("sandboxWorker.js", workersUrl), {
    workerData: options,
  });
  let isClosing = false;
  let crash = "exit";
  const ended = new Promise<{ readonly crashed: boolean }>((resolve) => {
    worker.once("exit", () => {
      resolve({ crashed: !isClosing });
    });
  });
  worker.on("error", (error: unknown) => {
    crash = error instanceof Error ? error.name : "unknown";
  });
  return new Promise((resolve) => {
    worker.once("exit", () => {
      resolve(failed({ kind: "crashed", errorName: crash }));
    });
    worker.once("message", (message: FromSandboxThread) => {
      if (message.kind === "failed") {
        resolve(failed(message.failure));
        void worker.terminate();
        return;
      }
      const { origin, storageOrigin, archiveOrigin, adminToken } = message;
      const places = { origin, storageOrigin, archiveOrigin, adminToken };
      const close = () => {
        isClosing = true;
        return closeThread(worker, ended);
      };
      resolve(success({ ...places, ended, close }));
    });
  });
}
