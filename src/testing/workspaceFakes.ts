// Stand-ins for disk, threads and network behind a workspace, and the steps that bring a case to the point of being sent.
import type { CaseEdit } from "../shared/caseEdit.ts";
import type { DiskFailure, Failure, NotForgotten } from "../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { SendProgress, UploadView } from "../shared/snapshot.ts";
import { FakeTextDetector } from "./fakeTextDetector.ts";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "./groupedImages.ts";
import type { LocalPath, OriginalUID } from "../core/model/brands.ts";
import type { ScannedInstance, SkippedFile } from "../core/model/stack.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import type {
  CaseSender,
  SendDestination,
  SendingCase,
} from "../core/ports/caseSender.ts";
import type { Preparer } from "../core/ports/preparer.ts";
import type { RecordStore, StoredRecord } from "../core/ports/recordStore.ts";
import type { ScanOutcome, Scanner } from "../core/ports/scanner.ts";
import { SentImages } from "../core/sentBefore/sentImages.ts";
import { Workspace, type WorkspaceDeps } from "../core/workspace/workspace.ts";

/** A case a quarter of the way. */
export const sendProgress: SendProgress = {
  phase: "sendingImages",
  sentBytes: 1,
  totalBytes: 4,
  sentImages: 1,
  totalImages: 4,
  bytesPerSecond: null,
  secondsLeft: null,
  stacks: [],
  caseUrl: null,
};

/** Keeps records in memory; can be told to fail. `log` is shared with the sender to show who came first. */
class FakeRecords implements RecordStore {
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
class FakeScanner implements Scanner {
  readonly scanned: string[][] = [];
  readonly files = new Map<string, readonly string[]>();
  hold: Promise<void> | null = null;
  thrown: Error | null = null;
  /** True: what is dropped twice are the same images; else every drop brings others. */
  dropsSameImages = false;
  patientWords: ScanOutcome["patientWords"] = [];

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
class FakePreparer implements Preparer {
  readonly askedImages: number[] = [];

