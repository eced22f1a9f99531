// What a command does when its output cannot be written any more: `casedrop scan --json | head -1` ends as other tools do.
import type { Writable } from "node:stream";
import { exitStatus } from "./environment.ts";

/** What a shell says of a process that a broken pipe ended: 128 and the number of SIGPIPE (POSIX.1-2017 XCU 2.8.2). Node ignores the signal itself. */
export const brokenPipeStatus = 141;

/** Codes of a reader that has gone; Windows has several. */
const readerGoneCodes: ReadonlySet<unknown> = new Set([
  "EPIPE",
  "EOF",
  "ECONNRESET",
  "ERR_STREAM_DESTROYED",
]);

/**
 * Calls `stop` with the status to end with when results can be written no more: quietly if their reader has gone, else saying so
 * (a full disk). Progress and problems that nobody reads stop nothing.
 */
export function watchOutput(
  { stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable },
  stop: (status: number) => void,
): void {
  stderr.on("error", () => undefined);
  stdout.on("error", (error: Error & { readonly code?: unknown }) => {
    if (readerGoneCodes.has(error.code)) {
      stop(brokenPipeStatus);
      return;
    }
    const code = typeof error.code === "string" ? error.code : error.name;
    stderr.write(
      `casedrop: the output could not be written (${code}). Make room or choose another place for it, and run the command again.\n`,
    );
    stop(exitStatus.someFailed);
  });
}
