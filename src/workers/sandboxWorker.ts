// Thread that runs the sandbox service, so that its disk work and checks never hold up the main process.
import { parentPort, workerData } from "node:worker_threads";
import { startSandbox } from "../sandbox/startSandbox.ts";
import type {
  FromSandboxThread,
  SandboxThreadOptions,
} from "./sandboxMessages.ts";

function tell(message: FromSandboxThread): void {
  parentPort?.postMessage(message);
}

/** The starter and this file are built together, so its data has this form. */
function readOptions(): SandboxThreadOptions {
  return workerData as SandboxThreadOptions;
}

const started = await startSandbox(readOptions());
if (started.ok) {
  const sandbox = started.value;
  const { origin, storageOrigin, archiveOrigin, adminToken } = sandbox;
  // There is only one thing to be told (ToSandboxThread).
  parentPort?.once("message", () => {
    // Without its port nothing keeps the thread alive.
    void sandbox.close().finally(() => parentPort?.close());
  });
  tell({ kind: "started", origin, storageOrigin, archiveOrigin, adminToken });
} else {
  tell({ kind: "failed", failure: started.failure });
}
