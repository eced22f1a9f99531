// The order of cases that wait to be sent, the accounts they go with, and images that were sent before.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import { sendProgress } from "../../testing/fakeCaseSender.ts";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { Workspace } from "./workspace.ts";

/** Five cases that were sent one after another: two move, three wait. */
async function fiveCases() {
  const parts = workspaceOverFakes();
  const cases: CaseId[] = [];
  for (let number = 0; number < 5; number += 1) {
    cases.push(await readyCase(parts));
    await parts.workspace.startUpload(cases[number]!);
    await settle();
  }
  return { parts, cases };
}

function placesIn(workspace: Workspace, cases: readonly CaseId[]) {
  const summaries = workspace.summaries();
  return cases.map(
    (caseId) =>
      summaries.find((item) => item.caseId === caseId)?.queuePlace ?? null,
  );
}

describe("the queue", () => {
  it("numbers what waits, and sends next what was put first", async () => {
    const { parts, cases } = await fiveCases();
    const { workspace, sender } = parts;
    expect(placesIn(workspace, cases)).toEqual([null, null, 1, 2, 3]);
    workspace.uploads.moveInQueue(cases[4]!, 0);
    expect(placesIn(workspace, cases)).toEqual([null, null, 2, 3, 1]);
    workspace.uploads.moveInQueue(cases[2]!, 9);
    expect(placesIn(workspace, cases)).toEqual([null, null, 3, 2, 1]);
    workspace.uploads.cancel(cases[0]!);
    expect(sender.sendings.get(cases[4]!)?.view().kind).toBe("running");
    expect(placesIn(workspace, cases)).toEqual([null, null, 2, 1, null]);
  });

  it("keeps the order over a restart", async () => {
    const { parts, cases } = await fiveCases();
    parts.workspace.uploads.moveInQueue(cases[4]!, 0);
    await parts.workspace.close();
    const after = new Workspace(parts.deps);
    await after.start();
    expect(placesIn(after, cases)).toEqual([null, null, 2, 3, 1]);
  });

  it.each([
    [
      "alone",
      ({ uploads }: Workspace, caseId: CaseId) => uploads.resume(caseId),
    ],
    ["with all", ({ uploads }: Workspace) => uploads.resumeAll()],
  ])(
    "goes on after a restart with a case that was resumed %s and still waits its turn",
    async (_, resume) => {
      const { parts, cases } = await fiveCases();
      const { workspace, sender } = parts;
      const stageOf = (from: Workspace) =>
        from.summaries().find(({ caseId }) => caseId === cases[3])?.stage.kind;
      workspace.uploads.pause(cases[3]!);
      expect(stageOf(workspace)).toBe("paused");
      resume(workspace, cases[3]!);
      expect(stageOf(workspace)).toBe("queued");
      await workspace.close();
      sender.restored = { kind: "paused", progress: sendProgress };
      const after = new Workspace(parts.deps);
      await after.start();
      expect(stageOf(after)).toBe("queued");
    },
  );

  it("leaves a case alone after a restart that is still paused", async () => {
    const { parts, cases } = await fiveCases();
    parts.workspace.uploads.pause(cases[3]!);
    await parts.workspace.close();
    parts.sender.restored = { kind: "paused", progress: sendProgress };
    const after = new Workspace(parts.deps);
    await after.start();
    expect(placesIn(after, cases)).toEqual([null, null, 1, null, 2]);
  });

  it("lets the cases of other accounts go on while one waits for its sign-in", async () => {
    const { parts, cases } = await fiveCases();
    const { workspace, sender } = parts;
    sender.sendings.get(cases[0]!)?.become({
      kind: "stopped",
      failure: { kind: "otherAccount", login: "jo" },
      progress: {
        phase: "sendingImages",
        sentBytes: 0,
        totalBytes: 4,
        sentImages: 0,
        totalImages: 4,
        bytesPerSecond: null,
        secondsLeft: null,
        stacks: [],
        caseUrl: null,
      },
    });
    expect(sender.sendings.get(cases[2]!)?.view().kind).toBe("running");
    workspace.uploads.sendAfterSignIn();
    // Behind those that wait already: nothing of it was dropped.
    expect(placesIn(workspace, cases)).toEqual([3, null, null, 1, 2]);
  });
});

describe("a case", () => {
  it("is bound to the account that was chosen for it", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("not found");
    session.value.edit({
      kind: "setDestination",
      destination: {
        account: { service: "radiopaedia", login: "ann" },
        draft: { remoteCaseId: 8731, title: "Gout of 2024" },
      },
    });
    session.value.edit({
      kind: "setCaseFields",
      fields: { title: "", systemId: null },
    });
    expect(session.value.snapshot().check.blockers).toEqual([]);
    expect(session.value.summary().title).toBe("Gout of 2024");
    await parts.workspace.startUpload(caseId);
    expect(parts.sender.plans.get(caseId)).toMatchObject({
      login: "ann",
      target: {
        kind: "existingCase",
        remoteCaseId: 8731,
        title: "Gout of 2024",
      },
      studies: [{ position: null }],
    });
  });

  it("with images sent before waits for the user's word, also when they were sent after the last look", async () => {
    const parts = workspaceOverFakes();
    parts.scanner.dropsSameImages = true;
    const { workspace } = parts;
    const first = await readyCase(parts);
    const second = await readyCase(parts);
    await workspace.startUpload(first);
    await settle();
    expect((await workspace.startUpload(second)).ok).toBe(false);
    workspace.openCase(second);
    const [view] = workspace.openSnapshot()?.check.sentBefore ?? [];
    expect(view).toMatchObject({
      caseId: first,
      title: "Gout",
      count: 2,
      remoteCaseId: null,
      isAccepted: false,
    });
    expect(workspace.openSnapshot()?.check.blockers).toEqual([
      { kind: "sentBefore", count: 2 },
    ]);
    const session = workspace.find(second);
    if (session.ok)
      session.value.edit({
        kind: "acceptFindings",
        findingIds: [view!.findingId],
        reason: "Meant",
      });
    expect((await workspace.startUpload(second)).ok).toBe(true);
  });

  it("is no longer held against others once it was forgotten", async () => {
    const parts = workspaceOverFakes();
    parts.scanner.dropsSameImages = true;
    const first = await readyCase(parts);
    await parts.workspace.startUpload(first);
    await settle();
    await parts.workspace.forgetCase(first);
    const second = await readyCase(parts);
    expect((await parts.workspace.startUpload(second)).ok).toBe(true);
  });
});
