// The workspace with fakes for disk, threads and network: nothing is lost over a restart, nothing is sent before it is recorded.
import { describe, expect, it } from "vitest";
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SendProgress, UploadView } from "../../shared/snapshot.ts";
import {
  groupsOf,
  scannedInstance,
  studyOf,
} from "../../testing/groupedImages.ts";
import type { LocalPath } from "../model/brands.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { CaseSender, SendingCase } from "../ports/caseSender.ts";
import type { Preparer } from "../ports/preparer.ts";
import type { RecordStore, StoredRecord } from "../ports/recordStore.ts";
import type { ScanOutcome, Scanner } from "../ports/scanner.ts";
import { Workspace, type WorkspaceDeps } from "./workspace.ts";

const progress: SendProgress = {
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
  readonly #log: string[];

  constructor(log: string[]) {
    this.#log = log;
  }

  load() {
    const records: StoredRecord[] = [...this.saved].map(
      ([caseId, content]) => ({ caseId, content }),
    );
    return Promise.resolve({ records, failures: [] });
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

  remove(caseId: CaseId): Promise<Result<null, DiskFailure>> {
    this.saved.delete(caseId);
    return Promise.resolve(success(null));
  }
}

/** Finds what the test says for each root; can be held until released. */
class FakeScanner implements Scanner {
  readonly scanned: string[][] = [];
  readonly files = new Map<string, readonly string[]>();
  hold: Promise<void> | null = null;

  async scan(
    roots: readonly string[],
    { onProgress }: Parameters<Scanner["scan"]>[1],
    signal: AbortSignal,
  ): Promise<ScanOutcome> {
    this.scanned.push([...roots]);
    onProgress({ found: 1, dicom: 0, skipped: 0 });
    await this.hold;
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
      instances: paths.filter(isDicom).map((path) => scannedInstance(path)),
      skipped,
      missingReferences: [],
      wasCancelled: signal.aborted,
    };
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
  current: UploadView = { kind: "notStarted" };
  readonly #log: string[];
  readonly #onChange: () => void;

  constructor(log: string[], onChange: () => void) {
    this.#log = log;
    this.#onChange = onChange;
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
    this.become({ kind: "running", progress, waiting: null });
  }
  pause(): void {
    this.become({ kind: "paused", progress });
  }
  cancel(): void {
    this.become({ kind: "cancelled", caseUrl: null });
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
  close(): Promise<void> {
    this.#log.push("closed");
    return Promise.resolve();
  }
}

/** Journals survive a "restart" in `plans`. */
class FakeSender implements CaseSender {
  readonly plans = new Map<CaseId, UploadPlan>();
  readonly sendings = new Map<CaseId, FakeSending>();
  areJournalsDamaged = false;
  readonly #log: string[];

  constructor(log: string[]) {
    this.#log = log;
  }

  begin(plan: UploadPlan, onChange: () => void) {
    this.plans.set(plan.caseId, plan);
    this.#log.push("journal begun");
    return this.reopen(plan.caseId, onChange);
  }

  reopen(
    caseId: CaseId,
    onChange: () => void,
  ): Promise<Result<SendingCase, Failure>> {
    if (!this.plans.has(caseId))
      return Promise.resolve(
        failed(
          this.areJournalsDamaged
            ? { kind: "recordDamaged", record: "journal" }
            : { kind: "notFound", what: "case" },
        ),
      );
    const sending = new FakeSending(this.#log, onChange);
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
  const stack = {
    id: stackId,
    splitBy: [],
    plane: null,
    specifics: "",
    images: instances.map((instance) => ({ instance, frame: null })),
    selectedByDefault: true,
    heldBack: null,
    warnings: [],
  };
  return groupsOf([studyOf("1", [stack])], skipped);
}

const stackId = "a".repeat(16) as StackId;

function setUp() {
  const log: string[] = [];
  const fakes = {
    log,
    records: new FakeRecords(log),
    scanner: new FakeScanner(),
    preparer: new FakePreparer(),
    sender: new FakeSender(log),
    failures: [] as Failure[],
  };
  let nextId = 0;
  const deps: WorkspaceDeps = {
    ...fakes,
    group: (instances, skipped) => Promise.resolve(group(instances, skipped)),
    renderer: {
      render: () => Promise.resolve(failed({ kind: "cancelled" })),
    },
    canRender: () => true,
    spoolFolderOf: (caseId) => `/data/${caseId}/spool`,
    serviceOrigin: () => "https://example.org",
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

const fillIn: readonly CaseEdit[] = [
  { kind: "setCaseFields", fields: { title: "Gout", systemId: 9 } },
  {
    kind: "setConfirmations",
    confirmations: { permission: true, imagesChecked: true, licence: true },
  },
];

/** Waits until everything that can happen without the outside has happened. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

async function readyCase(
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

describe("Workspace", () => {
  it("makes a case of a drop and accounts for every file", async () => {
    const { workspace } = setUp();
    workspace.addRoots(null, ["/drop"]);
    await settle();
    expect(workspace.openSnapshot()?.intake).toEqual({
      kind: "ready",
      account: {
        found: 3,
        dicom: 2,
        skipped: 1,
        skippedByReason: [{ reason: { kind: "notDicom" }, count: 1 }],
      },
    });
  });

  it("reads all roots together on a second drop, so that copies are found across drops", async () => {
    const { workspace, scanner } = setUp();
    const added = workspace.addRoots(null, ["/drop"]);
    await settle();
    workspace.addRoots(added.ok ? added.value : null, ["/more", "/drop"]);
    await settle();
    expect(scanner.scanned).toEqual([["/drop"], ["/drop", "/more"]]);
  });

  it("brings a draft back after a restart: files read again, words and choices kept", async () => {
    const before = setUp();
    const caseId = await readyCase(before);
    await before.workspace.close();
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([]);
    expect(after.summaries()[0]).toMatchObject({
      title: "Gout",
      imageCount: 2,
      stackCount: 1,
    });
    after.openCase(caseId);
    await settle();
    const snapshot = after.openSnapshot();
    expect(snapshot?.form.title).toBe("Gout");
    expect(snapshot?.studies[0]?.stacks[0]?.keptCount).toBe(2);
    expect(snapshot?.check.confirmations.licence).toBe(true);
  });

  it("writes journal and record before anything is sent", async () => {
    const parts = setUp();
    const caseId = await readyCase(parts);
    expect(await parts.workspace.startUpload(caseId)).toEqual(success(null));
    expect(parts.log).toEqual(["journal begun", "record frozen", "run"]);
  });

  it("refuses to send while something blocks, and edits once it is sent", async () => {
    const parts = setUp();
    const added = parts.workspace.addRoots(null, ["/drop"]);
    await settle();
    const caseId = added.ok ? added.value : ("" as CaseId);
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(false);
    const sent = await readyCase(parts);
    await parts.workspace.startUpload(sent);
    const session = parts.workspace.find(sent);
    expect(session.ok && session.value.edit(fillIn[0]!).ok).toBe(false);
    expect(parts.workspace.addRoots(sent, ["/more"]).ok).toBe(false);
  });

  it("sends one case at a time, and the next when the first ended", async () => {
    const parts = setUp();
    const first = await readyCase(parts);
    const second = await readyCase(parts);
    await parts.workspace.startUpload(first);
    await parts.workspace.startUpload(second);
    const stageOf = (id: CaseId) =>
      parts.workspace.summaries().find((summary) => summary.caseId === id)
        ?.stage.kind;
    expect([stageOf(first), stageOf(second)]).toEqual(["uploading", "queued"]);
    parts.sender.sendings.get(first)?.become({
      kind: "stopped",
      failure: { kind: "diskFull" },
      progress,
    });
    expect([stageOf(first), stageOf(second)]).toEqual([
      "needsAttention",
      "uploading",
    ]);
  });

  it("goes on with the same case after a restart in mid-upload", async () => {
    const before = setUp();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([]);
    expect(before.sender.plans.size).toBe(1);
    expect(before.sender.sendings.get(caseId)?.view().kind).toBe("running");
  });

  it("treats a case as sent when the end came between journal and record", async () => {
    const before = setUp();
    const caseId = await readyCase(before);
    before.records.failure = { kind: "diskFull" };
    await before.workspace.startUpload(caseId);
    before.records.failure = null;
    const after = new Workspace(before.deps);
    await after.start();
    const session = after.find(caseId);
    expect(session.ok && session.value.isFrozen).toBe(true);
    expect(before.sender.sendings.get(caseId)?.view().kind).toBe("running");
  });

  it("does not let a case that waits for the site's processing hold up the next", async () => {
    const parts = setUp();
    const first = await readyCase(parts);
    const second = await readyCase(parts);
    await parts.workspace.startUpload(first);
    await parts.workspace.startUpload(second);
    parts.sender.sendings.get(first)?.become({
      kind: "running",
      progress: { ...progress, phase: "processing" },
      waiting: null,
    });
    expect(parts.sender.sendings.get(second)?.view().kind).toBe("running");
  });

  it("goes on after signing in again, and not before", async () => {
    const parts = setUp();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const sending = parts.sender.sendings.get(caseId);
    sending?.become({
      kind: "stopped",
      failure: { kind: "signInNeeded", reason: "revoked" },
      progress,
    });
    await settle();
    expect(sending?.view().kind).toBe("stopped");
    expect(parts.log.at(-1)).toBe("sign in needed");
    parts.workspace.sendAfterSignIn();
    expect(sending?.view().kind).toBe("running");
  });

  it("prepares only what has no outcome yet", async () => {
    const parts = setUp();
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("not found");
    await session.value.prepare();
    expect(parts.preparer.askedImages).toEqual([2, 0]);
    expect(session.value.snapshot().check.preparation.kind).toBe("ready");
  });

  it("lets a refused image stay out only once that was accepted", async () => {
    const parts = setUp();
    parts.scanner.files.set("/drop", ["/drop/1.dcm", "/drop/bad.dcm"]);
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("not found");
    expect(session.value.snapshot().check.blockers).toEqual([
      { kind: "imagesRefused", count: 1 },
    ]);
    session.value.accept("refusedImages", true);
    expect(session.value.snapshot().check.blockers).toEqual([]);
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(true);
    expect(session.value.leftOut()).toEqual([
      {
        name: "drop/bad.dcm",
        reason: { kind: "refused", reason: { kind: "noPixelData" } },
      },
    ]);
  });

  it("stops a scan on request and says so", async () => {
    const parts = setUp();
    let release: () => void = () => undefined;
    parts.scanner.hold = new Promise((resolve) => {
      release = resolve;
    });
    const added = parts.workspace.addRoots(null, ["/drop"]);
    const session = parts.workspace.find(
      added.ok ? added.value : ("" as CaseId),
    );
    expect(parts.workspace.openSnapshot()?.intake.kind).toBe("scanning");
    if (session.ok) session.value.cancelScan();
    release();
    await settle();
    expect(parts.workspace.openSnapshot()?.intake).toMatchObject({
      kind: "stopped",
      failure: { kind: "cancelled" },
    });
  });

  it("reports a record that cannot be written instead of losing it silently", async () => {
    const parts = setUp();
    parts.records.failure = { kind: "diskFull" };
    parts.workspace.createCase();
    await settle();
    expect(parts.failures).toEqual([{ kind: "diskFull" }]);
  });

  it("keeps a frozen case whose journal is damaged, and says so", async () => {
    const before = setUp();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    before.sender.plans.clear();
    before.sender.areJournalsDamaged = true;
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([
      { kind: "recordDamaged", record: "journal" },
    ]);
    expect(after.summaries()[0]?.stage.kind).toBe("needsAttention");
  });

  it("forgets a case for good", async () => {
    const parts = setUp();
    const caseId = await readyCase(parts);
    await parts.workspace.forgetCase(caseId);
    expect(parts.workspace.summaries()).toEqual([]);
    expect(parts.records.saved.size).toBe(0);
    expect(parts.workspace.openSnapshot()).toBeNull();
  });
});
