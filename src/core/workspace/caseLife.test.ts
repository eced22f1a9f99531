// Cases at awkward moments: forgotten, quit, dropped on and sent while something else is still under way.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import {
  fillIn,
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { nothingLeft, sendProgress } from "../../testing/fakeCaseSender.ts";
import type { CaseSession } from "./caseSession.ts";
import { Workspace } from "./workspace.ts";

function held(): {
  readonly hold: Promise<void>;
  readonly release: () => void;
} {
  let release: () => void = () => undefined;
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { hold, release };
}

function sessionOf(workspace: Workspace, caseId: CaseId): CaseSession {
  const session = workspace.find(caseId);
  if (!session.ok) throw new Error("not found");
  return session.value;
}

function done(finished: boolean): UploadView {
  return {
    kind: "done",
    progress: sendProgress,
    account: {
      found: 3,
      uploaded: 2,
      leftOut: 1,
      leftOutByReason: [],
      uploadedImages: 2,
    },
    finishFailure: finished ? null : { kind: "processingFailed" },
  };
}

describe("sending", () => {
  it("goes on to the next case when the one being sent is forgotten", async () => {
    const parts = workspaceOverFakes();
    const first = await readyCase(parts);
    const second = await readyCase(parts);
    await parts.workspace.startUpload(first);
    await parts.workspace.startUpload(second);
    await parts.workspace.forgetCase(first);
    expect(parts.sender.sendings.get(second)?.view().kind).toBe("running");
  });

  it("begins one journal, however often Send is pressed", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const answers = await Promise.all([
      parts.workspace.startUpload(caseId),
      parts.workspace.startUpload(caseId),
    ]);
    expect(answers).toEqual([success(null), success(null)]);
    expect(parts.log.filter((line) => line === "journal begun")).toHaveLength(
      1,
    );
    expect(parts.log.filter((line) => line === "run")).toHaveLength(1);
  });

  it("sends nothing of a case that was forgotten while its journal was written", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const { hold, release } = held();
    parts.sender.hold = hold;
    const sent = parts.workspace.startUpload(caseId);
    await settle();
    const forgotten = parts.workspace.forgetCase(caseId);
    release();
    await forgotten;
    expect(await sent).toEqual(failed({ kind: "cancelled" }));
    expect(parts.log).not.toContain("run");
    expect(parts.log).toContain("closed");
  });

  it("takes no edit from the moment Send is pressed", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const { hold, release } = held();
    parts.sender.hold = hold;
    const sent = parts.workspace.startUpload(caseId);
    await settle();
    const session = sessionOf(parts.workspace, caseId);
    expect(session.edit(fillIn[0]!).ok).toBe(false);
    expect((await session.addRoots(["/more"])).ok).toBe(false);
    release();
    expect((await sent).ok).toBe(true);
  });

  it("can be edited again when Send failed", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const session = sessionOf(parts.workspace, caseId);
    session.edit({ kind: "setCaseFields", fields: { title: "" } });
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(false);
    expect(session.edit(fillIn[0]!).ok).toBe(true);
  });

  it("does not begin while dropped files are still being read", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const { hold, release } = held();
    parts.scanner.hold = hold;
    parts.workspace.addRoots(caseId, ["/more"]);
    expect(await parts.workspace.startUpload(caseId)).toEqual(
      failed({
        kind: "invalidInput",
        field: "scanning",
        problem: "not ready to be sent",
      }),
    );
    release();
    await settle();
    expect(parts.sender.plans.size).toBe(0);
  });

  it("does not begin while the record cannot be written", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    parts.records.failure = { kind: "diskFull" };
    sessionOf(parts.workspace, caseId).edit(fillIn[0]!);
    expect(await parts.workspace.startUpload(caseId)).toEqual(
      failed({ kind: "diskFull" }),
    );
    parts.records.failure = null;
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(true);
  });

  it("shows a case as being sent although its files are read again", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    const after = new Workspace(before.deps);
    await after.start();
    before.scanner.hold = held().hold;
    after.openCase(caseId);
    expect(after.summaries()[0]?.stage.kind).toBe("uploading");
    expect(after.isSending).toBe(true);
  });

  it("keeps the counts of a sent case whose originals are gone", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    before.scanner.files.clear();
    const after = new Workspace(before.deps);
    await after.start();
    after.openCase(caseId);
    await settle();
    expect(after.summaries()[0]?.imageCount).toBe(2);
  });
});

