// What commands get from the outside: streams, variables, the workers' folder; so that tests can give their own.

/** Exit status (design section 6). */
export const exitStatus = {
  done: 0,
  /** Some input failed or was refused; which was said. */
  someFailed: 1,
  wrongUse: 2,
  /** All was sent, and the site did not say that it has processed it. */
  unconfirmed: 3,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Why a command does nothing, or no more, for a script that reads it. Nothing of the patient, no path. */
export interface CliRefusal {
  /** The same in every version: what a script decides by. */
  readonly code: string;
  readonly message: string;
  /** What helps; null where nobody knows. */
  readonly nextStep: string | null;
}

/** The world of one command. */
export interface CliEnvironment {
  /** Only results go here; with --json exactly one JSON document. */
  readonly stdout: { write(text: string): unknown };
  /** Progress and problems. */
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  /** For what must not stand among the arguments; absent where there is none. */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folder of the built worker entries, with a trailing slash. */
  readonly workersUrl: URL;
  /** For what is unpacked from archives to be read; absent until then, and removed at the end. */
  readonly scratchFolder: string;
  readonly appVersion: string;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Sets what the process ends with; the last call wins. With --json the refusal becomes the document, if there is none. */
  exit(status: ExitStatus, refusal?: CliRefusal): void;
}
