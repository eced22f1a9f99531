// What is said of text in pixels never claims more than was looked at.
import { describe, expect, it } from "vitest";
import type {
  StackTextView,
  TextFindingView,
} from "../../../shared/burnedInText.ts";
import {
  acceptedBeforeWords,
  matchWords,
  placeWords,
  rangeWords,
  textVerdict,
  unseenWords,
} from "./maskWords.ts";

const unseen = { findingId: "unseen:a", status: { kind: "open" as const } };
const looked = (unseenImages: number) => ({
  kind: "looked" as const,
  lookedImages: 300 - unseenImages,
  readImages: 12,
  unseenImages,
});
/** A stack with these obstacles. */
const stack = (text: Omit<StackTextView, "unseen">, unseenImages = 0) => ({
  text: { unseen, ...text },
  textObstacles: {
    isUnsearched: false,
    unseenImages,
    findingIds: text.findings
      .filter(
        ({ status, rank }) => status.kind === "open" && rank !== "technical",
      )
      .map(({ findingId }) => findingId),
  },
});
const finding = (
  rank: TextFindingView["rank"],
  status: TextFindingView["status"] = { kind: "open" },
): TextFindingView => ({
  findingId: rank,
  placeId: rank,
  rank,
  box: { left: 10, top: 10, width: 100, height: 20 },
  images: { first: 0, last: 299 },
  words: "",
  matches: [],
  status,
});

describe("the verdict on text in pixels", () => {
  it("does not call a stack clear of images nobody looked at", () => {
    const text = { state: looked(12), findings: [] };
    expect(textVerdict(stack(text, 12))).toEqual({
      words: "12 images not looked through",
      tone: "warn",
    });
    expect(textVerdict(stack(text))).toEqual({
      words: "12 images not looked through, none of which leaves",
      tone: "quiet",
    });
    expect(unseenWords({ ...stack(text, 12), picture: null })).toBe(
      "12 images could not be decoded and were not looked through. Look at them yourself and accept them, or trim them away. What cannot be prepared stays here anyway.",
    );
    expect(unseenWords({ ...stack(text), picture: null })).toBeNull();
    const film = stack({ state: looked(1), findings: [] }, 1);
    expect(unseenWords({ ...film, picture: "mp4" })).toBe(
      "Films are not looked through for text: no frame of this one was. Watch all of it yourself and accept it, or leave it out.",
    );
    expect(textVerdict(stack({ state: looked(0), findings: [] })).words).toBe(
      "No text found",
    );
  });

  it("asks for nothing about what scanners print about technique", () => {
    const findings = [finding("technical")];
    expect(textVerdict(stack({ state: looked(0), findings }))).toEqual({
      words: "Only technical marks found",
      tone: "good",
    });
  });

  it("says how far the search is", () => {
    expect(
      textVerdict(
        stack({
          state: { kind: "looking", lookedImages: 120, totalImages: 300 },
          findings: [],
        }),
      ).words,
    ).toBe("Looking for text… 120 of 300");
  });

  it("names the patient's words before other text", () => {
    const findings = [finding("text"), finding("patientWord")];
    expect(textVerdict(stack({ state: looked(0), findings })).words).toBe(
      "1 place with this patient's words",
    );
    expect(
      textVerdict(stack({ state: looked(0), findings: [finding("text")] }))
        .words,
    ).toBe("1 place looks like text");
  });

  it("sums up what was decided", () => {
    const findings = [
      finding("patientWord", { kind: "masked" }),
      finding("technical", { kind: "accepted", reason: "ruler" }),
    ];
    expect(textVerdict(stack({ state: looked(0), findings }))).toEqual({
      words: "1 place masked, 1 accepted",
      tone: "good",
    });
  });
});

describe("words for places and images", () => {
  it("names ranges by 1-based places", () => {
    expect(rangeWords(null, 300)).toBe("all 300 images");
    expect(rangeWords({ first: 2, last: 2 }, 300)).toBe("image 3 only");
    expect(rangeWords({ first: 2, last: 299 }, 300)).toBe("images 3 to 300");
  });

  it("names places by thirds of the image", () => {
    const image = { columns: 800, rows: 600 };
    const box = { left: 700, top: 560, width: 80, height: 20 };
    expect(placeWords(box, image)).toBe("bottom right");
    expect(placeWords({ ...box, left: 360, top: 290 }, image)).toBe("middle");
  });

  it("joins what matches", () => {
    expect(matchWords(["name", "birthDate", "name"])).toBe(
      "name and date of birth",
    );
  });
});

it("says why what was accepted is asked again", () => {
  expect(acceptedBeforeWords("some label")).toBe(
    "Accepted before (some label), while none of the patient’s words was known to be there: look again",
  );
});
