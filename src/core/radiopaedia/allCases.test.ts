// Where the list of cases ends (contract section 8): empty, repeated, or an empty page.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { listAllCases } from "./allCases.ts";
import type { CasePage, ListedCase } from "./cases.ts";

function listed(remoteCaseId: number): ListedCase {
  return {
    remoteCaseId,
    title: "Appendicitis",
    isDraft: true,
    createdAtMs: null,
    updatedAtMs: null,
  };
}

function page(nextCursor: string | null, ...ids: readonly number[]): CasePage {
  return { cases: ids.map(listed), nextCursor };
}

/** A service with these pages; the ids that were listed, and the cursors that were asked for. */
async function listFrom(
  pageAt: (cursor: string | null) => Result<CasePage, Failure>,
) {
  const asked: (string | null)[] = [];
  const all = await listAllCases((cursor) => {
    asked.push(cursor);
    return Promise.resolve(pageAt(cursor));
  });
  return {
    ids: all.ok ? all.value.map(({ remoteCaseId }) => remoteCaseId) : null,
    all,
    asked,
  };
}

describe("the list of all cases", () => {
  it("goes on by the cursor of each page until one names none", async () => {
    const { ids, asked } = await listFrom((cursor) =>
      success(
        cursor === null
          ? page("a", 3, 2)
          : cursor === "a"
            ? page("b", 1)
            : page(null, 0),
      ),
    );
    expect(ids).toEqual([3, 2, 1, 0]);
    expect(asked).toEqual([null, "a", "b"]);
  });

  it("ends with an empty page, though that names another", async () => {
    const { ids, asked } = await listFrom((cursor) =>
      success(cursor === null ? page("a", 1) : page("b")),
    );
    expect(ids).toEqual([1]);
    expect(asked).toEqual([null, "a"]);
  });

  it("ends with a cursor that was there already, be it an older one", async () => {
    const { asked } = await listFrom((cursor) =>
      success(page(cursor === "b" ? "a" : cursor === "a" ? "b" : "a", 1)),
    );
    expect(asked).toEqual([null, "a", "b"]);
  });

  it("is no list when it has no end", async () => {
    let next = 0;
    const { all, asked } = await listFrom(() => {
      next += 1;
      return success(page(`cursor ${next}`, next));
    });
    expect(asked).toHaveLength(100);
    expect(all).toMatchObject({
      ok: false,
      failure: { kind: "unexpectedAnswer", call: "listCases" },
    });
  });

  it("is no list when a page is missing", async () => {
    const lost: Failure = { kind: "connectionLost", code: "ECONNRESET" };
    const { all } = await listFrom((cursor) =>
      cursor === null ? success(page("a", 1)) : failed(lost),
    );
    expect(all).toEqual(failed(lost));
  });
});