describe("quitting", () => {
  it("sends nothing when the app is left while it starts", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    before.log.length = 0;
    const { hold, release } = held();
    before.records.hold = hold;
    const after = new Workspace(before.deps);
    const started = after.start();
    const closed = after.close();
    release();
    await Promise.all([started, closed]);
    expect(before.log).not.toContain("run");
  });

  it("writes once more what could not be written", async () => {
    const parts = workspaceOverFakes();
    parts.records.failure = { kind: "diskFull" };
    const caseId = parts.workspace.createCase();
    await settle();
    parts.records.failure = null;
    await parts.workspace.close();
    expect([...parts.records.saved.keys()]).toEqual([caseId]);
  });
});

describe("dropping files", () => {
  it("reads the earlier ones too when the case was restored and not opened yet", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.close();
    const after = new Workspace(before.deps);
    await after.start();
    after.addRoots(caseId, ["/more"]);
    await settle();
    expect(before.scanner.scanned.at(-1)).toEqual(["/drop", "/more"]);
  });

  it("asks again about refused images when there are others", async () => {
    const parts = workspaceOverFakes();
    parts.scanner.files.set("/drop", ["/drop/1.dcm", "/drop/bad.dcm"]);
    parts.scanner.files.set("/more", ["/more/bad2.dcm"]);
    const caseId = await readyCase(parts);
    const session = sessionOf(parts.workspace, caseId);
    session.accept("refusedImages", true);
    await session.addRoots(["/more"]);
    await session.prepare();
    expect(session.snapshot().check.blockers).toEqual([
      { kind: "imagesRefused", count: 2 },
    ]);
  });

  it("ends the scan and says so when reading fails for a reason nobody foresaw", async () => {
    const parts = workspaceOverFakes();
    parts.scanner.thrown = new RangeError("/drop/DOE^JANE");
    parts.workspace.addRoots(null, ["/drop"]);
    await settle();
    expect(parts.workspace.openSnapshot()?.intake).toMatchObject({
      kind: "stopped",
      failure: { kind: "bug", errorName: "RangeError" },
    });
  });
});

describe("the de-identified copies", () => {
  it("go once, when nothing of the case is sent any more, and not before", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const removals = () =>
      parts.log.filter((line) => line === `spool of ${caseId} removed`).length;
    const sending = parts.sender.sendings.get(caseId);
    sending?.become(done(true));
    expect(removals()).toBe(0);
    if (sending !== undefined) sending.needsCopies = false;
    sending?.become(done(true));
    sending?.become(done(true));
    expect(removals()).toBe(1);
  });
});

describe("what was copied from slow media", () => {
  it.each<[string, UploadView]>([
    ["is done", done(true)],
    [
      "was cancelled",
      { kind: "cancelled", caseUrl: null, left: nothingLeft, stacks: [] },
    ],
  ])("stays for the other cases when one %s", async (_what, view) => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts, "/drop");
    await readyCase(parts, "/more");
    await parts.workspace.startUpload(caseId);
    const sending = parts.sender.sendings.get(caseId);
    sending?.become(view);
    await settle();
    expect(parts.log.at(-1)).not.toBe("copies kept of /more");
    if (sending !== undefined) sending.needsCopies = false;
    sending?.become(view);
    await settle();
    expect(parts.log.at(-1)).toBe("copies kept of /more");
  });

  it("goes when its case is forgotten", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts, "/drop");
    await parts.workspace.forgetCase(caseId);
    expect(parts.log.at(-1)).toBe("copies kept of ");
  });
});

describe("superseded copies", () => {
  it("of a draft are removed after each preparation, and all of them at the next start", async () => {
    const { workspace, keptSpooled, deps } = workspaceOverFakes();
    const caseId = await readyCase({ workspace });
    expect(keptSpooled).toMatchObject([{ caseId }]);
    expect(keptSpooled[0]?.kept).toHaveLength(2);
    await workspace.close();
    await new Workspace(deps).start();
    expect(keptSpooled[1]).toEqual({ caseId, kept: [] });
  });

  it("of a case that is being sent are left alone, over a restart too", async () => {
    const { workspace, keptSpooled, deps } = workspaceOverFakes();
    const caseId = await readyCase({ workspace });
    await workspace.startUpload(caseId);
    keptSpooled.length = 0;
    await sessionOf(workspace, caseId).prepare();
    await new Workspace(deps).start();
    expect(keptSpooled).toEqual([]);
  });

  it("are left alone when Send was pressed while the last images were prepared", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    parts.keptSpooled.length = 0;
    const session = sessionOf(parts.workspace, caseId);
    const { hold, release } = held();
    const { preparer } = parts;
    const prepare = preparer.prepare.bind(preparer);
    preparer.prepare = async (request) => {
      await hold;
      return await prepare(request);
    };
    const preparing = session.prepare();
    const sending = parts.workspace.startUpload(caseId);
    await settle();
    release();
    await preparing;
    expect((await sending).ok).toBe(true);
    expect(parts.keptSpooled).toEqual([]);
  });
});
