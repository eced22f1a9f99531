// What may be handed on of the list of files left out: numbers and reasons.
import { describe, expect, it } from "vitest";
import type { RefusedPlace } from "../snapshot.ts";
import { leftOutText, refusedLines } from "./leftOutText.ts";

const bySite = (imageNumber: number): RefusedPlace => ({
  stackNumber: 2,
  stackLabel: "Axial CE",
  imageNumber,
  reason: { kind: "refusedBySite" },
});
const noPixels: RefusedPlace = {
  stackNumber: null,
  stackLabel: "",
  imageNumber: 1,
  reason: { kind: "refused", reason: { kind: "noPixelData" } },
};

describe("what was left out", () => {
  it("names each refused image by stack and number", () => {
    expect(
      refusedLines([bySite(4), noPixels, bySite(2)]).map(({ where }) => where),
    ).toEqual([
      "Stack 2 (Axial CE), images 2 and 4",
      "A stack not sent, image 1",
    ]);
  });

  it("leaves out no number in the text, and names no file", () => {
    const odd = Array.from({ length: 9 }, (_, index) => bySite(2 * index + 1));
    expect(
      leftOutText(
        [
          { reason: { kind: "refusedBySite" }, count: 9 },
          { reason: { kind: "trimmed" }, count: 1200 },
        ],
        odd,
      ),
    ).toBe(
      [
        "Casedrop: 1,209 files left out",
        "",
        "9 refused images",
        "Stack 2 (Axial CE), images 1, 3, 5, 7, 9, 11, 13, 15 and 17: Refused by the site. The site did not accept it, and you sent the stack without it.",
        "",
        "Files by reason",
        "9: Refused by the site",
        "1,200: Trimmed away",
        "",
      ].join("\n"),
    );
  });
});
