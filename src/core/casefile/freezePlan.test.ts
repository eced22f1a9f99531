// Freezing a draft: what is sent, in which order, and that nothing found goes unaccounted for.
import { describe, expect, it } from "vitest";
import type { RefusalReason } from "../../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { nothingFound } from "../../testing/fakeTextDetector.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import type { LocalPath } from "../model/brands.ts";
import type { GroupedImages } from "../model/stack.ts";
import { emptyDraft, untouchedStack, type CaseDraft } from "./caseDraft.ts";
import { freezePlan } from "./freezePlan.ts";
import type { PreparedCase } from "./preparedCase.ts";

const refusal: RefusalReason = { kind: "noPixelData" };
const confirmed = { permission: true, imagesChecked: true, licence: true };
const accepted = { refusedImages: false, severalPatients: false };

/** Every image prepared under a hash made of its path, but for the refused paths. */
function preparedCase(
  groups: GroupedImages,
  refusedPaths: readonly string[] = [],
): PreparedCase {
  const images = groups.studies
    .flatMap((study) => study.series)
    .flatMap((series) => series.stacks)
    .flatMap((stack) => stack.images);
  return {
    images: new Map(
      images.map((image) => {
        const { path } = image.instance.source;
        const outcome = refusedPaths.includes(path)
          ? failed(refusal)
          : success({ sha256Hex: path as string as Sha256Hex, sizeBytes: 7 });
        return [image, { recipe: "", outcome, treatment: null }];
      }),
    ),
  };
}

const groups = groupsOf(
  [
    studyOf("1", [stackOf("a", 3)], { date: "20240101" }),
    studyOf(
      "22",
      [
        stackOf("b", 4),
        stackOf("c", 1, {
          heldBack: "structuredReport",
          selectedByDefault: false,
        }),
        stackOf("d", 2, { selectedByDefault: false }),
      ],
      { date: "20240115" },
    ),
  ],
  [
    {
      source: { path: "/export/readme.txt" as LocalPath },
      reason: { kind: "notDicom" },
    },
  ],
);
const draft: CaseDraft = {
  ...emptyDraft,
  form: { title: "  Appendicitis ", systemId: 6, body: "One <b>\n\nTwo" },
  confirmations: confirmed,
};

function freeze(change: Partial<CaseDraft> = {}, refused: string[] = []) {
  return freezePlan({
    caseId: "case" as CaseId,
    serviceOrigin: "https://example.org",
    groups,
    draft: { ...draft, ...change },
    prepared: preparedCase(groups, refused),
    acceptances: { ...accepted, refusedImages: refused.length > 0 },
    searchOf: nothingFound,
    typed: [],
  });
}

