// Words of archives: an outage names where else the same series are.
import { expect, it } from "vitest";
import { archiveFailureWords } from "./archiveWords.ts";

it("names the other archive and the other host where one has been down for hours", () => {
  const { whatNext } = archiveFailureWords({
    kind: "archiveError",
    status: 500,
    retryAfterMs: null,
    detail: "",
  });
  expect(whatNext).toContain("Imaging Data Commons");
  expect(whatNext).toContain("other host name was asked as well");
});