  prepare({ stacks, onProgress }: Parameters<Preparer["prepare"]>[0]) {
    this.askedImages.push(stacks.flatMap((stack) => stack.images).length);
    onProgress({ preparedImages: 1, preparedBytes: 10 });
    return Promise.resolve(
      success(
        stacks.map((stack) => ({
          stackId: stack.stackId,
          actions: [],
          treatments: stack.images.map(() => "copied" as const),
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

/** A case being sent whose state the test sets. */
class FakeSending implements SendingCase {
  readonly destination: SendDestination;
  current: UploadView = { kind: "notStarted" };
  readonly #log: string[];
  readonly #onChange: () => void;
  readonly #plan: UploadPlan;

  constructor(log: string[], plan: UploadPlan, onChange: () => void) {
    this.#log = log;
    this.#onChange = onChange;
    this.#plan = plan;
    const { serviceOrigin, login = null } = plan;
    this.destination = { serviceOrigin, login, draft: null };
  }

  become(view: UploadView): void {
    this.current = view;
    this.#onChange();
  }

  view(): UploadView {
    return this.current;
  }
  run(): void {
    this.#log.push("run");
    this.become({ kind: "running", progress: sendProgress, waiting: null });
  }
  pause(): void {
    this.isHeld = true;
    this.become({ kind: "paused", progress: sendProgress });
  }
  cancel(): void {
    this.become({ kind: "cancelled", caseUrl: null });
  }
  isHeld = false;
  retryStack(): void {
    this.#log.push("stack retried");
  }
  omitSopInstanceUID(): void {
    this.#log.push("uid omitted");
  }
  answerDoubt(): void {
    this.#log.push("answered");
  }
  checkProcessing(): void {
    this.#log.push("checked");
  }
  receipt(): string | null {
    return null;
  }
  report() {
    return this.#plan.report ?? null;
  }
  close(): Promise<void> {
    this.#log.push("closed");
    this.current = { kind: "paused", progress: sendProgress };
    return Promise.resolve();
  }
}

/** Journals survive a "restart" in `plans`; writing one can be held until released. */
class FakeSender implements CaseSender {
  hold: Promise<void> | null = null;
  readonly plans = new Map<CaseId, UploadPlan>();
  readonly sendings = new Map<CaseId, FakeSending>();
  areJournalsDamaged = false;
  /** The user paused every case before the "restart". */
  areHeld = false;
  readonly #log: string[];

  constructor(log: string[]) {
    this.#log = log;
  }

  async begin(plan: UploadPlan, onChange: () => void) {
    await this.hold;
    this.plans.set(plan.caseId, plan);
    this.#log.push("journal begun");
    return this.reopen(plan.caseId, onChange);
  }

  reopen(
    caseId: CaseId,
    onChange: () => void,
  ): Promise<Result<SendingCase, Failure>> {
    const plan = this.plans.get(caseId);
    if (plan === undefined)
      return Promise.resolve(
        failed(
          this.areJournalsDamaged
            ? { kind: "recordDamaged", record: "journal" }
            : { kind: "notFound", what: "case" },
        ),
      );
    const sending = new FakeSending(this.#log, plan, onChange);
    sending.isHeld = this.areHeld;
    this.sendings.set(caseId, sending);
    return Promise.resolve(success(sending));
  }
}

/** One stack of all files, in the order found. */
function group(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
) {
  if (instances.length === 0) return groupsOf([], skipped);
  const stack = stackOf("a", 0, {
    id: stackId,
    images: instances.map((instance) => ({ instance, frame: null })),
  });
  return groupsOf([studyOf("1", [stack])], skipped);
}

const stackId = "a".repeat(16) as StackId;

/** As after the first start: nobody can be asked. */
const switchedOffSecondLook: WorkspaceDeps["secondLook"] = {
  desk: {
    isOn: false,
    reader: "sandbox",
    ask: () => Promise.resolve(failed({ kind: "off" })),
  },
  films: { make: () => Promise.resolve(failed({ kind: "cancelled" })) },
  clock: { nowMs: () => 1000, sleep: () => Promise.resolve() },
  random: { fraction: () => 0.5, bytes: (length) => new Uint8Array(length) },
};

/** A workspace over fakes; `deps` makes another one over the same disk, as after a restart. `log` tells in which order things happened. */
export function workspaceOverFakes() {
  const log: string[] = [];
  const fakes = {
    log,
    records: new FakeRecords(log),
    scanner: new FakeScanner(),
    preparer: new FakePreparer(),
    sender: new FakeSender(log),
    textDetector: new FakeTextDetector(),
    failures: [] as Failure[],
  };
  let nextId = 0;
  const deps: WorkspaceDeps = {
    ...fakes,
    group: (instances, skipped) => Promise.resolve(group(instances, skipped)),
    renderer: {
      render: () => Promise.resolve(failed({ kind: "cancelled" })),
    },
    comparer: {
      compare: ({ copy, spoolFolder }) => {
        log.push(`compared with ${copy.sha256Hex} in ${spoolFolder}`);
        return Promise.resolve(success({ frame: null, rows: [] }));
      },
    },
    canRender: () => true,
    secondLook: switchedOffSecondLook,
    appVersion: "1.2.3",
    nextTurn: () => Promise.resolve(),
    maskMemory: {
      shapesFor: () => [],
      remember: () => Promise.resolve(success(null)),
    },
    removeSpool: (caseId) => {
      log.push(`spool of ${caseId} removed`);
      return Promise.resolve(success(null));
    },
    spoolFolderOf: (caseId) => `/data/${caseId}/spool`,
    sentImages: SentImages.empty({
      record: {
        read: () => Promise.resolve(success(null)),
        write: () => Promise.resolve(success(null)),
        remove: () => Promise.resolve(success(null)),
      },
      random: {
        fraction: () => 0.5,
        bytes: (length) => new Uint8Array(length).fill(7),
      },
      nextTurn: () => Promise.resolve(),
    }),
    accountFor: (chosen) => ({
      serviceOrigin: "https://example.org",
      login: chosen?.login ?? "tester",
    }),
    nowMs: () => 1000 + nextId,
    random: {
      fraction: () => 0.5,
      bytes: (length) => new Uint8Array(length).fill(7),
    },
    newCaseId: () => {
      nextId += 1;
      return `00000000-0000-4000-8000-00000000000${nextId}` as CaseId;
    },
    onChange: () => undefined,
    onFailure: (failure) => fakes.failures.push(failure),
    onSignInNeeded: () => log.push("sign in needed"),
  };
  fakes.scanner.files.set("/drop", [
    "/drop/1.dcm",
    "/drop/2.dcm",
    "/drop/readme.txt",
  ]);
  fakes.scanner.files.set("/more", ["/drop/2.dcm", "/more/3.dcm"]);
  return { ...fakes, deps, workspace: new Workspace(deps) };
}

/** Everything a case must have before it is sent. */
export const fillIn: readonly CaseEdit[] = [
  { kind: "setCaseFields", fields: { title: "Gout", systemId: 9 } },
  {
    kind: "setConfirmations",
    confirmations: { permission: true, imagesChecked: true, licence: true },
  },
];

/** Waits until everything that can happen without the outside has happened. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** Drops a folder and brings the case to where only Send is missing. */
export async function readyCase(
  { workspace }: { workspace: Workspace },
  root = "/drop",
): Promise<CaseId> {
  const added = workspace.addRoots(null, [root]);
  if (!added.ok) throw new Error("not added");
  await settle();
  const session = workspace.find(added.value);
  if (!session.ok) throw new Error("not found");
  for (const edit of fillIn) session.value.edit(edit);
  await session.value.prepare();
  return added.value;
}
