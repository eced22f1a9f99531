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

const words: readonly (readonly [RegExp, string])[] = [
  [/attribution|\bby\b/i, "by"],
  [/non[- ]?commercial|\bnc\b/i, "nc"],
  [/no[- ]?deriv|\bnd\b/i, "nd"],
  [/share[- ]?alike|\bsa\b/i, "sa"],
];

function partsOfUri(uri: string): LicenceParts | null {
  const match =
    /creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)/i.exec(
      uri,
    );
  if (match === null) return null;
  const [, kind = "", version = ""] = match;
  return { kind: kind.toLowerCase(), version };
}

function partsOfName(name: string): LicenceParts | null {
  if (!/creative\s*commons|\bCC[\s-]/i.test(name)) return null;
  const kind = words
    .filter(([pattern]) => pattern.test(name))
    .map(([, part]) => part)
    .join("-");
  return { kind, version: /\b(\d\.\d)\b/.exec(name)?.[1] ?? "" };
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
  if (/restricted|controlled[- ]access|NIH controlled/i.test(licence))
    return blocked("controlledAccess");
  const byName = partsOfName(name);
  const byUri = partsOfUri(uri);
  if (byName !== null && byUri !== null && !agree(byName, byUri))
    return blocked("disagree");
  // One that is named so and leads elsewhere is not what its name says.
  if (byName === null && name !== "" && byUri === null)
    return blocked("notCreativeCommons");
  const parts = byUri ?? byName;
  if (parts === null) return blocked("notCreativeCommons");
  if (parts.kind.split("-").includes("nd")) return blocked("noDerivatives");
  const isListedVersion = parts.version === "3.0" || parts.version === "4.0";
  if (!isListedVersion) return blocked("notListed");
  const label = `CC ${parts.kind.toUpperCase()} ${parts.version}`;
  if (parts.kind === "by") return { kind: "attribution", licence: label };
  if (parts.kind === "by-nc") return { kind: "nonCommercial", licence: label };
  return blocked("notListed");
}

function agree(one: LicenceParts, other: LicenceParts): boolean {
  return (
    one.kind === other.kind &&
    (one.version === other.version || one.version === "")
  );
}

/** The verdict after the zip's LICENSE file was read as well: the two must agree. `file` is null where there is none. */
export function licenceVerdictWithFile(
  notice: LicenceNotice,
  file: LicenceNotice | null,
): LicenceVerdict {
  const verdict = licenceVerdict(notice);
  if (verdict.kind === "blocked" || file === null) return verdict;
  const second = licenceVerdict(file);
  const isSame =
    second.kind === verdict.kind && second.licence === verdict.licence;
  return isSame
    ? verdict
    : { kind: "blocked", reason: "disagree", licence: verdict.licence };
}

/** What the LICENSE entry of a zip names: collection, licence and address stand at its beginning; null for an empty one. */
export function readLicenceFile(text: string): LicenceNotice | null {
  const head = text.slice(0, 20_000);
  if (head.trim() === "") return null;
  const uri = /https?:\/\/\S*creativecommons\.org\/\S+/i.exec(head)?.[0] ?? "";
  const name =
    head
      .split(/\r?\n/)
      .map((line) =>
        line.replace(/^\s*licen[cs]e\s*(name)?\s*[:=]\s*/i, "").trim(),
      )
      .find((line) => partsOfName(line) !== null && !line.includes("://")) ??
    "";
  return { name, uri: uri.replace(/[).,;]+$/, "") };
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
