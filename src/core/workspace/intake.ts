// The files of one case: dropped roots, what was found below them, and the groups made of it. Scans run one after the other.
import { bugFailure, type Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { FileAccount, IntakeView } from "../../shared/intakeView.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { instancesOf } from "../casefile/patients.ts";
import type { LocalPath } from "../model/brands.ts";
import type { MissingReference } from "../media/missingReferences.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SkippedFile,
} from "../model/stack.ts";
import type {
  ArchivePassword,
  ScanOutcome,
  ScanProgress,
  Scanner,
} from "../ports/scanner.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { nameBelowRoots } from "./caseView.ts";
import { lockedArchives } from "./lockedArchives.ts";

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
  ) => Promise<GroupedImages>;
}

/** Files that were read, and what became of them. */
export interface ReadFiles {
  readonly roots: readonly string[];
  readonly found: number;
  readonly instances: readonly ScannedInstance[];
  readonly skipped: readonly SkippedFile[];
  /** Words of these files that tell who their patient is. */
  readonly patientWords: PatientWords;
  /** Files that DICOMDIRs name and that were not found. */
  readonly missing: readonly MissingReference[];
  /** See ScanOutcome. */
  readonly leftOnMedium?: number;
  readonly copiedFromMedium?: number;
  readonly copies?: readonly LocalPath[];
}

