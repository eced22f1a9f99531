// The search for text in one case: what is selected is looked through, once, and nothing passes that was not.
import { describe, expect, it } from "vitest";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import type { StackId } from "../../shared/identifiers.ts";

const stackId = "a".repeat(16) as StackId;
const finding = {
  findingId: "f1",
  rank: "patientWord",
  box: { left: 0, top: 0, width: 9, height: 9 },
  images: { first: 0, last: 1 },
  words: "read",
  matches: ["name"],
} as const;

function stateOf(parts: ReturnType<typeof workspaceOverFakes>) {
  return parts.workspace.openSnapshot()?.studies[0]?.stacks[0]?.text.state;
}

function blockersOf(parts: ReturnType<typeof workspaceOverFakes>) {
  return parts.workspace.openSnapshot()?.check.blockers.map(({ kind }) => kind);
}

describe("search for text", () => {
  it("looks through each selected stack once, whatever else is edited", async () => {
    const parts = workspaceOverFakes();
    await readyCase(parts);
    await settle();
    expect(parts.textDetector.asked.map((stack) => stack.stackId)).toEqual([
      stackId,
    ]);
    expect(stateOf(parts)).toEqual({
      kind: "looked",
      lookedImages: 2,
      readImages: 2,
      unseenImages: 0,
    });
    expect(blockersOf(parts)).toEqual([]);
  });

  it("keeps a case from being sent while it runs, and when text was found", async () => {
    const parts = workspaceOverFakes();
    let release: () => void = () => undefined;
    parts.textDetector.hold = new Promise((resolve) => {
      release = resolve;
    });
    parts.textDetector.findings.set(stackId, [finding]);
    const caseId = await readyCase(parts);
    expect(blockersOf(parts)).toEqual(["textNotLookedFor"]);
    release();
    await settle();
    expect(blockersOf(parts)).toEqual(["burnedInText"]);
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(false);
  });

  it("stops at a stack that is deselected, and starts again when it is selected", async () => {
    const parts = workspaceOverFakes();
    let release: () => void = () => undefined;
    parts.textDetector.hold = new Promise((resolve) => {
      release = resolve;
    });
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("no case");
    const select = (isSelected: boolean) =>
      session.value.edit({
        kind: "selectStacks",
        stackIds: [stackId],
        isSelected,
      });
    select(false);
    release();
    await settle();
    expect(stateOf(parts)).toEqual({ kind: "waiting" });
    select(true);
    await settle();
    expect(stateOf(parts)?.kind).toBe("looked");
  });

  it("says so when it failed, and looks again when asked", async () => {
    const parts = workspaceOverFakes();
    parts.textDetector.thrown = new Error("thread died");
    const caseId = await readyCase(parts);
    await settle();
    expect(stateOf(parts)).toEqual({ kind: "failed" });
    expect(blockersOf(parts)).toEqual(["textNotLookedFor"]);
    parts.textDetector.thrown = null;
    const session = parts.workspace.find(caseId);
    if (session.ok) session.value.checks.searchTextAgain();
    await settle();
    expect(stateOf(parts)?.kind).toBe("looked");
  });

  it("looks again at a stack that grew", async () => {
    const parts = workspaceOverFakes();
    const caseId = await readyCase(parts);
    parts.workspace.addRoots(caseId, ["/more"]);
    await settle();
    expect(
      parts.textDetector.asked.map((stack) => stack.images.length),
    ).toEqual([2, 4]);
  });
});

describe("typed words", () => {
  it("of the patient keep a case from being sent until they are changed or accepted", async () => {
    const parts = workspaceOverFakes();
    parts.scanner.patientWords = [{ text: "Kowalski", kind: "name" }];
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("no case");
    session.value.edit({
      kind: "setCaseFields",
      fields: { presentation: "Mr Kowalski fell." },
    });
    expect(blockersOf(parts)).toContain("patientWordsTyped");
    const typed = parts.workspace.openSnapshot()?.check.typed ?? [];
    const word = typed
      .flatMap(({ findings }) => findings)
      .find(({ kind }) => kind === "patientWord");
    session.value.edit({
      kind: "acceptFindings",
      findingIds: [word?.findingId ?? ""],
      reason: "another one",
    });
    expect(blockersOf(parts)).not.toContain("patientWordsTyped");
  });
});
