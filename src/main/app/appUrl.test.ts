// Which pages count as the app's own.
import { describe, expect, it } from "vitest";
import { isAppUrl } from "./appUrl.ts";

describe("isAppUrl", () => {
  it("knows the app's own page", () => {
    expect(isAppUrl("casedrop://app/index.html")).toBe(true);
  });

  it.each([
    "about:blank",
    "data:text/html,<p>",
    "file:///tmp/page.html",
    "https://app/index.html",
    "casedrop://app.example.org/index.html",
    "casedrop://other/index.html",
    "other://app/index.html",
    "",
  ])("takes %j for a stranger", (address) => {
    expect(isAppUrl(address)).toBe(false);
  });
});
