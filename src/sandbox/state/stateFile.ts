// The file that holds the sandbox's records: read once at start, written whole to a temporary name and renamed.
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf } from "../../shared/diskErrors.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { sandboxStateSchema, type SandboxState } from "./records.ts";
import { emptyState } from "./sandboxData.ts";

/** Why the data folder cannot be used. A file that cannot be read or understood is never treated as absent. */
export type StateFailure =
  | { readonly kind: "dataUnusable"; readonly code: string }
  | { readonly kind: "dataDamaged" };

/** Reads the records of a data folder, which is made if need be; a folder without records is a fresh service. */
export async function readState(
  dataDir: string,
): Promise<Result<SandboxState, StateFailure>> {
  let text: string;
  try {
    // Nobody else on this computer needs to see what is practised with.
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    text = await readFile(join(dataDir, "state.json"), "utf8");
  } catch (error) {
    const code = errnoOf(error);
    if (code === "ENOENT") return success(emptyState());
    return failed({ kind: "dataUnusable", code });
  }
  try {
    const parsed = sandboxStateSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? success(parsed.data)
      : failed({ kind: "dataDamaged" });
  } catch {
    return failed({ kind: "dataDamaged" });
  }
}

/** Writes the records; calls that arrive during a write share the next one. */
export class StateWriter {
  readonly #dataDir: string;
  readonly #snapshot: () => SandboxState;
  /** The write that was begun last, or waits to begin. */
  #last: Promise<void> = Promise.resolve();
  /** The write that has not begun yet, and so will hold whatever is changed now. */
  #waiting: Promise<void> | null = null;

  constructor(dataDir: string, snapshot: () => SandboxState) {
    this.#dataDir = dataDir;
    this.#snapshot = snapshot;
  }

  /** Resolves once every change made before the call is on disk; rejects with the disk's own error. */
  save(): Promise<void> {
    this.#waiting ??= this.#last
      .catch(() => undefined)
      .then(() => {
        this.#waiting = null;
        return this.#write();
      });
    this.#last = this.#waiting;
    return this.#waiting;
  }

  async #write(): Promise<void> {
    const target = join(this.#dataDir, "state.json");
    const temporary = `${target}.tmp`;
    const text = JSON.stringify(this.#snapshot());
    // Signing key and token hashes lie in it: nobody else on this computer needs to read them.
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  }
}
