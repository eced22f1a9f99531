// The study's number is taken from whatever form it was pasted in.
import { expect, it } from "vitest";
import { studyIdIn } from "./studyAddress.ts";

it("takes a bare number or an address, and nothing else", () => {
  expect(studyIdIn(" 1234 ")).toBe(1234);
  expect(
    studyIdIn("https://radiopaedia.org/cases/88/studies/5678?lang=us"),
  ).toBe(5678);
  expect(studyIdIn("https://radiopaedia.org/cases/88")).toBeNull();
  expect(studyIdIn("0")).toBeNull();
  expect(studyIdIn("12a")).toBeNull();
  expect(studyIdIn("")).toBeNull();
});
