// The draft of `casedrop upload --append`: named by its id or its address, and looked for among the cases of the account.
import { InvalidArgumentError } from "commander";
import { listAllCases } from "../core/radiopaedia/allCases.ts";
import type { CasePage } from "../core/radiopaedia/cases.ts";
import type { Destination } from "../shared/destination.ts";
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { failureLines } from "./uploadReport.ts";

/** A draft as typed. */
export interface NamedDraft {
  readonly remoteCaseId: number;
  /** Of the address it was named by; null for a bare number. */
  readonly origin: string | null;
}

/** Reads an id, or the address of a case by its number (contract section 1). */
export function readNamedDraft(text: string): NamedDraft {
  const [, bare] = /^([1-9]\d{0,14})$/.exec(text) ?? [];
  if (bare !== undefined) return { remoteCaseId: Number(bare), origin: null };
  const url = URL.canParse(text) ? new URL(text) : null;
  const [, id] =
    /^\/cases\/([1-9]\d{0,14})(?:\/|$)/.exec(url?.pathname ?? "") ?? [];
  if (url !== null && id !== undefined)
    return { remoteCaseId: Number(id), origin: url.origin };
  throw new InvalidArgumentError(
    "A draft is named by its number, or by an address that ends in cases/NUMBER.",
  );
}

/** Reads the number of a study. The site does not list studies: whether it is there shows when the first stack comes. */
export function readStudyId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A study is named by its number.");
}

/**
 * The draft, as the site lists it, page after page. Refused in sentences: no such case of this account, or one that is no draft
 * and takes no images (contract section 8).
 */
export async function findOwnDraft(
  { remoteCaseId }: NamedDraft,
  listPage: (cursor: string | null) => Promise<Result<CasePage, Failure>>,
): Promise<Result<NonNullable<Destination["draft"]>, readonly string[]>> {
  const listed = await listAllCases(listPage);
  if (!listed.ok) return failed(failureLines(listed.failure));
  const found = listed.value.find((own) => own.remoteCaseId === remoteCaseId);
  if (found === undefined)
    return failed([
      `This account has no case ${remoteCaseId}: it was deleted, or belongs to somebody else. Nothing was sent.`,
    ]);
  if (!found.isDraft)
    return failed([
      `Case ${remoteCaseId} is no draft any more, and only drafts take images. Make it a draft again on the site. Nothing was sent.`,
    ]);
  return success({ remoteCaseId, title: found.title });
}
