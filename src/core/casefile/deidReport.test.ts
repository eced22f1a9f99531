// What the report of a case says, and above all what it never says.
import { describe, expect, it } from "vitest";
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { Sha256Hex, StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import {
  ctSlice,
  ctSliceAttributes,
  testUID,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { dictionaryLines } from "../dicom/generated/dictionary.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import { groupInstances } from "../grouping/groupInstances.ts";
import type { LocalPath } from "../model/brands.ts";
import type { GroupedImages, ScannedInstance } from "../model/stack.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { ImageTreatment } from "../ports/preparer.ts";
import type { SearchedStack } from "../ports/textDetector.ts";
import { deidReportSchema } from "../upload/deidReportSchema.ts";
import { emptyDraft, untouchedStack, type CaseDraft } from "./caseDraft.ts";
import { allChosenStacks } from "./caseImages.ts";
import { deidReport, type ReportInput } from "./deidReport.ts";
import { deidReportHtml } from "./deidReportHtml.ts";
import type { PreparedCase } from "./preparedCase.ts";

const canary = "KaNaRi";

const nameRemoved = [
  {
    tag: "00100010",
    keyword: "PatientName",
    action: "removed" as const,
    rule: "policyRemoves" as const,
    count: 1,
  },
];

/** Every image copied, but for the refused ones. */
function preparedCase(
  groups: GroupedImages,
  refusedPaths: readonly string[] = [],
  done: ImageTreatment = { pixels: "copied", actions: nameRemoved },
): PreparedCase {
  const stacks = groups.studies
    .flatMap(({ series }) => series)
    .flatMap((series) => series.stacks);
  return {
    images: new Map(
      stacks
        .flatMap((stack) => stack.images)
        .map((image) => {
          const isRefused = refusedPaths.includes(image.instance.source.path);
          const outcome = isRefused
            ? failed({
                kind: "unsupportedTransferSyntax" as const,
                transferSyntaxUID: "",
              })
            : success({
                sha256Hex: "0".repeat(64) as Sha256Hex,
                sizeBytes: 7,
              });
          const treatment = isRefused ? null : done;
          return [image, { recipe: "", outcome, treatment }];
        }),
    ),
  };
}

function inputOf(
  groups: GroupedImages,
  more: Partial<ReportInput> = {},
): ReportInput {
  return {
    appVersion: "1.2.3",
    madeAtMs: Date.UTC(2026, 0, 2),
    groups,
    draft: emptyDraft,
    prepared: preparedCase(groups),
    acceptances: { refusedImages: false, severalPatients: false },
    searchOf: () => ({ kind: "waiting" }),
    typed: [],
    patientWords: [],
    ...more,
  };
}

const box = { left: 10, top: 20, width: 200, height: 16 };
const finding: TextFinding = {
  findingId: "f1",
  placeId: "f1",
  rank: "patientWord",
  box,
  images: { first: 0, last: 2 },
  words: `${canary} ANNA`,
  matches: ["name"],
};

function looked(stackId: StackId, findings: readonly TextFinding[]) {
  const outcome: SearchedStack = {
    stackId,
    findings,
    lookedImages: 3,
    readImages: 3,
    unseen: [],
  };
  return { kind: "looked", outcome } as const;
}

const groups = groupsOf([
  studyOf("1", [
    stackOf("a", 3, {
      specifics: "bone window",
      warnings: [{ kind: "faceCanBeRebuilt", keepEvery: 3 }],
    }),
  ]),
]);

/** The draft with choices for its first stack. */
function draftWith(
  choices: Partial<(typeof emptyDraft)["stacks"][string]>,
  more: Partial<CaseDraft> = {},
): CaseDraft {
  const [chosen] = allChosenStacks(groups, emptyDraft);
  const id = chosen?.stack.id ?? "";
  return {
    ...emptyDraft,
    ...more,
    stacks: { [id]: { ...untouchedStack, ...choices } },
  };
}

describe("report of a case", () => {
  it("says what was done to each stack, by which rule, and what was found and decided", () => {
    const draft = draftWith(
      {
        masks: [
          {
            maskId: "m",
            shape: { kind: "rectangle", left: 0, top: 0, width: 9, height: 9 },
            images: { first: 0, last: 1 },
          },
        ],
      },
      { acceptedFindings: { f1: "drawn by the teacher" } },
    );
    const report = deidReport(
      inputOf(groups, {
        draft: {
          ...draft,
          confirmations: {
            permission: true,
            imagesChecked: true,
            licence: true,
          },
        },
        prepared: preparedCase(groups),
        searchOf: ({ id }) => looked(id, [finding]),
      }),
    );
    expect(report).toMatchObject({
      casedropReport: 1,
      appVersion: "1.2.3",
      madeAt: "2026-01-02T00:00:00.000Z",
      confirmations: { permission: true },
    });
    expect(report.stacks[0]).toMatchObject({
      study: 1,
      label: "Axial bone window",
      faceWarning: true,
      masks: [{ images: { first: 0, last: 1 } }],
      text: {
        wasSearched: true,
        lookedImages: 3,
        findings: [
          {
            rank: "patientWord",
            box,
            matches: ["name"],
            status: "accepted",
            reason: "drawn by the teacher",
          },
        ],
      },
      tags: [{ tag: "00100010", rule: "policyRemoves", count: 3 }],
    });
    expect(deidReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(
      report,
    );
  });

  it("counts and names only what leaves of a stack that was trimmed and lost an image", () => {
    const mask = (first: number, last: number) => ({
      maskId: `m${String(first)}`,
      shape: {
        kind: "rectangle",
        left: 0,
        top: 0,
        width: 9,
        height: 9,
      } as const,
      images: { first, last },
    });
    const long = groupsOf([
      studyOf("1", [
        stackOf("a", 6, {
          warnings: [{ kind: "faceCanBeRebuilt", keepEvery: 3 }],
        }),
      ]),
    ]);
    const id = allChosenStacks(long, emptyDraft)[0]?.stack.id ?? "";
    const draft: CaseDraft = {
      ...emptyDraft,
      stacks: {
        [id]: { ...untouchedStack, trim: { first: 2, last: 5, keepEvery: 1 } },
      },
    };
    const prepared = preparedCase(long, ["/export/a/4"]);
    const search = looked(id as StackId, [
      { ...finding, findingId: "gone", images: { first: 0, last: 1 } },
      { ...finding, findingId: "there", images: { first: 0, last: 4 } },
      { ...finding, findingId: "refused", images: { first: 3, last: 3 } },
    ]);
    const unseen = [1, 5].map((image) => ({
      image,
      reason: { kind: "noPixelData" as const },
    }));
    const outcome = { ...search.outcome, unseen, lookedImages: 4 };
    const [stack] = deidReport(
      inputOf(long, {
        draft,
        prepared,
        searchOf: () => ({ ...search, outcome }),
      }),
    ).stacks;

    expect(stack).toMatchObject({
      preparedImages: 3,
      faceWarning: false,
      pixels: [{ treatment: "copied", count: 3 }],
      tags: [{ count: 3 }],
      text: {
        lookedImages: 2,
        readImages: null,
        unseenImages: 1,
        findings: [{ images: { first: 0, last: 1 } }],
      },
    });
    const masks = [mask(0, 1), mask(1, 4), mask(3, 3)];
    const choices = draft.stacks[id] ?? untouchedStack;
    const masked = { ...draft, stacks: { [id]: { ...choices, masks } } };
    // Masks need other copies; those that leave are what the report names.
    const recipes = { images: new Map() };
    expect(
      deidReport(inputOf(long, { draft: masked, prepared: recipes })).stacks[0]
        ?.masks,
    ).toMatchObject([
      { images: { first: 0, last: 2 } },
      { images: { first: 1, last: 1 } },
    ]);
  });

  it("counts refused images by reason and never calls unsearched stacks clear", () => {
    const report = deidReport(
      inputOf(groups, {
        prepared: preparedCase(groups, ["/export/a/2"]),
        acceptances: { refusedImages: true, severalPatients: false },
      }),
    );
    expect(report.stacks[0]).toMatchObject({
      preparedImages: 2,
      pixels: [{ treatment: "copied", count: 2 }],
      refused: [{ reason: { transferSyntaxUID: "" }, count: 1 }],
      text: { wasSearched: false, unseenImages: 2 },
    });
    const html = deidReportHtml(report);
    expect(html).toContain("Nobody has looked for text in these images");
    expect(html).toContain("Refused images stay out of their stacks.");
  });

  it("finds no text only on images that were searched", () => {
    const htmlOf = (lookedImages: number, unseenImages: number) => {
      const report = deidReport(
        inputOf(groups, { searchOf: ({ id }) => looked(id, []) }),
      );
      return deidReportHtml({
        ...report,
        stacks: report.stacks.slice(0, 1).map((stack) => ({
          ...stack,
          text: { ...stack.text, lookedImages, unseenImages },
        })),
      });
    };
    expect(htmlOf(3, 0)).toContain("No text was found on them.");
    expect(htmlOf(3, 2)).toContain("2 images could not be looked at");
    expect(htmlOf(0, 1)).not.toContain("No text was found");
  });

  it("says of pictures what was left behind, and of no picture that it was checked against the policy", () => {
    const prepared = preparedCase(groups, [], {
      pixels: "stripped",
      actions: [],
    });
    const report = deidReport(inputOf(groups, { prepared }));
    const html = deidReportHtml(report);
    expect(html).toContain(
      "images copied as compressed pixels alone: comments, camera data, thumbnails",
    );
    expect(html).toContain("Every DICOM image was written anew");
    expect(html).toContain("<p>None was written.</p>");
    expect(deidReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(
      report,
    );
  });

  it("repeats no reason and no label with a word of the patient", () => {
    const patientWords: PatientWords = [{ text: "Kanari", kind: "name" }];
    const report = deidReport(
      inputOf(groups, {
        draft: draftWith(
          { specifics: "series of Kanari" },
          { acceptedFindings: { f1: "Mrs Kanari said yes" } },
        ),
        searchOf: ({ id }) => looked(id, [finding]),
        patientWords,
        typed: [
          {
            field: { kind: "case", field: "title" },
            findings: [
              {
                findingId: "t",
                kind: "patientWord",
                start: 0,
                end: 6,
                status: { kind: "accepted", reason: "an eponym of Kanari" },
              },
            ],
          },
        ],
      }),
    );
    expect(report.stacks[0]?.label).toBe("");
    expect(report.stacks[0]?.text.findings[0]?.reason).toBe(
      "(a reason was given)",
    );
    expect(report.typedWords).toEqual([
      { field: "title", kind: "patientWord", reason: "(a reason was given)" },
    ]);
    for (const text of [JSON.stringify(report), deidReportHtml(report)])
      expect(text.toLowerCase()).not.toContain("kanari");
  });

  it("escapes what was typed", () => {
    const report = deidReport(
      inputOf(groups, { draft: draftWith({ specifics: "<b>&" }) }),
    );
    expect(deidReportHtml(report)).toContain("&lt;b&gt;&amp;");
  });
});

/** A marker in every text attribute of the standard. */
function everyText(): FixtureItem {
  const item: Record<string, string> = {};
  for (const line of dictionaryLines.split("\n")) {
    const [tag, vr] = [
      line.slice(0, 8).replaceAll("x", "0"),
      line.slice(8, 10),
    ];
    const group = parseInt(tag.slice(0, 4), 16);
    if (
      /AE|AS|CS|DA|DT|LO|LT|PN|SH|ST|TM|UC|UR|UT/.test(vr) &&
      group >= 8 &&
      group < 0x7fe0 &&
      tag !== "00080005"
    )
      item[`${tag} ${vr}`] = `${canary}${tag}`;
  }
  return item;
}

async function canaryGroups(fields: FixtureItem): Promise<GroupedImages> {
  const instances: ScannedInstance[] = [];
  for (const number of [1, 2, 3]) {
    const bytes = ctSlice({ instanceNumber: number, attributes: fields });
    const dataSet = valueOf(await readDataSet(memoryByteSource(bytes)));
    const path = `/data/${canary}/IM${number}` as LocalPath;
    instances.push({
      source: {
        kind: "file",
        path,
        sizeBytes: bytes.length,
        modifiedAtMs: 0,
      },
      header: toInstanceHeader(dataSet),
    });
  }
  return groupInstances(instances, []);
}

it.each([
  ["in every attribute", () => everyText()],
  [
    "in every attribute but those that group images",
    () => {
      const same = ctSliceAttributes({
        without: [
          "SeriesDescription",
          "PatientName",
          "SOPInstanceUID",
          "ImagePositionPatient",
          "InstanceNumber",
        ],
      });
      return { ...everyText(), ...same, SeriesInstanceUID: testUID(3) };
    },
  ],
])("holds no value of the headers: markers %s", async (_, fields) => {
  const marked = await canaryGroups(fields());
  const stacks = marked.studies.flatMap(({ series }) =>
    series.flatMap((each) => each.stacks),
  );
  expect(stacks.length).toBeGreaterThan(0);
  const report = deidReport(
    inputOf(marked, {
      draft: {
        ...emptyDraft,
        stacks: Object.fromEntries(
          stacks.map(({ id }) => [id, { ...untouchedStack, isSelected: true }]),
        ),
      },
      prepared: preparedCase(marked, [`/data/${canary}/IM2`]),
      searchOf: ({ id }) => looked(id, [finding]),
    }),
  );
  expect(report.stacks.length).toBeGreaterThan(0);
  for (const text of [JSON.stringify(report), deidReportHtml(report)])
    expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
});
