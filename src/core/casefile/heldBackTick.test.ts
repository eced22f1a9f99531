// What is off by default is one tick away: from scanned files through grouping to the plan of what is sent.
import { describe, expect, it } from "vitest";
import type { CaseId, Sha256Hex } from "../../shared/identifiers.ts";
import { success } from "../../shared/result.ts";
import { nothingFound } from "../../testing/fakeTextDetector.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { groupInstances } from "../grouping/groupInstances.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { OriginalUID } from "../model/brands.ts";
import { applyEdit } from "./applyEdit.ts";
import { emptyDraft, type CaseDraft } from "./caseDraft.ts";
import { allChosenStacks } from "./caseImages.ts";
import { freezePlan } from "./freezePlan.ts";

const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

function image(place: number, fields: Partial<InstanceHeader>) {
  return scannedInstance(`/export/${String(place)}`, {
    sopInstanceUID: `1.2.9.${String(place)}` as OriginalUID,
    seriesInstanceUID: `1.2.1.${String(place)}` as OriginalUID,
    imagePositionPatient: [0, 0, 0],
    imageOrientationPatient: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    ...fields,
  });
}

const pixelFields: Partial<InstanceHeader> = {
  pixels: {
    rows: 512,
    columns: 512,
    numberOfFrames: 1,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
  },
  pixelData: { element: 0x7fe00010, valueOffset: 2000, lengthBytes: 524_288 },
};

describe("a stack that is off by default", () => {
  it.each([
    ["secondaryCapture", { sopClassUID: secondaryCapture }],
    [
      "doseScreen",
      { sopClassUID: secondaryCapture, seriesDescription: "Dose Report" },
    ],
    ["localiser", { imageType: ["ORIGINAL", "PRIMARY", "LOCALIZER"] }],
  ])("is sent after one tick: %s", (kind, fields) => {
    const groups = groupInstances(
      [image(1, pixelFields), image(2, { ...pixelFields, ...fields })],
      [],
    );
    const [, off] = allChosenStacks(groups, emptyDraft);
    if (off === undefined) throw new Error("one stack only");
    expect(off).toMatchObject({ canBeSelected: true, isSelected: false });
    expect(off.stack.heldBack).toBe(kind === "localiser" ? null : kind);
    expect(sentImages(emptyDraft, groups)).toBe(1);

    const ticked = applyEdit(
      emptyDraft,
      { kind: "selectStacks", stackIds: [off.stack.id], isSelected: true },
      groups,
    );

    if (!ticked.ok) throw new Error(`refused: ${ticked.failure.kind}`);
    expect(
      allChosenStacks(groups, ticked.value).map(({ isSelected }) => isSelected),
    ).toEqual([true, true]);
    expect(sentImages(ticked.value, groups)).toBe(2);
  });
});

/** Images in the plan of a case that is otherwise complete. */
function sentImages(
  draft: CaseDraft,
  groups: ReturnType<typeof groupInstances>,
): number {
  const images = allChosenStacks(groups, draft).flatMap(
    ({ stack }) => stack.images,
  );
  const plan = freezePlan({
    caseId: "case" as CaseId,
    serviceOrigin: "https://example.org",
    groups,
    draft: {
      ...draft,
      form: { title: "Appendicitis", systemId: 6 },
      confirmations: { permission: true, imagesChecked: true, licence: true },
    },
    prepared: {
      images: new Map(
        images.map((one) => {
          const sha256Hex = one.instance.source.path as string as Sha256Hex;
          const outcome = success({ sha256Hex, sizeBytes: 7 });
          return [one, { recipe: "", outcome, treatment: null }];
        }),
      ),
    },
    acceptances: { refusedImages: false, severalPatients: false },
    searchOf: nothingFound,
    typed: [],
  });
  if (!plan.ok) throw new Error("blocked");
  return plan.value.account.uploadedImages;
}