/**
 * Holds the files of a case.
 *
 * 1. A drop reads all roots of the case anew, so that copies are found across drops and each file counts once.
 * 2. After each scan, every file found is in a stack of `groups` or in `groups.skipped`. While the first one runs, `groups` shows
 *    what was read so far.
 * 3. Roots dropped during a scan wait for it; a cancelled scan also drops the waiting ones.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #onChange: () => void;
  #state: IntakeState = { kind: "idle" };
  #waitingRoots: string[] = [];
  #scannedRoots: readonly string[] = [];
  /** Counted once per scan: snapshots are made ten times a second. */
  #account: FileAccount = noFiles;
  #groups: GroupedImages = noGroups;
  #patientWords: PatientWords = [];
  #missing: readonly MissingReference[] = [];
  #publicSeries: readonly PublicSeries[] = [];
  #copies: readonly LocalPath[] = [];
  /** Roots that the next scan reads from whatever medium is there. */
  #addedRoots: readonly string[] = [];
  /** In memory only: after a restart the user is asked again. */
  #passwords: readonly ArchivePassword[] = [];
  #running: Promise<void> | null = null;
  /** The grouping of what was read so far. */
  #looking: Promise<void> | null = null;

  constructor(deps: IntakeDeps, onChange: () => void) {
    this.#deps = deps;
    this.#onChange = onChange;
  }

  get groups(): GroupedImages {
    return this.#groups;
  }

  /** Files that DICOMDIRs name and that were not found. */
  get missing(): readonly MissingReference[] {
    return this.#missing;
  }

  /** Words of these files that tell who the patient is. */
  get patientWords(): PatientWords {
    return this.#patientWords;
  }

  /** Series among these files that were fetched from public archives. */
  get publicSeries(): readonly PublicSeries[] {
    return this.#publicSeries;
  }

  get isScanning(): boolean {
    return this.#state.kind === "scanning";
  }

  /** Roots whose files are in `groups`, in the order they were dropped. */
  get scannedRoots(): readonly string[] {
    return this.#scannedRoots;
  }

  /** What was read so far, for another case to take over. */
  get files(): ReadFiles {
    return {
      roots: this.#scannedRoots,
      found: this.#account.found,
      instances: instancesOf(this.#groups.studies),
      skipped: this.#groups.skipped,
      missing: this.#missing,
      ...onMedium(this.#account),
      copies: this.#copies,
      patientWords: this.#patientWords,
    };
  }

  /** Files found so far by the running scan. */
  get foundSoFar(): number {
    return this.#state.kind === "scanning"
      ? this.#state.progress.found
      : this.#account.found;
  }

  /**
   * Adds roots and scans them; resolves when nothing is left to scan. Those that were not `added` again keep to the media they
   * were read from.
   */
  add(roots: readonly string[], added = roots): Promise<void> {
    this.#waitingRoots.push(...roots);
    this.#addedRoots = [...this.#addedRoots, ...added];
    if (this.#waitingRoots.length === 0) return Promise.resolve();
    this.#running ??= this.#scanWaiting();
    return this.#running;
  }

  /** Reads everything once more, with a password for the locked archives of this name. Resolves when it was read. */
  async unlock(name: string, password: string): Promise<Result<null, Failure>> {
    const archives = this.#groups.skipped
      .filter(({ reason }) => reason.kind === "passwordNeeded")
      .map(({ source }) => source.path)
      .filter((path) => nameBelowRoots(path, this.#scannedRoots) === name);
    if (archives.length === 0)
      return failed({
        kind: "invalidInput",
        field: "archive",
        problem: "no locked archive has this name any more",
      });
    const given = archives.map((archive) => ({ archive, password }));
    this.#passwords = [...this.#passwords, ...given];
    await this.add(this.#scannedRoots, []);
    return success(null);
  }

  /** Takes over files that were read already, in place of its own. Not while a scan runs. */
  takeOver(files: ReadFiles): Promise<void> {
    this.#running = this.#takeInRead(files);
    return this.#running;
  }

  /** Stops the running scan. What was read stays; the rest is listed as left out. */
  cancel(): void {
    this.#waitingRoots = [];
    this.#addedRoots = [];
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
    const account = this.#account;
    if (state.kind === "stopped")
      return { kind: "stopped", failure: state.failure, account };
    return account.found === 0 ? { kind: "empty" } : { kind: "ready", account };
  }

  async #scanWaiting(): Promise<void> {
    while (this.#waitingRoots.length > 0) {
      const roots = [
        ...new Set([...this.#scannedRoots, ...this.#waitingRoots]),
      ];
      const added = this.#addedRoots;
      this.#waitingRoots = [];
      this.#addedRoots = [];
      const abort = new AbortController();
      const report = (progress: ScanProgress) => {
        this.#setState({ kind: "scanning", progress, abort });
      };
      report({ found: 0, dicom: 0, skipped: 0 });
      try {
        const outcome = await this.#deps.scanner.scan(
          roots,
          {
            onProgress: report,
            onLook: (instances) => {
              this.#lookAt(instances, abort);
            },
            passwords: this.#passwords,
            held: this.#copies,
            added,
          },
          abort.signal,
        );
        await this.#looking;
        await this.#takeIn(roots, outcome);
      } catch (error) {
        if (this.#scannedRoots.length === 0) this.#groups = noGroups;
        this.#setState({ kind: "stopped", failure: bugFailure(error) });
      }
    }
    // In the same turn as the last look: roots that come in between would wait for the next drop.
    this.#running = null;
  }

  /** Shows what was read so far, unless earlier files are on show: a list that shrinks and grows again would help nobody. */
  #lookAt(instances: readonly ScannedInstance[], scan: AbortController): void {
    if (this.#scannedRoots.length > 0 || this.#looking !== null) return;
    this.#looking = this.#deps
      .group(instances, [])
      .then((groups) => {
        const state = this.#state;
        if (state.kind !== "scanning" || state.abort !== scan) return;
        this.#groups = groups;
        this.#onChange();
      })
      .finally(() => {
        this.#looking = null;
      });
    // A failure is told by the grouping at the end, which meets the same images.
    this.#looking.catch(() => undefined);
  }

  async #takeInRead(files: ReadFiles): Promise<void> {
    const { roots, instances } = files;
    this.#groups = await this.#deps.group(instances, files.skipped);
    const { skipped } = this.#groups;
    this.#missing = files.missing;
    this.#copies = files.copies ?? [];
    this.#patientWords = files.patientWords;
    this.#account = fileAccount({ ...files, skipped });
    this.#scannedRoots = roots;
    this.#setState({ kind: "idle" });
    // Roots may have been dropped meanwhile.
    await this.#scanWaiting();
  }

  async #takeIn(roots: readonly string[], outcome: ScanOutcome): Promise<void> {
    this.#groups = await this.#deps.group(outcome.instances, outcome.skipped);
    this.#missing = outcome.missingReferences;
    this.#copies = outcome.copies ?? [];
    this.#patientWords = outcome.patientWords ?? [];
    this.#publicSeries = outcome.publicSeries ?? [];
    this.#account = fileAccount({
      roots,
      found: outcome.found,
      skipped: this.#groups.skipped,
      missing: this.#missing,
      ...onMedium(outcome),
    });
    this.#scannedRoots = roots;
    this.#setState(
      outcome.wasCancelled
        ? { kind: "stopped", failure: { kind: "cancelled" } }
        : { kind: "idle" },
    );
  }

  #setState(state: IntakeState): void {
    this.#state = state;
    this.#onChange();
  }
}

const noFiles: FileAccount = {
  found: 0,
  dicom: 0,
  skipped: 0,
  skippedByReason: [],
  missingFiles: 0,
  lockedArchives: [],
};

/** Said only where there are such files. */
function onMedium({
  leftOnMedium = 0,
  copiedFromMedium = 0,
}: Pick<ReadFiles, "leftOnMedium" | "copiedFromMedium">) {
  return {
    ...(leftOnMedium > 0 && { leftOnMedium }),
    ...(copiedFromMedium > 0 && { copiedFromMedium }),
  };
}

function fileAccount(
  files: Omit<ReadFiles, "instances" | "patientWords">,
): FileAccount {
  const { roots, found, missing } = files;
  const counts = new Map<string, FileAccount["skippedByReason"][number]>();
  for (const { reason } of files.skipped) {
    const key = JSON.stringify(reason);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { reason, count });
  }
  const skipped = files.skipped.length;
  return {
    found,
    dicom: found - skipped,
    skipped,
    skippedByReason: [...counts.values()].sort((a, b) => b.count - a.count),
    missingFiles: missing.length,
    ...onMedium(files),
    lockedArchives: lockedArchives(files.skipped, roots),
  };
}
