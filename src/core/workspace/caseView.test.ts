// What the window is told of stacks, where it follows from more than one part of the case.
import { describe, expect, it } from "vitest";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import { headSlices } from "../../testing/headSlices.ts";
import {
  emptyDraft,
  untouchedStack,
  type StackChoices,
} from "../casefile/caseDraft.ts";
import type { StackImage } from "../model/stack.ts";
import { imagesView, type ViewSources } from "./caseView.ts";

const sources: ViewSources = {
  canRender: () => true,
  searchOf: () => ({ kind: "waiting" }),
  factsOf: () => ({ proposals: [], freeText: [] }),
  prepared: null,
};

it("calls a stack what its own images say, before what most of its series say", () => {
  const stacks = [stackOf("a", 1, { description: "Liver arterial" })];
  const groups = groupsOf([studyOf("1", stacks)]);
  const view = imagesView(groups, emptyDraft, sources);
  expect(
    view.studies[0]?.stacks.map((stack) => stack.seriesDescription),
  ).toEqual(["Liver arterial"]);
});

describe("the patient of a study", () => {
  const person = (id: string, name: string) => ({
    id,
    name,
    birthDate: "",
    sex: "",
    age: "",
  });
  const jane = person("FIX-1", "DOE^JANE");
  const richard = person("FIX-2", "ROE^RICHARD");
  const study = (key: string, patient: typeof jane) =>
    studyOf(key, [stackOf(key, 1)], { patient });
  const pictures = studyOf("d", [stackOf("d", 1, { picture: "jpeg" })]);

  it("is a number, the same in all studies of one patient, and none where a study is nobody's", () => {
    const view = imagesView(
      groupsOf([
        study("a", jane),
        study("b", richard),
        pictures,
        study("c", jane),
      ]),
      emptyDraft,
      sources,
    );
    expect(view.studies.map(({ patientNumber }) => patientNumber)).toEqual([
      1,
      2,
      null,
      1,
    ]);
    expect(view.patientCount).toBe(2);
  });

  it("says nothing of who it is", () => {
    const view = imagesView(
      groupsOf([study("a", jane), study("b", richard)]),
      emptyDraft,
      sources,
    );
    expect(JSON.stringify(view)).not.toMatch(/jane|richard|FIX-/i);
  });
});

describe("the warning of a face", () => {
  const head: readonly StackImage[] = headSlices(180).map((instance) => ({
    instance,
    frame: null,
  }));
  const groups = groupsOf([
    studyOf("1", [
      stackOf("head", 0, {
        images: head,
        warnings: [
          { kind: "conflictingDuplicates", count: 1 },
          { kind: "faceCanBeRebuilt", keepEvery: 5 },
        ],
      }),
    ]),
  ]);
  const [stack] = groups.studies[0]?.series[0]?.stacks ?? [];

  function warnedOf(trim: StackChoices["trim"]) {
    const view = imagesView(
      groups,
      {
        ...emptyDraft,
        stacks: { [stack?.id ?? ""]: { ...untouchedStack, trim } },
      },
      sources,
    );
    return view.studies[0]?.stacks[0]?.warnings.map(({ kind }) => kind);
  }

  it("stands while what is kept still shows the face", () => {
    const both = ["conflictingDuplicates", "faceCanBeRebuilt"];

    expect(warnedOf(null)).toEqual(both);
    expect(warnedOf({ first: 0, last: 179, keepEvery: 2 })).toEqual(both);
    expect(warnedOf({ first: 20, last: 170, keepEvery: 1 })).toEqual(both);
  });

  it("goes once slices are thinned or trimmed enough, and no other goes with it", () => {
    const other = ["conflictingDuplicates"];

    expect(warnedOf({ first: 0, last: 179, keepEvery: 5 })).toEqual(other);
    expect(warnedOf({ first: 80, last: 179, keepEvery: 1 })).toEqual(other);
  });
});
