// Which reasons a report repeats.
import { describe, expect, it } from "vitest";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import { reasonToShow } from "./reasonToShow.ts";

const words = new WordMatcher([
  { text: "Novakova", kind: "name" },
  { text: "Smith", kind: "physician" },
  { text: "19610423", kind: "birthDate" },
]);

describe("a reason", () => {
  it("is repeated where it holds nothing of anybody", () => {
    expect(reasonToShow("A phantom, no patient", words)).toBe(
      "A phantom, no patient",
    );
  });

  it.each([
    "Born 23/Apr/1961, as published",
    "Published with 23 4 61",
    "CT 1961 04 23 is the phantom's",
    "23APR61 is a protocol",
    "N O V A K O V A consented",
    "N o v a k o v a consented",
    "Nova-kova consented",
    "With Novákovou",
    "A word of drsmith",
    "A word of Dr.Smith",
    "A lady, 92/F",
  ])("is not repeated: %s", (reason) => {
    expect(reasonToShow(reason, words)).toBe("(a reason was given)");
  });
});
