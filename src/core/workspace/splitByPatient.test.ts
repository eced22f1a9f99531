// A drop of several patients becomes one case each: no file in two of them, none in neither, also over a restart.
import { beforeEach, describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import {
  fillIn,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";
import { groupInstances } from "../grouping/groupInstances.ts";
import type { OriginalUID } from "../model/brands.ts";
import type { Scanner } from "../ports/scanner.ts";
import { Workspace, type WorkspaceDeps } from "./workspace.ts";

/** Files as `patient/study/image`. */
const files = new Map<string, readonly string[]>();

const scanner: Scanner = {
  scan(roots, _options, signal) {
    const paths = roots.flatMap((root) => files.get(root) ?? []);
    return Promise.resolve({
      found: paths.length,
      instances: paths.map((path) => {
        const [id = "", study = ""] = path.split("/");
        return scannedInstance(path, {
          sopInstanceUID: `1.9.${path.length}.${path}` as OriginalUID,
          studyInstanceUID: `1.1.${study}` as OriginalUID,
          seriesInstanceUID: `1.1.${study}.1` as OriginalUID,
          patient: { id, name: id, birthDate: "", sex: "", age: "" },
          pixels: {
            rows: 4,
            columns: 4,
            numberOfFrames: 1,
            samplesPerPixel: 1,
            photometricInterpretation: "MONOCHROME2",
            planarConfiguration: 0,
            bitsAllocated: 8,
            bitsStored: 8,
            highBit: 7,
            pixelRepresentation: 0,
          },
          pixelData: { element: 0x7fe00010, valueOffset: 900, lengthBytes: 16 },
        });
      }),
      skipped: [],
      missingReferences: [],
      wasCancelled: signal.aborted,
    });
  },
};

function workspaceOfPatients() {
  const fakes = workspaceOverFakes();
  const deps: WorkspaceDeps = {
    ...fakes.deps,
    scanner,
    group: (instances, skipped) =>
      Promise.resolve(groupInstances(instances, skipped)),
  };
  return { ...fakes, deps, workspace: new Workspace(deps) };
}

async function drop(workspace: Workspace): Promise<CaseId> {
  const added = workspace.addRoots(null, ["/drop"]);
  await settle();
  if (!added.ok) throw new Error("not added");
  return added.value;
}

/** What each case holds: files, patients, and how many files are left to others. */
async function contents(workspace: Workspace) {
  const found = [];
  for (const { caseId } of workspace.summaries()) {
    workspace.openCase(caseId);
    await settle();
    const snapshot = workspace.openSnapshot();
    if (snapshot?.intake.kind !== "ready") throw new Error("not read");
    const { account } = snapshot.intake;
    found.push({
      images: snapshot.studies
        .flatMap(({ stacks }) => stacks.map(({ imageCount }) => imageCount))
        .sort(),
      patients: snapshot.patientCount,
      account: `${account.found} = ${account.dicom} + ${account.skipped}`,
      leftOut: account.skippedByReason.map(({ reason }) => reason.kind),
    });
  }
  return found;
}

beforeEach(() => {
  files.clear();
  files.set("/drop", ["jane/1/a", "jane/1/b", "jane/2/c", "richard/3/d"]);
});

const janes = {
  images: [1, 2],
  patients: 1,
  account: "4 = 3 + 1",
  leftOut: ["otherPatient"],
};
const richards = {
  images: [1],
  patients: 1,
  account: "4 = 1 + 3",
  leftOut: ["otherPatient"],
};

describe("splitting a case by patient", () => {
  it("leaves each file in one case and accounts for it in the other", async () => {
    const { workspace } = workspaceOfPatients();
    const caseId = await drop(workspace);
    expect(await workspace.splitCaseByPatient(caseId)).toEqual(success(null));
    const cases = await contents(workspace);
    expect(cases).toHaveLength(2);
    expect(cases).toContainEqual(janes);
    expect(cases).toContainEqual(richards);
  });

  it("holds over a restart, when the same folder is read again", async () => {
    const before = workspaceOfPatients();
    const caseId = await drop(before.workspace);
    await before.workspace.splitCaseByPatient(caseId);
    await before.workspace.close();
    const after = new Workspace(before.deps);
    expect(await after.start()).toEqual([]);
    const cases = await contents(after);
    expect(cases).toHaveLength(2);
    expect(cases).toContainEqual(janes);
    expect(cases).toContainEqual(richards);
  });

  it("keeps what was typed in the first case, and asks for every confirmation again", async () => {
    const { workspace } = workspaceOfPatients();
    const caseId = await drop(workspace);
    const session = workspace.find(caseId);
    for (const edit of fillIn) if (session.ok) session.value.edit(edit);
    await workspace.splitCaseByPatient(caseId);
    workspace.openCase(caseId);
    const snapshot = workspace.openSnapshot();
    expect(snapshot?.form.title).toBe("Gout");
    expect(snapshot?.check.confirmations).toEqual({
      permission: false,
      imagesChecked: false,
      licence: false,
    });
    expect(
      workspace
        .summaries()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(["", "Gout"]);
  });

  it("takes in later files of its own patient, and not those of the other", async () => {
    const { workspace } = workspaceOfPatients();
    const caseId = await drop(workspace);
    await workspace.splitCaseByPatient(caseId);
    files.set("/more", ["jane/4/e", "richard/5/f"]);
    workspace.addRoots(caseId, ["/more"]);
    await settle();
    workspace.openCase(caseId);
    const snapshot = workspace.openSnapshot();
    expect(snapshot?.patientCount).toBe(1);
    expect(snapshot?.studies).toHaveLength(3);
  });

  it("splits again when a third patient comes in", async () => {
    const { workspace } = workspaceOfPatients();
    const caseId = await drop(workspace);
    await workspace.splitCaseByPatient(caseId);
    files.set("/more", ["ann/6/g"]);
    workspace.addRoots(caseId, ["/more"]);
    await settle();
    expect(await workspace.splitCaseByPatient(caseId)).toEqual(success(null));
    const cases = await contents(workspace);
    expect(cases.map(({ images }) => images.join()).sort()).toEqual([
      "1",
      "1",
      "1,2",
    ]);
  });

  it("does nothing to a case of one patient, a case being sent, or no case", async () => {
    const { workspace } = workspaceOfPatients();
    files.set("/drop", ["jane/1/a"]);
    const caseId = await drop(workspace);
    expect((await workspace.splitCaseByPatient(caseId)).ok).toBe(false);
    expect(workspace.summaries()).toHaveLength(1);
    expect(await workspace.splitCaseByPatient("none" as CaseId)).toEqual(
      failed({ kind: "notFound", what: "case" }),
    );
  });

  it("makes no case twice if asked twice", async () => {
    const { workspace } = workspaceOfPatients();
    const caseId = await drop(workspace);
    await Promise.all([
      workspace.splitCaseByPatient(caseId),
      workspace.splitCaseByPatient(caseId),
    ]);
    expect(workspace.summaries()).toHaveLength(2);
  });

  it("leaves everything as it was if the new case cannot be written", async () => {
    const { workspace, records } = workspaceOfPatients();
    const caseId = await drop(workspace);
    records.failure = { kind: "diskFull" };
    expect(await workspace.splitCaseByPatient(caseId)).toEqual(
      failed({ kind: "diskFull" }),
    );
    expect(await contents(workspace)).toEqual([
      { images: [1, 1, 2], patients: 2, account: "4 = 4 + 0", leftOut: [] },
    ]);
  });

  it("names nobody in the record", async () => {
    const { workspace, records } = workspaceOfPatients();
    const caseId = await drop(workspace);
    await workspace.splitCaseByPatient(caseId);
    await settle();
    const [first] = [...records.saved.values()].map((saved) =>
      JSON.stringify(saved),
    );
    expect(first).toContain("otherPatients");
    expect(first).not.toMatch(/jane|richard/i);
  });
});
