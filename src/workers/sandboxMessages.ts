// What the sandbox thread and its starter say to one another.
import type {
  SandboxFailure,
  SandboxOptions,
} from "../sandbox/startSandbox.ts";

/** `workerData` of the thread: what can be copied to it. */
export type SandboxThreadOptions = Pick<
  SandboxOptions,
  "port" | "storagePort" | "dataDir" | "settings"
>;

/** The thread's only message, about the start; that it has closed shows by its end. */
export type FromSandboxThread =
  | {
      readonly kind: "started";
      readonly origin: string;
      readonly storageOrigin: string;
      readonly archiveOrigin: string;
      readonly adminToken: string;
    }
  | { readonly kind: "failed"; readonly failure: SandboxFailure };

/** The only thing the thread can be told. */
export type ToSandboxThread = { readonly kind: "close" };
