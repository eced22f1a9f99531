// A log that remembers what was written.
import type { Log } from "../core/ports/log.ts";

/** The Log port in memory. */
export class RecordingLog implements Log {
  readonly events: string[] = [];

  write(_level: "info" | "warning" | "error", event: string): void {
    this.events.push(event);
  }
}
