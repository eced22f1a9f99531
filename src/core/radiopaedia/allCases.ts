// The whole list of the user's cases, page after page (contract section 8).
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { CasePage, ListedCase } from "./cases.ts";

/** 100 cases each; a list that is longer than this goes round in circles. */
const mostPages = 100;

const endless: Failure = {
  kind: "unexpectedAnswer",
  call: "listCases",
  problem: "a list without an end",
};

/** Goes on until a page is empty, names no next one, or names one that was there already. `unexpectedAnswer` if it has no end: what is not in it may be there all the same. */
export async function listAllCases(
  listPage: (cursor: string | null) => Promise<Result<CasePage, Failure>>,
): Promise<Result<readonly ListedCase[], Failure>> {
  const cases: ListedCase[] = [];
  const cursors: (string | null)[] = [null];
  for (const cursor of cursors) {
    const listed = await listPage(cursor);
    if (!listed.ok) return listed;
    const page = listed.value;
    cases.push(...page.cases);
    const isLast =
      page.nextCursor === null ||
      page.cases.length === 0 ||
      cursors.includes(page.nextCursor);
    if (isLast) continue;
    if (cursors.length === mostPages) return failed(endless);
    cursors.push(page.nextCursor);
  }
  return success(cases);
}
