// Forgetting a case, or all: nothing of it is left, or the user is told what is and can ask again.
import { describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { forgetAllCases } from "./removeCase.ts";
import { Workspace } from "./workspace.ts";

const stuck = {
  kind: "notForgotten",
  code: "EBUSY",
  remains: [{ what: "preparedImages", count: 3 }],
} as const;

describe("forgetting a case", () => {
  it("keeps it in the list, and says what is left, where its files refuse to go", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    parts.records.refusal = stuck;
    expect(await parts.workspace.forgetCase(caseId)).toEqual({
      ok: false,
      failure: stuck,
    });
    expect(parts.workspace.summaries().map((item) => item.caseId)).toEqual([
      caseId,
    ]);
    parts.records.refusal = null;
    expect((await parts.workspace.forgetCase(caseId)).ok).toBe(true);
    expect(parts.workspace.summaries()).toEqual([]);
    expect(parts.records.saved.size).toBe(0);
  });

  it("gives up a case that was on its way, so that what is left of it is never sent", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const cancelled: string[] = [];
    const sending = parts.sender.sendings.get(caseId)!;
    sending.cancel = () => cancelled.push(caseId);
    parts.records.refusal = stuck;
    const runs = () => parts.log.filter((entry) => entry === "run").length;
    expect(runs()).toBe(1);
    await parts.workspace.forgetCase(caseId);
    await settle();
    expect(cancelled).toEqual([caseId]);
    expect(runs()).toBe(1);
  });
});

/** Notes how many cases were still known when all else was removed. */
function watchOthers({ records }: ReturnType<typeof workspaceOverFakes>) {
  const known: number[] = [];
  records.removeOthers = ({ size }) => {
    known.push(size);
    return Promise.resolve(success(null));
  };
  return known;
}

describe("forgetting all cases", () => {
  it("does nothing while one is on its way or paused", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    await parts.workspace.startUpload(caseId);
    const refusal = {
      ok: false,
      failure: { kind: "stillSending", cases: 1 },
    };
    expect(await forgetAllCases(parts.workspace, parts.records)).toEqual(
      refusal,
    );
    parts.workspace.uploads.pause(caseId);
    expect(await forgetAllCases(parts.workspace, parts.records)).toEqual(
      refusal,
    );
    expect(parts.workspace.summaries()).toHaveLength(1);
    expect(parts.records.saved.size).toBe(1);
  });

  it("leaves nothing, not even what belongs to no case", async () => {
    const parts = workspaceOverFakes();
    await readyCase(parts);
    parts.workspace.createCase();
    await settle();
    const known = watchOthers(parts);
    expect((await forgetAllCases(parts.workspace, parts.records)).ok).toBe(
      true,
    );
    expect(parts.workspace.summaries()).toEqual([]);
    expect(parts.records.saved.size).toBe(0);
    expect(known).toEqual([0]);
  });

  it("counts what is left of all of them together, and goes on with the others", async () => {
    const parts = workspaceOverFakes();
    await readyCase(parts);
    parts.workspace.createCase();
    await settle();
    const known = watchOthers(parts);
    parts.records.refusal = stuck;
    expect(await forgetAllCases(parts.workspace, parts.records)).toEqual({
      ok: false,
      failure: { ...stuck, remains: [{ what: "preparedImages", count: 6 }] },
    });
    expect(known).toEqual([2]);
  });
});

describe("a case that is over", () => {
  it("loses its copies at the next start, should the app have ended before", async () => {
    const before = workspaceOverFakes();
    const caseId = await readyCase(before);
    await before.workspace.startUpload(caseId);
    const after = new Workspace(before.deps);
    const reopen = before.sender.reopen.bind(before.sender);
    before.sender.reopen = async (id, onChange) => {
      const reopened = await reopen(id, onChange);
      before.sender.sendings.get(id)!.needsCopies = false;
      return reopened;
    };
    await after.start();
    expect(before.log).toContain(`spool of ${caseId} removed`);
  });
});
