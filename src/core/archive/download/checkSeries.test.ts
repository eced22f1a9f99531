// Images that an archive lists and does not send: kept where its own count and hashes say that the rest is whole, else refused.
import { expect, it } from "vitest";
import { seriesProblem, type ReceivedFile } from "./checkSeries.ts";

const files: readonly ReceivedFile[] = [1, 2].map((at) => ({
  name: `1-0${at}.dcm`,
  sizeBytes: 100,
  md5Hex: String(at).repeat(32),
  sha256Hex: "",
  identity: { seriesInstanceUID: "1.2", sopInstanceUID: `1.2.${at}` },
}));
const hashes = {
  kind: "byContent" as const,
  md5Hex: files.map(({ md5Hex }) => md5Hex),
};
const series = { seriesInstanceUID: "1.2", imageCount: 2, sizeBytes: 200 };
const withHidden = ["1.2.1", "1.2.2", "1.2.3"];

it("takes a series as whole of which more images are listed than counted", () => {
  const expected = { ...series, instances: withHidden };
  expect(seriesProblem(expected, files, hashes)).toBeNull();
});

it("misses the others where the archive counts no images", () => {
  const expected = { ...series, imageCount: null, instances: withHidden };
  expect(seriesProblem(expected, files, hashes)).toEqual({
    kind: "imagesMissing",
    expected: 3,
    found: 2,
  });
});

it("misses the others where no hashes are to be had", () => {
  const expected = { ...series, instances: withHidden };
  expect(seriesProblem(expected, files, null)).toEqual({
    kind: "imagesMissing",
    expected: 3,
    found: 2,
  });
});

it("refuses images that are not listed", () => {
  const expected = { ...series, instances: ["1.2.1", "1.2.3", "1.2.4"] };
  expect(seriesProblem(expected, files, hashes)).toEqual({
    kind: "otherInstances",
    unlisted: 1,
    missing: 2,
  });
});
