// Which remedy a failed download has.
import { expect, it } from "vitest";
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { asksForLicence, mayBeMirrored } from "./downloadRemedies.ts";

const licenceChanged: ArchiveFailure = {
  kind: "listChanged",
  change: { kind: "licence", was: "CC BY 4.0", now: "CC BY-NC 4.0" },
};
const imagesChanged: ArchiveFailure = {
  kind: "listChanged",
  change: { kind: "images", was: 3, now: 4 },
};
const down: ArchiveFailure = {
  kind: "archiveError",
  status: 503,
  retryAfterMs: null,
  detail: "",
};

it("asks about the licence where it changed, or asks for what was not said", () => {
  expect(asksForLicence(licenceChanged)).toBe(true);
  expect(asksForLicence({ kind: "nonCommercialUnconfirmed" })).toBe(true);
  expect(asksForLicence({ kind: "licenceBlocked", reason: "missing" })).toBe(
    true,
  );
  expect(
    asksForLicence({
      kind: "stricterLicenceElsewhere",
      licence: "CC BY-NC 4.0",
    }),
  ).toBe(true);
});

it("tries again as it is where only the images changed, or the archive failed", () => {
  expect(asksForLicence(imagesChanged)).toBe(false);
  expect(asksForLicence(down)).toBe(false);
});

it("looks at the mirror where the archive failed, and never for what came from there or what the user has to say", () => {
  expect(mayBeMirrored({ source: "nbia" }, down)).toBe(true);
  expect(mayBeMirrored({ source: "nlst" }, { kind: "notAvailable" })).toBe(
    true,
  );
  expect(mayBeMirrored({ source: "idc" }, down)).toBe(false);
  expect(mayBeMirrored({ source: "nbia" }, licenceChanged)).toBe(false);
  expect(mayBeMirrored({ source: "nbia" }, { kind: "storeInUse" })).toBe(false);
});
