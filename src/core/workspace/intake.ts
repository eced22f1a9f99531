// The files of one case: dropped roots, what was found below them, and the groups made of it. Scans run one after the other.
import type { Failure } from "../../shared/failure.ts";
import type { FileAccount, IntakeView } from "../../shared/snapshot.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SkippedFile,
} from "../model/stack.ts";
import type { ScanOutcome, ScanProgress, Scanner } from "../ports/scanner.ts";

type IntakeState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "scanning";
      readonly progress: ScanProgress;
      readonly abort: AbortController;
    }
  | { readonly kind: "stopped"; readonly failure: Failure };

const noGroups: GroupedImages = { studies: [], skipped: [] };

/** What an intake needs from outside. */
export interface IntakeDeps {
  readonly scanner: Scanner;
  readonly group: (
    instances: readonly ScannedInstance[],
    skipped: readonly SkippedFile[],
  ) => GroupedImages;
}

/**
 * Holds the files of a case.
 *
 * 1. A path is counted once, however often it was dropped.
 * 2. After each scan, every file found is in a stack of `groups` or in `groups.skipped`.
 * 3. Roots dropped during a scan wait for it; a cancelled scan also drops the waiting ones.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #onChange: () => void;
  #state: IntakeState = { kind: "idle" };
  #waitingRoots: string[] = [];
  #scannedRoots: readonly string[] = [];
  #instances = new Map<string, ScannedInstance>();
  #skipped = new Map<string, SkippedFile>();
  #groups: GroupedImages = noGroups;
  #running: Promise<void> | null = null;

  constructor(deps: IntakeDeps, onChange: () => void) {
    this.#deps = deps;
    this.#onChange = onChange;
  }

  get groups(): GroupedImages {
    return this.#groups;
  }

  get isScanning(): boolean {
    return this.#state.kind === "scanning";
  }

  /** Roots whose files are in `groups`, in the order they were dropped. */
  get scannedRoots(): readonly string[] {
    return this.#scannedRoots;
  }

  /** Files found so far by the running scan. */
  get foundSoFar(): number {
    return this.#state.kind === "scanning"
      ? this.#state.progress.found
      : this.#instances.size + this.#skipped.size;
  }

  /** Adds roots and scans them; resolves when nothing is left to scan. */
  add(roots: readonly string[]): Promise<void> {
    this.#waitingRoots.push(...roots);
    this.#running ??= this.#scanWaiting().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Stops the running scan. What was read stays; the rest is listed as left out. */
  cancel(): void {
    this.#waitingRoots = [];
    if (this.#state.kind === "scanning") this.#state.abort.abort();
  }

  /** Resolves when no scan runs any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  view(): IntakeView {
    const state = this.#state;
    if (state.kind === "scanning")
      return { kind: "scanning", ...state.progress };
    const account = this.#account();
    if (state.kind === "stopped")
      return { kind: "stopped", failure: state.failure, account };
    return account.found === 0 ? { kind: "empty" } : { kind: "ready", account };
  }

  async #scanWaiting(): Promise<void> {
    while (this.#waitingRoots.length > 0) {
      const roots = this.#waitingRoots;
      this.#waitingRoots = [];
      const abort = new AbortController();
      const counts = { found: 0, dicom: 0, skipped: 0 };
      this.#setState({ kind: "scanning", progress: counts, abort });
      const outcome = await this.#deps.scanner.scan(
        roots,
        {
          onProgress: (progress) => {
            this.#setState({ kind: "scanning", progress, abort });
          },
        },
        abort.signal,
      );
      this.#takeIn(roots, outcome);
    }
  }

  #takeIn(roots: readonly string[], outcome: ScanOutcome): void {
    for (const instance of outcome.instances) {
      this.#instances.set(instance.source.path, instance);
      this.#skipped.delete(instance.source.path);
    }
    for (const file of outcome.skipped)
      if (!this.#instances.has(file.source.path))
        this.#skipped.set(file.source.path, file);
    this.#scannedRoots = [...new Set([...this.#scannedRoots, ...roots])];
    this.#groups = this.#deps.group(
      [...this.#instances.values()],
      [...this.#skipped.values()],
    );
    this.#setState(
      outcome.wasCancelled
        ? { kind: "stopped", failure: { kind: "cancelled" } }
        : { kind: "idle" },
    );
  }

  #account(): FileAccount {
    const counts = new Map<string, FileAccount["skippedByReason"][number]>();
    for (const { reason } of this.#groups.skipped) {
      const key = JSON.stringify(reason);
      const count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { reason, count });
    }
    const found = this.#instances.size + this.#skipped.size;
    const skipped = this.#groups.skipped.length;
    return {
      found,
      dicom: found - skipped,
      skipped,
      skippedByReason: [...counts.values()].sort((a, b) => b.count - a.count),
    };
  }

  #setState(state: IntakeState): void {
    this.#state = state;
    this.#onChange();
  }
}
