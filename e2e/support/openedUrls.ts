// Stands in for the system's browser on Linux: an `xdg-open` that hands each address to the test.
import { watch, type FSWatcher } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Addresses the app asked the system to open, in order; each is handed out once. */
export class OpenedUrls {
  /** To be first in the app's PATH. */
  readonly folder: string;
  #taken = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(folder: string): Promise<OpenedUrls> {
    await mkdir(folder, { recursive: true });
    // Appending one short line is atomic, so two calls at once do not mix.
    const script = `#!/bin/sh\nprintf '%s\\n' "$1" >> '${join(folder, "opened")}'\n`;
    await writeFile(join(folder, "xdg-open"), script, { mode: 0o755 });
    await writeFile(join(folder, "opened"), "", { flag: "a" });
    const openedUrls = new OpenedUrls(folder);
    openedUrls.#taken = (await openedUrls.all()).length;
    return openedUrls;
  }

  /** Everything opened so far with this profile. */
  async all(): Promise<readonly string[]> {
    const text = await readFile(join(this.folder, "opened"), "utf8");
    return text.split("\n").slice(0, -1);
  }

  /** The next address nobody has taken yet; waits for it, and throws after `timeoutMs`. */
  async next(timeoutMs = 15_000): Promise<string> {
    const signal = AbortSignal.timeout(timeoutMs);
    const changes = watch(this.folder);
    try {
      for (;;) {
        const url = (await this.all())[this.#taken];
        if (url !== undefined) {
          this.#taken += 1;
          return url;
        }
        await nextChange(changes, signal);
      }
    } finally {
      changes.close();
    }
  }
}

function nextChange(changes: FSWatcher, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    changes.once("change", () => {
      done();
    });
    signal.addEventListener("abort", () => {
      fail(new Error("The app opened no address in the browser."));
    });
  });
}
