// Pictures among skipped files: what becomes one stack, in which order, and what a study of pictures must not be taken for.
import { describe, expect, it } from "vitest";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import { effectiveStudyForms } from "../casefile/effectiveForms.ts";
import { emptyDraft } from "../casefile/caseDraft.ts";
import { suggestedGender } from "../casefile/headerSuggestions.ts";
import { countPatients } from "../casefile/patients.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SkippedFile } from "../model/stack.ts";
import { offerPictures } from "./offerPictures.ts";

function picture(
  path: string,
  format: PictureFormat = "jpeg",
  [columns, rows] = [640, 480],
): SkippedFile {
  const source = {
    kind: "file",
    path: path as LocalPath,
    sizeBytes: 9,
    modifiedAtMs: 1,
  } as const;
  return {
    source,
    reason: { kind: "picture" },
    picture: { source, facts: { format, columns, rows } },
  };
}

const report: SkippedFile = {
  source: { path: "/cd/report.pdf" as LocalPath },
  reason: { kind: "notDicom" },
};

const examination = studyOf("1", [stackOf("a", 3)]);

describe("offerPictures", () => {
  it("makes a stack of the stills of a folder, in the order people count", () => {
    const { studies, skipped } = offerPictures(
      groupsOf(
        [examination],
        [
          picture("/cd/slide 10.jpg"),
          report,
          picture("/cd/slide 2.jpg"),
          picture("/cd/slide 1.jpg"),
        ],
      ),
    );
    expect(skipped).toEqual([report]);
    expect(studies).toHaveLength(2);
    const stacks = studies[1]?.series.flatMap((series) => series.stacks) ?? [];
    expect(stacks).toHaveLength(1);
    expect(stacks[0]).toMatchObject({
      selectedByDefault: false,
      heldBack: "picture",
      picture: "jpeg",
    });
    expect(
      stacks[0]?.images.map(({ instance }) => instance.source.path),
    ).toEqual(["/cd/slide 1.jpg", "/cd/slide 2.jpg", "/cd/slide 10.jpg"]);
  });

  it("keeps folders, formats and sizes apart, and every film by itself", () => {
    const { studies } = offerPictures(
      groupsOf(
        [],
        [
          picture("/cd/a/1.jpg"),
          picture("/cd/b/1.jpg"),
          picture("/cd/b/2.png", "png"),
          picture("/cd/b/3.jpg", "jpeg", [480, 640]),
          picture("/cd/b/4.mp4", "mp4"),
          picture("/cd/b/5.mp4", "mp4"),
        ],
      ),
    );
    const series = studies[0]?.series ?? [];
    expect(series.map(({ description }) => description)).toEqual([
      "1.jpg",
      "1.jpg",
      "2.png",
      "3.jpg",
      "4.mp4",
      "5.mp4",
    ]);
    const ids = series.flatMap(({ stacks }) => stacks.map(({ id }) => id));
    expect(new Set(ids).size).toBe(6);
  });

  it("changes nothing where there are no pictures", () => {
    const groups = groupsOf([examination], [report]);
    expect(offerPictures(groups)).toBe(groups);
  });

  it("adds no patient, no gender and no interval to a case", () => {
    const woman = studyOf("1", [stackOf("a", 3)], {
      patient: { name: "", id: "P1", birthDate: "", sex: "F", age: "" },
    });
    const groups = offerPictures(groupsOf([woman], [picture("/cd/1.jpg")]));
    expect(countPatients(groups.studies)).toBe(1);
    expect(suggestedGender(groups)).toBe("Female");
    expect(
      effectiveStudyForms(emptyDraft, groups).map(({ modality, caption }) => [
        modality,
        caption,
      ]),
    ).toEqual([
      ["CT", ""],
      ["Photograph", ""],
    ]);
  });
});
