// The workspace over fakes for disk, threads and network: nothing is lost over a restart, nothing is sent before it is recorded.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import {
  fillIn,
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { sendProgress } from "../../testing/fakeCaseSender.ts";
import { Workspace } from "./workspace.ts";

/** Three cases that were sent one after another. */
async function threeCases() {
  const parts = workspaceOverFakes();
  const cases: CaseId[] = [];
  for (let number = 0; number < 3; number += 1) {
    cases.push(await readyCase(parts));
    await parts.workspace.startUpload(cases[number]!);
  }
  const stages = () =>
    cases.map(
      (caseId) =>
        parts.workspace.summaries().find((item) => item.caseId === caseId)
          ?.stage.kind,
    );
  return { parts, cases, stages };
}

describe("Workspace", () => {
  it("makes a case of a drop and accounts for every file", async () => {
    const { workspace } = workspaceOverFakes();
    workspace.addRoots(null, ["/drop"]);
    await settle();
    expect(workspace.openSnapshot()?.intake).toEqual({
      kind: "ready",
      account: {
        found: 3,
        dicom: 2,
        skipped: 1,
        skippedByReason: [{ reason: { kind: "notDicom" }, count: 1 }],
        missingFiles: 0,
        lockedArchives: [],
      },
    });
  });

  it("reads all roots together on a second drop, so that copies are found across drops", async () => {
    const { workspace, scanner } = workspaceOverFakes();
    const added = workspace.addRoots(null, ["/drop"]);
    await settle();
    workspace.addRoots(added.ok ? added.value : null, ["/more", "/drop"]);
    await settle();
    expect(scanner.scanned).toEqual([["/drop"], ["/drop", "/more"]]);
  });

  it("brings a draft back after a restart: files read again, words and choices kept", async () => {
    const before = workspaceOverFakes();
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
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    expect(await parts.workspace.startUpload(caseId)).toEqual(success(null));
    expect(parts.log).toEqual(["journal begun", "record frozen", "run"]);
  });

  it("refuses to send while something blocks, and edits once it is sent", async () => {
    const parts = workspaceOverFakes();
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

  it("sends two cases at a time, and the next when one ended", async () => {
    const { parts, cases, stages } = await threeCases();
    expect(stages()).toEqual(["uploading", "uploading", "queued"]);
    parts.sender.sendings.get(cases[0]!)?.become({
      kind: "stopped",
      failure: { kind: "diskFull" },
      progress: sendProgress,
    });
    expect(stages()).toEqual(["needsAttention", "uploading", "uploading"]);
  });

  it("is not held up by a case that waits for its next try", async () => {
    const { parts, cases, stages } = await threeCases();
    parts.sender.sendings.get(cases[0]!)?.become({
      kind: "running",
      progress: sendProgress,
      waiting: { failure: { kind: "stalled", afterMs: 1 }, untilMs: 9 },
    });
    expect(stages()).toEqual(["uploading", "uploading", "uploading"]);
  });

  it("pauses all cases, keeps them so over a restart, and goes on with all", async () => {
    const { parts, stages } = await threeCases();
    parts.workspace.uploads.pauseAll();
    expect(stages()).toEqual(["paused", "paused", "paused"]);
    parts.workspace.uploads.resumeAll();
    expect(stages()).toEqual(["uploading", "uploading", "queued"]);
    parts.workspace.uploads.cancelAll();
    expect(stages()).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  it("cancels all cases but those that were sent whole", async () => {
    const { parts, cases, stages } = await threeCases();
    parts.sender.sendings.get(cases[0]!)?.become({
      kind: "running",
      progress: { ...sendProgress, phase: "processing" },
      waiting: null,
    });
    expect(stages()).toEqual(["sent", "uploading", "uploading"]);
    parts.workspace.uploads.cancelAll();
    expect(stages()).toEqual(["sent", "cancelled", "cancelled"]);
  });

  it("asks the site about cases that were sent whole as soon as it starts: they take nobody's turn", async () => {
    const { parts } = await threeCases();
    parts.sender.restored = {
      kind: "paused",
      progress: { ...sendProgress, phase: "processing" },
    };
    parts.log.length = 0;
    await new Workspace(parts.deps).start();
    expect(parts.log.filter((line) => line === "run")).toHaveLength(3);
  });

  it("goes on with all cases in the order that the user gave them", async () => {
    const { parts, cases } = await threeCases();
    const urgent = await readyCase(parts);
    await parts.workspace.startUpload(urgent);
    const { uploads } = parts.workspace;
    uploads.moveInQueue(urgent, 0);
    uploads.pauseAll();
    uploads.resumeAll();
    const places = parts.workspace
      .summaries()
      .map(({ caseId, queuePlace }) => [caseId, queuePlace] as const);
    expect(new Map(places).get(urgent)).toBe(1);
    expect(new Map(places).get(cases[2]!)).toBe(2);
  });

  it("does not go on by itself with a case that the user paused before a restart", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    before.sender.areHeld = true;
    before.log.length = 0;
    const after = new Workspace(before.deps);
    await after.start();
    expect(before.log).not.toContain("run");
    after.uploads.resume(caseId);
    expect(before.log).toContain("run");
  });

  it("notes an answer and lets the queue go on with the case", async () => {
    const { parts, cases, stages } = await threeCases();
    parts.sender.sendings.get(cases[0]!)?.become({
      kind: "inDoubt",
      call: "attachStack",
      progress: sendProgress,
      candidates: [],
    });
    expect(stages()).toEqual(["needsAttention", "uploading", "uploading"]);
    parts.workspace.uploads.answerDoubt(cases[0]!, { kind: "itArrived" });
    // Two others are on the wire: it waits its turn.
    expect(stages()).toEqual(["queued", "uploading", "uploading"]);
  });

  it("goes on sending a case of which only the journal is left, and says that its record is lost", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    before.records.saved.clear();
    before.records.journalsOnly = [caseId];
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([
      { kind: "recordDamaged", record: "draft" },
    ]);
    expect(after.summaries().map(({ stage }) => stage.kind)).toEqual([
      "uploading",
    ]);
  });

  it("keeps a case whose journal is locked, says what is known of it, and sends it when the key is back", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    const saved = new Map(before.records.saved);
    before.records.saved.clear();
    before.records.journalsOnly = [caseId];
    const locked: Failure = {
      kind: "journalLocked",
      remoteCaseId: 4711,
      storedImages: 3,
    };
    const reopen = before.sender.reopen.bind(before.sender);
    before.sender.reopen = () => Promise.resolve(failed(locked));
    const without = new Workspace(before.deps);
    expect(await without.start()).toEqual([
      { kind: "recordDamaged", record: "draft" },
      locked,
    ]);
    expect(without.summaries().map(({ stage }) => stage.kind)).toEqual([
      "needsAttention",
    ]);
    // Neither begun a second time nor written over.
    expect(await without.startUpload(caseId)).toMatchObject({ ok: false });
    expect(before.records.saved.size).toBe(0);
    await without.close();

    before.sender.reopen = reopen;
    before.records.journalsOnly = [];
    for (const [id, content] of saved) before.records.saved.set(id, content);
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([]);
    expect(after.summaries().map(({ stage }) => stage.kind)).toEqual([
      "uploading",
    ]);
  });

  it("goes on with the same case after a restart in mid-upload", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([]);
    expect(before.sender.plans.size).toBe(1);
    expect(before.sender.sendings.get(caseId)?.view().kind).toBe("running");
  });

  it("treats a case as sent when the end came between journal and record", async () => {
    const before = workspaceOverFakes();
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
    const parts = workspaceOverFakes();
    const first = await readyCase(parts);
    const second = await readyCase(parts);
    await parts.workspace.startUpload(first);
    await parts.workspace.startUpload(second);
    parts.sender.sendings.get(first)?.become({
      kind: "running",
      progress: { ...sendProgress, phase: "processing" },
      waiting: null,
    });
    expect(parts.sender.sendings.get(second)?.view().kind).toBe("running");
  });

  it("goes on after signing in again, and not before", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const sending = parts.sender.sendings.get(caseId);
    sending?.become({
      kind: "stopped",
      failure: { kind: "signInNeeded", reason: "revoked" },
      progress: sendProgress,
    });
    await settle();
    expect(sending?.view().kind).toBe("stopped");
    expect(parts.log.at(-1)).toBe("sign in needed");
    parts.workspace.uploads.sendAfterSignIn();
    expect(sending?.view().kind).toBe("running");
  });

  it("is marked as finished after signing in, where only that was missing", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const sending = parts.sender.sendings.get(caseId);
    sending?.become({
      kind: "done",
      progress: { ...sendProgress, phase: "finishing" },
      account: {
        found: 4,
        uploaded: 4,
        leftOut: 0,
        leftOutByReason: [],
        uploadedImages: 4,
      },
      finishFailure: { kind: "signInNeeded", reason: "revoked" },
    });
    expect(parts.log.at(-1)).toBe("sign in needed");
    parts.log.length = 0;
    parts.workspace.uploads.sendAfterSignIn();
    expect(parts.log).toContain("run");
  });

  it("prepares only what has no outcome yet", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("not found");
    await session.value.prepare();
    expect(parts.preparer.askedImages).toEqual([2, 0]);
    expect(session.value.snapshot().check.preparation.kind).toBe("ready");
  });

  it("lets a refused image stay out only once that was accepted", async () => {
    const parts = workspaceOverFakes();
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
    const parts = workspaceOverFakes();
    let release: () => void = () => undefined;
    parts.scanner.hold = new Promise((resolve) => {
      release = resolve;
    });
    const added = parts.workspace.addRoots(null, ["/drop"]);
    const session = parts.workspace.find(
      added.ok ? added.value : ("" as CaseId),
    );
    expect(parts.workspace.openSnapshot()?.intake.kind).toBe("scanning");
    if (session.ok) session.value.intake.cancel();
    release();
    await settle();
    expect(parts.workspace.openSnapshot()?.intake).toMatchObject({
      kind: "stopped",
      failure: { kind: "cancelled" },
    });
  });

  it("reports a record that cannot be written instead of losing it silently", async () => {
    const parts = workspaceOverFakes();
    parts.records.failure = { kind: "diskFull" };
    parts.workspace.createCase();
    await settle();
    expect(parts.failures).toEqual([{ kind: "diskFull" }]);
  });

  it("keeps a frozen case whose journal is damaged, and says so", async () => {
    const before = workspaceOverFakes();
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
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.forgetCase(caseId);
    expect(parts.workspace.summaries()).toEqual([]);
    expect(parts.records.saved.size).toBe(0);
    expect(parts.workspace.openSnapshot()).toBeNull();
  });
});
