// Addresses of the pages that the window may open in the browser.
import type { SitePage } from "../../shared/ipc.ts";
import type { Service } from "../services/service.ts";

/** What an address depends on: where the user is signed in, and as whom. */
export interface SignedInTo extends Pick<Service, "kind" | "origin"> {
  readonly account: Pick<Service["account"], "state">;
}

/** Pages elsewhere, at the addresses that the makers of X-Raydar give (second look contract, sources). */
const otherPages = {
  xraydarProject: "https://www.x-raydar.info/",
  // Its licence is a file of it; no address of that file is known for certain.
  xraydarCode: "https://github.com/gmontana/xraydar-cv",
  xraydarPaper: "https://doi.org/10.1016/S2589-7500(23)00218-2",
} as const satisfies Partial<Record<SitePage, string>>;

function isElsewhere(page: SitePage): page is keyof typeof otherPages {
  return page in otherPages;
}

const pagePaths: Readonly<
  Record<Exclude<SitePage, "ownDrafts" | keyof typeof otherPages>, string>
> = {
  registerApplication: "/oauth/applications/new",
  supporters: "/supporters",
  publishingGuidelines: "/articles/case-publishing-guidelines-2",
  patientConfidentiality: "/articles/patient-confidentiality",
  licence: "/licence",
};

/** Address of a page, null where it has none (contract sections 1 and 11). The rules are Radiopaedia's, also while practising on the sandbox. */
export function sitePageUrl(
  page: SitePage,
  radiopaediaOrigin: string,
  service: SignedInTo,
): string | null {
  if (isElsewhere(page)) return otherPages[page];
  if (page !== "ownDrafts") return `${radiopaediaOrigin}${pagePaths[page]}`;
  if (service.kind === "sandbox") return service.origin();
  const state = service.account.state();
  return state.kind === "signedIn"
    ? `${radiopaediaOrigin}/users/${encodeURIComponent(state.login)}/cases?visibility=draft`
    : null;
}
