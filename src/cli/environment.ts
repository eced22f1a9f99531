// What commands get from the outside: streams, variables, the workers' folder; so that tests can give their own.

/** Exit status (design section 6). */
export const exitStatus = {
  done: 0,
  /** Some input failed or was refused; which was said. */
  someFailed: 1,
  wrongUse: 2,
} as const;

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
  /** Sets what the process ends with; the last call wins. */
  exit(status: (typeof exitStatus)[keyof typeof exitStatus]): void;
}
