// Stacks and studies in words.
import { describe, expect, it } from "vitest";
import { stackView, studyView } from "../../testing/snapshots.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import {
  animationWords,
  fullStackName,
  keptWords,
  noPreviewWords,
  splitWords,
  stackFacts,
  stackLabel,
  stackName,
  stackTraits,
  studyPatient,
  studyWhen,
} from "./stackWords.ts";

it("says by number which patient a study is of, where there are several", () => {
  const [one, several] = [{ patientCount: 1 }, { patientCount: 2 }];
  expect(studyPatient(studyView({ patientNumber: 2 }), several)).toBe(
    "Patient 2",
  );
  expect(studyPatient(studyView({ patientNumber: 1 }), one)).toBe("");
  expect(studyPatient(studyView({ patientNumber: null }), several)).toBe("");
});

describe("words of a stack", () => {
  it("is named by its description, else its labels, else its number", () => {
    expect(stackName(stackView())).toBe("Abdomen");
    expect(stackName(stackView({ seriesDescription: "" }))).toBe("Axial");
    const bare = { seriesDescription: "", perspective: "", specifics: "" };
    expect(stackName(stackView(bare))).toBe("Series 4");
    expect(stackName(stackView({ ...bare, seriesNumber: null }))).toBe(
      "CT stack",
    );
  });

  it("says what it is and how much of it is kept", () => {
    expect(stackFacts(stackView())).toBe(
      "CT · series\u00a04 · 512\u00a0×\u00a0512",
    );
    expect(stackLabel(stackView({ specifics: "bone window" }))).toBe(
      "Axial · bone window",
    );
    // Its name says so already.
    expect(stackLabel(stackView({ seriesDescription: "" }))).toBe("");
    expect(keptWords(stackView())).toBe("40 images");
    expect(keptWords(stackView({ keptCount: 8 }))).toBe("8 of 40 images");
  });

  it("says what tells it from its siblings", () => {
    const traitsOf = (traits: StackView["traits"]) =>
      stackTraits(stackView({ traits }));
    expect(traitsOf([])).toBe("");
    expect(
      traitsOf([
        { criterion: "imageComponent", value: "adc" },
        { criterion: "bValue", value: "1000" },
        { criterion: "repeatedPosition", value: "pass 2" },
      ]),
    ).toBe("ADC, b 1000, pass 2");
    expect(
      traitsOf([
        { criterion: "echo", value: "2" },
        { criterion: "echo", value: "30.0" },
        { criterion: "temporalPosition", value: "3" },
        { criterion: "acquisition", value: "4" },
        { criterion: "acquisition", value: "20240131 093015.25" },
        { criterion: "kernel", value: "B60f" },
        { criterion: "repeatedPosition", value: "at -12.5" },
        { criterion: "version", value: "2" },
        { criterion: "velocityEncoding", value: "150 cm/s through-plane" },
      ]),
    ).toBe(
      "echo 2, TE 30.0 ms, time point 3, acquisition 4, acquired 09:30:15, kernel B60f, at -12.5 mm, version 2, velocity 150 cm/s through-plane",
    );
    expect(
      traitsOf(
        [
          "unenhanced",
          "enhanced",
          "arterial",
          "portalVenous",
          "35 s",
          "-20 s",
          "bolus 101530.25",
          "bolusTracking",
        ].map((value) => ({ criterion: "contrast", value })),
      ),
    ).toBe(
      "unenhanced, contrast-enhanced, arterial phase, portal venous phase, 35 s after the bolus, 20 s before the bolus, bolus at 10:15:30, bolus tracking",
    );
    expect(
      fullStackName(
        stackView({ traits: [{ criterion: "bValue", value: "0" }] }),
      ),
    ).toBe("Abdomen, b 0");
  });

  it("names the coding of a video, and says what to do with it", () => {
    const video = stackView({ videoCoding: "H.264", canPreview: false });
    expect(stackFacts(video)).toBe(
      "CT · H.264\u00a0video · series\u00a04 · 512\u00a0×\u00a0512",
    );
    expect(noPreviewWords(video)).toBe(
      "A film (H.264): look at it on the PACS, and export single frames to send some",
    );
    expect(noPreviewWords(stackView({ canPreview: false }))).toBe("No preview");
  });

  it("says what its series was split by", () => {
    expect(splitWords([])).toBe("");
    expect(splitWords(["bValue"])).toBe("Split from its series by b-value");
    expect(splitWords(["contrast"])).toBe(
      "Split from its series by contrast phase",
    );
    expect(splitWords(["echo", "bValue", "orientation"])).toBe(
      "Split from its series by echo, b-value and orientation",
    );
  });

  it("says when a study was", () => {
    expect(studyWhen(studyView())).toBe("2025-03-14");
    expect(studyWhen(studyView({ daysSinceFirst: 42 }))).toBe(
      "2025-03-14 · 6 weeks later",
    );
    expect(studyWhen(studyView({ date: "", daysSinceFirst: null }))).toBe(
      "No date",
    );
  });
});

it("says what becomes of animations where a stack may hold some", () => {
  expect(animationWords({ picture: "gif" })).toMatch(/only the first image/);
  expect(animationWords({ picture: "jpeg" })).toBeNull();
  expect(animationWords({ picture: null })).toBeNull();
});
