// Late and foreign snapshots never replace what is shown.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import { caseSnapshot } from "../testing/snapshots.ts";
import { acceptSnapshot } from "./snapshotOrder.ts";

const openCase = caseSnapshot({ revision: 5 });
const state = { openCaseId: openCase.caseId, openCase };

describe("snapshot order", () => {
  it("takes newer ones and the same one again", () => {
    const newer = caseSnapshot({ revision: 6 });
    const same = caseSnapshot({ revision: 5 });
    expect(acceptSnapshot(state, newer)).toEqual(newer);
    expect(acceptSnapshot(state, same)).toBe(openCase);
  });

  it("drops older ones", () => {
    expect(acceptSnapshot(state, caseSnapshot({ revision: 4 }))).toBe(openCase);
  });

  it("drops those of a case that is no longer open", () => {
    const other = caseSnapshot({ caseId: "other" as CaseId, revision: 9 });
    expect(acceptSnapshot(state, other)).toBe(openCase);
    expect(
      acceptSnapshot({ openCaseId: null, openCase: null }, other),
    ).toBeNull();
  });
});
