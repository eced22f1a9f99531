// The search for text in one case: what is selected is looked through, once, and nothing passes that was not.
import { describe, expect, it } from "vitest";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { searchedStack } from "../../testing/fakeTextDetector.ts";
import { success } from "../../shared/result.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";

const stackId = "a".repeat(16) as StackId;
const finding = {
  findingId: "f1",
  placeId: "f1",
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
    const ready = readyCase(parts);
    await settle();
    expect(blockersOf(parts)).toEqual(["textNotLookedFor", "notPrepared"]);
    release();
    const caseId = await ready;
    expect(blockersOf(parts)).toEqual(["burnedInText", "notPrepared"]);
    expect((await parts.workspace.startUpload(caseId)).ok).toBe(false);
  });

  it("stops at a stack that is deselected, and starts again when it is selected", async () => {
    const parts = workspaceOverFakes();
    let release: () => void = () => undefined;
    parts.textDetector.hold = new Promise((resolve) => {
      release = resolve;
    });
    const ready = readyCase(parts);
    await settle();
    const caseId = parts.workspace.openSnapshot()?.caseId ?? ("" as CaseId);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("no case");
    const select = (isSelected: boolean) =>
      session.value.edit({
        kind: "selectStacks",
        stackIds: [stackId],
        isSelected,
      });
    select(false);
    await ready;
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
    expect(blockersOf(parts)).toEqual(["textNotLookedFor", "notPrepared"]);
    parts.textDetector.thrown = null;
    const session = parts.workspace.find(caseId);
    if (session.ok) session.value.checks.searchTextAgain();
    await settle();
    expect(stateOf(parts)?.kind).toBe("looked");
    expect(blockersOf(parts)).toEqual([]);
  });

  it("looks again before preparing where originals were away", async () => {
    const parts = workspaceOverFakes();
    const detect = parts.textDetector.detect.bind(parts.textDetector);
    let isAway = true;
    parts.textDetector.detect = async (stack, options, signal) => {
      const found = await detect(stack, options, signal);
      return found.ok && isAway
        ? success(
            searchedStack(
              stack,
              [],
              [{ image: 0, reason: { kind: "sourceVanished" } }],
            ),
          )
        : found;
    };
    const caseId = await readyCase(parts);
    expect(blockersOf(parts)).toEqual(["imagesNotSeen"]);
    isAway = false;
    parts.textDetector.findings.set(stackId, [finding]);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("no case");
    await session.value.prepare();
    // What was hidden while they were away is found now.
    expect(blockersOf(parts)).toContain("burnedInText");
  });

  it("does not take what was accepted as plain text for an answer about the name that a second stack brings", async () => {
    const parts = workspaceOverFakes();
    parts.textDetector.findings.set(stackId, [
      { ...finding, findingId: "f1", rank: "text", matches: [] },
    ]);
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("no case");
    const accept = (findingId: string) =>
      session.value.edit({
        kind: "acceptFindings",
        findingIds: [findingId],
        reason: "some label",
      });
    accept("f1");
    expect(blockersOf(parts)).not.toContain("burnedInText");
    parts.scanner.patientWords = [{ text: "Kowalczyk^Jadwiga", kind: "name" }];
    parts.textDetector.findings.set(stackId, [
      { ...finding, findingId: "f1 as a name" },
    ]);
    parts.workspace.addRoots(caseId, ["/more"]);
    await settle();
    expect(blockersOf(parts)).toContain("burnedInText");
    expect(
      parts.workspace.openSnapshot()?.studies[0]?.stacks[0]?.text.findings,
    ).toMatchObject([
      { status: { kind: "open", acceptedBefore: "some label" } },
    ]);
    accept("f1 as a name");
    expect(blockersOf(parts)).not.toContain("burnedInText");
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
