// How far reading is, in words.
import { expect, it } from "vitest";
import { readCountsWords } from "./leftOnMediumWords.ts";

it("says how much was copied of a medium, once there is some", () => {
  const counts = { found: 12, dicom: 10, skipped: 2 };
  expect(readCountsWords({ ...counts, copiedBytes: 0 })).toBe(
    "12 found, 10 images, 2 others",
  );
  expect(readCountsWords({ ...counts, copiedBytes: 34_000_000 })).toBe(
    "12 found, 10 images, 2 others, 34.0 MB copied",
  );
});
