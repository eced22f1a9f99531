// Stand-ins for what a case has on disk: its record, its originals, its de-identified copies.
import type { DiskFailure, NotForgotten } from "../shared/failure.ts";
import type { CaseId, Sha256Hex } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { scannedInstance } from "./groupedImages.ts";
import type { LocalPath, OriginalUID } from "../core/model/brands.ts";
import type { ScannedInstance, SkippedFile } from "../core/model/stack.ts";
import type { Preparer } from "../core/ports/preparer.ts";
import type { RecordStore, StoredRecord } from "../core/ports/recordStore.ts";
import type { ScanOutcome, Scanner } from "../core/ports/scanner.ts";

/** Keeps records in memory; can be told to fail. `log` is shared with the sender to show who came first. */
export class FakeRecords implements RecordStore {
  readonly saved = new Map<CaseId, unknown>();
  failure: DiskFailure | null = null;
  refusal: NotForgotten | null = null;
  /** Cases of which only a journal is left. */
  journalsOnly: readonly CaseId[] = [];
  hold: Promise<void> | null = null;
  readonly #log: string[];

  constructor(log: string[]) {
    this.#log = log;
  }

  async load() {
    await this.hold;
    const records: StoredRecord[] = [...this.saved].map(
      ([caseId, content]) => ({ caseId, content }),
    );
    return { records, failures: [], journalsOnly: this.journalsOnly };
  }

  async save(
    caseId: CaseId,
    content: unknown,
  ): Promise<Result<null, DiskFailure>> {
    await Promise.resolve();
    if (this.failure !== null) return failed(this.failure);
    const text = JSON.stringify(content);
    this.saved.set(caseId, JSON.parse(text) as unknown);
    if (text.includes('"isFrozen":true')) this.#log.push("record frozen");
    return success(null);
  }

  remove(caseId: CaseId): Promise<Result<null, NotForgotten>> {
    if (this.refusal !== null) return Promise.resolve(failed(this.refusal));
    this.saved.delete(caseId);
    return Promise.resolve(success(null));
  }

  removeOthers: RecordStore["removeOthers"] = () =>
    Promise.resolve(success(null));
}

/** Finds what the test says for each root; can be held until released. */
export class FakeScanner implements Scanner {
  readonly scanned: string[][] = [];
  readonly files = new Map<string, readonly string[]>();
  hold: Promise<void> | null = null;
  thrown: Error | null = null;
  /** True: what is dropped twice are the same images; else every drop brings others. */
  dropsSameImages = false;
  patientWords: ScanOutcome["patientWords"] = [];
  publicSeries: NonNullable<ScanOutcome["publicSeries"]> = [];

  async scan(
    roots: readonly string[],
    { onProgress }: Parameters<Scanner["scan"]>[1],
    signal: AbortSignal,
  ): Promise<ScanOutcome> {
    this.scanned.push([...roots]);
    onProgress({ found: 1, dicom: 0, skipped: 0 });
    await this.hold;
    if (this.thrown !== null) throw this.thrown;
    const paths = roots.flatMap((root) => this.files.get(root) ?? []);
    const isDicom = (path: string) => path.endsWith(".dcm");
    const skipped: SkippedFile[] = paths
      .filter((path) => !isDicom(path))
      .map((path) => ({
        source: { path: path as LocalPath },
        reason: { kind: "notDicom" },
      }));
    return {
      found: paths.length,
      instances: paths
        .filter(isDicom)
        .map((path) => this.#instance(path, this.scanned.length)),
      skipped,
      missingReferences: [],
      patientWords: this.patientWords ?? [],
      publicSeries: this.publicSeries,
      wasCancelled: signal.aborted,
    };
  }

  #instance(path: string, drop: number): ScannedInstance {
    const instance = scannedInstance(path);
    const sopInstanceUID = (
      this.dropsSameImages ? path : `${path} ${drop}`
    ) as OriginalUID;
    return { ...instance, header: { ...instance.header, sopInstanceUID } };
  }
}

/** Prepares everything but paths with "bad" in them. */
export class FakePreparer implements Preparer {
  readonly askedImages: number[] = [];

  prepare({ stacks, onProgress }: Parameters<Preparer["prepare"]>[0]) {
    this.askedImages.push(stacks.flatMap((stack) => stack.images).length);
    onProgress({ preparedImages: 1, preparedBytes: 10 });
    return Promise.resolve(
      success(
        stacks.map((stack) => ({
          stackId: stack.stackId,
          treatments: stack.images.map(() => ({
            pixels: "copied" as const,
            actions: [],
          })),
          images: stack.images.map(({ instance }) =>
            instance.source.path.includes("bad")
              ? failed({ kind: "noPixelData" } as const)
              : success({
                  sha256Hex: instance.source.path as string as Sha256Hex,
                  sizeBytes: 10,
                }),
          ),
        })),
      ),
    );
  }
}
