// Tests of which value representations have the long form in explicit VR (PS3.5 7.1.2).
import { expect, it } from "vitest";
import { hasLongForm } from "./valueRepresentations.ts";

it("names the long form of just those VRs that have it", () => {
  const letters = Array.from({ length: 26 }, (_, at) =>
    String.fromCharCode("A".charCodeAt(0) + at),
  );
  const all = letters.flatMap((first) => letters.map((each) => first + each));

  expect(all.filter(hasLongForm).join(" ")).toBe(
    "OB OD OF OL OV OW SQ SV UC UN UR UT UV",
  );
});

it("knows no long form of what is no VR", () => {
  const other = ["", "O", "OBX", "ob", "N\\", "P'", "??"];

  expect(other.filter(hasLongForm)).toEqual([]);
});
