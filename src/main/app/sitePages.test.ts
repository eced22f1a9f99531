// Addresses behind the buttons of the window: none that nobody has given out, and none without an account.
import { expect, it } from "vitest";
import { sitePageUrl, type SignedInTo } from "./sitePages.ts";

const site = "https://radiopaedia.org";
const signedOut: SignedInTo = {
  kind: "radiopaedia",
  origin: () => site,
  account: { state: () => ({ kind: "signedOut" }) },
};

it.each([
  // As X-Raydar's own project, its repository and the paper's DOI have them.
  ["xraydarProject", "https://www.x-raydar.info/"],
  ["xraydarCode", "https://github.com/gmontana/xraydar-cv"],
  ["xraydarPaper", "https://doi.org/10.1016/S2589-7500(23)00218-2"],
  ["supporters", "https://radiopaedia.org/supporters"],
  ["ownDrafts", null],
] as const)("%s leads to %s", (page, url) => {
  expect(sitePageUrl(page, site, signedOut)).toBe(url);
});

it("leads to the sandbox itself for drafts while practising", () => {
  const sandbox: SignedInTo = {
    ...signedOut,
    kind: "sandbox",
    origin: () => "http://127.0.0.1:4000",
  };
  expect(sitePageUrl("ownDrafts", site, sandbox)).toBe("http://127.0.0.1:4000");
});
