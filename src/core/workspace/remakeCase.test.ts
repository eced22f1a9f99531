// A new case of the files of one whose prepared copies are gone.
import { expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";

it("has the same files and words, can be changed, and asks for its statements again", async () => {
  const { workspace, ...fakes } = workspaceOverFakes();
  const sent = await readyCase({ workspace });
  await workspace.startUpload(sent);
  fakes.sender.sendings.get(sent)?.become({
    kind: "stopped",
    failure: { kind: "spoolDamaged", isMissing: true },
    progress: {
      phase: "attachingStacks",
      sentBytes: 4,
      totalBytes: 4,
      sentImages: 4,
      totalImages: 4,
      bytesPerSecond: null,
      secondsLeft: null,
      stacks: [],
      caseUrl: null,
    },
  });
  const made = workspace.remakeCase(sent);
  if (!made.ok) throw new Error(made.failure.kind);
  await settle();
  expect(made.value).not.toBe(sent);
  expect(workspace.openCaseId).toBe(made.value);
  const old = workspace.find(sent);
  const remade = workspace.find(made.value);
  if (!remade.ok || !old.ok) throw new Error("not found");
  const { record, isFrozen } = remade.value;
  expect(isFrozen).toBe(false);
  expect(record.roots).toEqual(["/drop"]);
  expect(record.draft.form).toEqual({ title: "Gout", systemId: 9 });
  expect(record.draft.confirmations).toEqual({
    permission: false,
    imagesChecked: false,
    licence: false,
  });
  // Its files are read again.
  expect(record.lastSeen.imageCount).toBe(2);
  // What was sent stays as it is.
  expect(old.value.isFrozen).toBe(true);
});

it("is not made of a case that is gone", () => {
  const { workspace } = workspaceOverFakes();
  const gone = "00000000-0000-4000-8000-000000000099" as CaseId;
  expect(workspace.remakeCase(gone)).toMatchObject({
    failure: { kind: "notFound" },
  });
});
