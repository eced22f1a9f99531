// What the licence of a series allows (reference section 11): asked before pixels are fetched, and again before anything is sent.
import type {
  ArchiveDownloadFailure,
  LicenceBlock,
  LicenceDecision,
  LicenceNotice,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";

/** Parts that decide, from the address of a licence or from its name. */
interface LicenceParts {
  /** Lower case, in the order of the deed: `by`, `by-nc`, `by-nd`. */
  readonly kind: string;
  readonly version: string;
}

/** Short and long forms of each part, in the order in which names have them. */
const part = {
  by: "(?:by|attribution)",
  nc: "(?:nc|non ?commercial)",
  nd: "(?:nd|no ?deriv(?:ative)?s?)",
  sa: "(?:sa|share ?alike)",
};

/**
 * The whole name of a licence once its dashes are spaces: `CC BY-NC 4.0`, `Creative Commons Attribution 3.0 Unported License`.
 * One that says anything more is another licence.
 */
const knownName = new RegExp(
  `^(?:cc|creative commons)(?: licen[cs]e)? ${part.by}(?: (${part.nc}))?(?: (${part.nd}))?(?: (${part.sa}))?(?: v?(\\d\\.\\d))?(?: (?:international|unported))?(?: (?:public )?licen[cs]e)?$`,
);

/** Every dash and space alike, as names are typed and pasted; what has no width is nothing. */
function foldedName(name: string): string {
  return name
    .normalize("NFKC")
    .replaceAll(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")
    .replaceAll(/[\p{Dash}\p{White_Space}_]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** Only of an address at Creative Commons itself, never of one that carries theirs inside. */
function partsOfUri(uri: string): LicenceParts | null {
  const match =
    /^(?:https?:\/\/)?(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/(?:(?:legalcode|deed)(?:\.[a-z_-]+)?\/?)?)?$/i.exec(
      uri,
    );
  if (match === null) return null;
  const [, kind = "", version = ""] = match;
  return { kind: kind.toLowerCase(), version };
}

/** Null for what is no licence of Creative Commons; `kind` is empty for one that is named in no known form. */
function partsOfName(name: string): LicenceParts | null {
  const folded = foldedName(name);
  if (!/creative ?commons|\bcc\b/.test(folded)) return null;
  const match = knownName.exec(folded);
  if (match === null) return { kind: "", version: "" };
  const [, nc = "", nd = "", sa = "", version = ""] = match;
  const kind = [
    "by",
    ...(nc === "" ? [] : ["nc"]),
    ...(nd === "" ? [] : ["nd"]),
    ...(sa === "" ? [] : ["sa"]),
  ].join("-");
  return { kind, version };
}

/** The verdict on the licence as it is named. Name and address must not contradict each other. */
export function licenceVerdict(notice: LicenceNotice): LicenceVerdict {
  const name = notice.name.trim();
  const uri = notice.uri.trim();
  const licence = name || uri;
  const blocked = (reason: LicenceBlock): LicenceVerdict => ({
    kind: "blocked",
    reason,
    licence,
  });
  if (licence === "") return blocked("missing");
  // Wherever it stands: one of both is enough.
  if (isRestricted(notice)) return blocked("controlledAccess");
  const byName = partsOfName(name);
  const byUri = partsOfUri(uri);
  const parts = byUri ?? byName;
  if (parts === null) return blocked("notCreativeCommons");
  // In words that are no known form, something else may be asked.
  if (byName?.kind === "") return blocked("notListed");
  const isNamedTwice = name !== "" && uri !== "";
  // One that is named so and leads elsewhere is not what its name says.
  if (isNamedTwice && !agree(byName, byUri)) return blocked("disagree");
  if (parts.kind.split("-").includes("nd")) return blocked("noDerivatives");
  const isListedVersion = parts.version === "3.0" || parts.version === "4.0";
  if (!isListedVersion) return blocked("notListed");
  const label = `CC ${parts.kind.toUpperCase()} ${parts.version}`;
  if (parts.kind === "by") return { kind: "attribution", licence: label };
  if (parts.kind === "by-nc") return { kind: "nonCommercial", licence: label };
  return blocked("notListed");
}

const restrictedWords =
  /\brestricted|\bcontrolled[-_ ](?:data[-_ ])?access|\bNIH[-_ ]controlled/i;

function isRestricted({ name, uri }: LicenceNotice): boolean {
  return restrictedWords.test(name) || restrictedWords.test(uri);
}

function agree(
  byName: LicenceParts | null,
  byUri: LicenceParts | null,
): boolean {
  return (
    byName !== null &&
    byUri !== null &&
    byName.kind === byUri.kind &&
    (byName.version === byUri.version || byName.version === "")
  );
}

/**
 * The verdict after the zip's LICENSE file was read as well: the two must agree. `file` is null where there is none. One that
 * restricts access ends the matter, whatever the list says.
 */
export function licenceVerdictWithFile(
  notice: LicenceNotice,
  file: LicenceNotice | null,
): LicenceVerdict {
  const verdict = licenceVerdict(notice);
  if (file !== null && isRestricted(file)) return licenceVerdict(file);
  if (verdict.kind === "blocked" || file === null) return verdict;
  const second = licenceVerdict(file);
  const isSame =
    second.kind === verdict.kind && second.licence === verdict.licence;
  return isSame
    ? verdict
    : { kind: "blocked", reason: "disagree", licence: verdict.licence };
}

/** What the user may decide of this verdict before pixels are fetched. */
export function mayFetch(
  verdict: LicenceVerdict,
  decision: LicenceDecision,
): Result<null, ArchiveDownloadFailure> {
  const decided = decidedVerdict(verdict, decision);
  if (decided.kind === "blocked")
    return decision.isViewOnly && mayBeViewed(decided.reason)
      ? success(null)
      : failed({ kind: "licenceBlocked", reason: decided.reason });
  if (decided.kind === "nonCommercial" && !decision.isNonCommercialConfirmed)
    return failed({ kind: "nonCommercialUnconfirmed" });
  return success(null);
}

/** The same question before anything is sent; what was fetched to be looked at stays here. */
export function mayUpload(
  verdict: LicenceVerdict,
  decision: LicenceDecision,
): Result<null, ArchiveDownloadFailure> {
  if (decision.isViewOnly)
    return failed({ kind: "licenceBlocked", reason: "viewOnly" });
  return mayFetch(verdict, decision);
}

/** Missing and contradictory licences can be settled by hand, and then the licence that was found out decides. */
export function decidedVerdict(
  verdict: LicenceVerdict,
  { resolvedLicence }: LicenceDecision,
): LicenceVerdict {
  const isOpen =
    verdict.kind === "blocked" &&
    (verdict.reason === "missing" || verdict.reason === "disagree");
  return isOpen && resolvedLicence !== null
    ? licenceVerdict(resolvedLicence)
    : verdict;
}

/** Restricted data is not fetched at all; and what nobody knows the licence of, neither. */
function mayBeViewed(reason: LicenceBlock): boolean {
  return ["noDerivatives", "notCreativeCommons", "notListed"].includes(reason);
}
