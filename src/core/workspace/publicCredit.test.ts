// Public data in a case: names of data sets are no words of a patient, and what was dropped by hand is known by its record.
import { describe, expect, it } from "vitest";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { readyCase, workspaceOverFakes } from "../../testing/workspaceFakes.ts";
import { WordsBesideCredit } from "./publicCredit.ts";

const series: PublicSeries = {
  seriesInstanceUID: "1.2.3",
  collection: "LIDC-IDRI",
  licence: { name: "", uri: "" },
  doi: null,
  descriptionUri: "",
  citation: null,
  verdict: { kind: "attribution", licence: "CC BY 3.0" },
  decision: {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  },
};
const words: PatientWords = [
  { kind: "id", text: "LIDC-IDRI-0001" },
  { kind: "name", text: "LIDC" },
  { kind: "name", text: "IDRI" },
  { kind: "name", text: "0001" },
];

it("lets the credit name the collection that pseudonyms are made of", () => {
  const beside = new WordsBesideCredit();
  const publicSeries = [series];
  const kept = beside.of(words, { publicSeries });
  expect(kept).toEqual([
    { kind: "id", text: "LIDC-IDRI-0001" },
    { kind: "name", text: "0001" },
  ]);
  expect(beside.of(words, { publicSeries })).toBe(kept);
});

it("leaves the words of a case without public data as they are", () => {
  expect(new WordsBesideCredit().of(words, {})).toBe(words);
});

describe("a series of a public archive that was dropped by hand", () => {
  const dropped = { ...series, seriesInstanceUID: "1.2.3.1.1" };

  async function caseOf(found: PublicSeries) {
    const parts = workspaceOverFakes();
    parts.scanner.publicSeries = [found];
    const caseId = await readyCase(parts);
    const session = parts.workspace.find(caseId);
    if (!session.ok) throw new Error("not found");
    return { ...parts, caseId, session: session.value };
  }

  it("brings its credit along, once", async () => {
    const { session, scanner } = await caseOf(dropped);
    const credited = session.record.draft.form.body ?? "";
    expect(credited).toContain("LIDC-IDRI");
    expect(session.record.publicSeries).toEqual([dropped]);
    session.edit({ kind: "setCaseFields", fields: { body: "Taken out." } });
    await session.addRoots(["/more"]);
    expect(scanner.scanned).toHaveLength(2);
    expect(session.record.draft.form.body).toBe("Taken out.");
    expect(session.snapshot().check.blockers).toContainEqual({
      kind: "creditMissing",
      collections: ["LIDC-IDRI"],
    });
  });

  it("is sent only after the user said so, and is asked about again with another series or stack", async () => {
    const { workspace, caseId, session } = await caseOf({
      ...dropped,
      licence: { name: "CC BY 3.0", uri: "" },
    });
    const open = { kind: "notConfirmed", which: "publicData" } as const;
    expect(session.snapshot().check.blockers).toEqual([open]);
    expect((await workspace.startUpload(caseId)).ok).toBe(false);
    session.edit({
      kind: "setConfirmations",
      confirmations: { publicData: true },
    });
    expect(session.snapshot().check.blockers).toEqual([]);
    session.addPublicSeries([{ ...dropped, seriesInstanceUID: "1.2.3.9" }]);
    expect(session.snapshot().check.blockers).toContainEqual(open);
    session.edit({
      kind: "setConfirmations",
      confirmations: { publicData: true },
    });
    const stackId = session.snapshot().studies[0]!.stacks[0]!.stackId;
    session.edit({
      kind: "selectStacks",
      stackIds: [stackId],
      isSelected: true,
    });
    expect(session.snapshot().check.blockers).toContainEqual(open);
  });

  it("is held back where all of it goes into a study that the site has, which keeps its own words", async () => {
    const { workspace, caseId, session } = await caseOf({
      ...dropped,
      licence: { name: "CC BY 3.0", uri: "" },
    });
    session.edit({
      kind: "setConfirmations",
      confirmations: { publicData: true },
    });
    const [study] = session.snapshot().studies;
    const draft = {
      remoteCaseId: 5,
      title: "Begun by hand",
      studies: { [study!.studyKey]: { remoteStudyId: 7, name: "" } },
    };
    const account = { service: "sandbox", login: "reader" } as const;
    const moved = session.edit({
      kind: "setDestination",
      destination: { account, draft },
    });
    expect(moved.ok).toBe(true);
    const noPlace = {
      kind: "creditHasNoPlace",
      collections: ["LIDC-IDRI"],
    };
    expect(session.snapshot().check.blockers).toContainEqual(noPlace);
    session.restoreCredit();
    expect(session.snapshot().check.blockers).toContainEqual(noPlace);
    expect((await workspace.startUpload(caseId)).ok).toBe(false);
    session.edit({
      kind: "setDestination",
      destination: { account, draft: { ...draft, studies: {} } },
    });
    expect(session.snapshot().check.blockers).toContainEqual({
      kind: "creditMissing",
      collections: ["LIDC-IDRI"],
    });
    session.restoreCredit();
    const kinds = session.snapshot().check.blockers.map(({ kind }) => kind);
    expect(kinds).not.toContain("creditMissing");
    expect(kinds).not.toContain("creditHasNoPlace");
  });

  it("is held back where its licence forbids sending", async () => {
    const { workspace, caseId, session, log } = await caseOf({
      ...dropped,
      verdict: { kind: "blocked", reason: "noDerivatives", licence: "" },
    });
    expect(session.snapshot().check.blockers).toEqual([
      { kind: "licenceForbids", reason: "noDerivatives", stacks: 1 },
    ]);
    expect((await workspace.startUpload(caseId)).ok).toBe(false);
    expect(log).not.toContain("journal begun");
  });

  it("is let go, with its credit, once its contradicting licences were settled", async () => {
    const inDoubt: PublicSeries = {
      ...dropped,
      verdict: { kind: "blocked", reason: "disagree", licence: "CC BY 4.0" },
    };
    const { workspace, session } = await caseOf(inDoubt);
    expect(session.snapshot().check.blockers).toEqual([
      { kind: "licenceForbids", reason: "disagree", stacks: 1 },
    ]);
    const decision = {
      isNonCommercialConfirmed: true,
      resolvedLicence: { name: "CC BY-NC 4.0", uri: "" },
      resolvedBecause: "It allows less.",
      isViewOnly: false,
    };
    workspace.updatePublicSeries({
      ...inDoubt,
      seriesInstanceUID: "1.9",
      decision,
    });
    expect(session.record.publicSeries).toEqual([inDoubt]);
    workspace.updatePublicSeries({ ...inDoubt, decision });
    expect(session.record.publicSeries).toEqual([{ ...inDoubt, decision }]);
    expect(session.record.draft.form.body).toContain("CC BY-NC 4.0");
    const kinds = session.snapshot().check.blockers.map(({ kind }) => kind);
    expect(kinds).toContain("notConfirmed");
    expect(kinds).not.toContain("licenceForbids");
  });
});