describe("freezePlan", () => {
  it("sends studies oldest first from position 2, with captions in words", () => {
    const plan = freeze();
    if (!plan.ok) throw new Error("blocked");
    expect(
      plan.value.studies.map(({ position, caption, modality }) => ({
        position,
        caption,
        modality,
      })),
    ).toEqual([
      { position: 2, caption: "Baseline", modality: "CT" },
      { position: 3, caption: "2 weeks later", modality: "CT" },
    ]);
  });

  it("adds a study to one of the chosen draft, and makes the others", () => {
    const [first] = groups.studies;
    const existing = { remoteStudyId: 34152, name: "CT, Baseline" };
    const plan = freeze({
      destination: {
        account: { service: "radiopaedia", login: "jo" },
        draft: {
          remoteCaseId: 8731,
          title: "Gout",
          studies: { [first?.key ?? ""]: existing, gone: existing },
        },
      },
    });
    if (!plan.ok) throw new Error("blocked");
    expect(plan.value.target).toEqual({
      kind: "existingCase",
      remoteCaseId: 8731,
      title: "Gout",
    });
    expect(plan.value.studies.map((study) => study.existing)).toEqual([
      existing,
      undefined,
    ]);
  });

  it("leaves out empty fields and escapes the discussion", () => {
    const plan = freeze();
    expect(plan.ok && plan.value.target).toEqual({
      kind: "newCase",
      payload: {
        title: "Appendicitis",
        systemId: 6,
        suitableForQuiz: true,
        bodyHtml: "<p>One &lt;b&gt;</p><p>Two</p>",
      },
    });
  });

  it("accounts for every file found: sent or left out with its reason", () => {
    const plan = freeze({}, ["/export/b/2"]);
    expect(plan.ok && plan.value.account).toEqual({
      found: 11,
      uploaded: 6,
      leftOut: 5,
      uploadedImages: 6,
      leftOutByReason: [
        { reason: { kind: "stackNotSelected" }, count: 2 },
        { reason: { kind: "refused", reason: refusal }, count: 1 },
        { reason: { kind: "heldBack", reason: "structuredReport" }, count: 1 },
        {
          reason: { kind: "skipped", reason: { kind: "notDicom" } },
          count: 1,
        },
      ],
      refusedImages: [
        {
          stackNumber: 2,
          stackLabel: "Axial",
          imageNumber: 2,
          reason: { kind: "refused", reason: refusal },
        },
      ],
    });
  });

  it("points the key image at its place among what is sent", () => {
    const stackB = "b".padEnd(16, "0") as StackId;
    const plan = freeze(
      { stacks: { [stackB]: { ...untouchedStack, keyImage: 3 } } },
      ["/export/b/2"],
    );
    expect(plan.ok && plan.value.studies[1]?.stacks[0]?.rootIndex).toBe(2);
  });

  it("takes the middle image when none was chosen", () => {
    const plan = freeze();
    expect(plan.ok && plan.value.studies[0]?.stacks[0]?.rootIndex).toBe(1);
  });

  it("refuses while anything blocks, naming all of it", () => {
    const plan = freezePlan({
      caseId: "case" as CaseId,
      serviceOrigin: "https://example.org",
      groups,
      draft: emptyDraft,
      prepared: null,
      acceptances: accepted,
      searchOf: nothingFound,
      typed: [],
    });
    expect(plan.ok ? [] : plan.failure).toEqual([
      { kind: "missingField", field: "title" },
      { kind: "missingField", field: "systemId" },
      { kind: "notPrepared" },
      { kind: "notConfirmed", which: "permission" },
      { kind: "notConfirmed", which: "imagesChecked" },
      { kind: "notConfirmed", which: "licence" },
    ]);
  });

  it("never sends a stack short unless the user accepted it", () => {
    const plan = freezePlan({
      caseId: "case" as CaseId,
      serviceOrigin: "https://example.org",
      groups,
      draft,
      prepared: preparedCase(groups, ["/export/b/2"]),
      acceptances: accepted,
      searchOf: nothingFound,
      typed: [],
    });
    expect(plan.ok ? [] : plan.failure).toEqual([
      { kind: "imagesRefused", count: 1 },
    ]);
  });

  it("asks before mixing patients in one case, counting selected stacks only", () => {
    const other = studyOf("333", [stackOf("e", 1)], {
      patient: { name: "", id: "P2", birthDate: "", sex: "", age: "" },
    });
    const mixed = groupsOf([...groups.studies, other]);
    const blocked = (stacks: CaseDraft["stacks"]) => {
      const plan = freezePlan({
        caseId: "case" as CaseId,
        serviceOrigin: "https://example.org",
        groups: mixed,
        draft: { ...draft, stacks },
        prepared: preparedCase(mixed),
        acceptances: accepted,
        searchOf: nothingFound,
        typed: [],
      });
      return plan.ok ? [] : plan.failure;
    };
    const stackE = "e".padEnd(16, "0");
    expect(blocked({})).toEqual([{ kind: "severalPatients", count: 2 }]);
    expect(
      blocked({ [stackE]: { ...untouchedStack, isSelected: false } }),
    ).toEqual([]);
  });
});
