// Everything is forgotten place by place: in one order, held up by nothing but a case on its way.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed, success } from "../../shared/result.ts";
import { forgetEverything, type ForgettingDeps } from "./forgetEverything.ts";

function placesThat(failures: Readonly<Record<string, Failure>>) {
  const asked: string[] = [];
  const forget = (name: string) => () => {
    asked.push(name);
    const failure = failures[name];
    return Promise.resolve(
      failure === undefined ? success(null) : failed(failure),
    );
  };
  const deps: ForgettingDeps = {
    cases: forget("cases"),
    places: [
      { what: "maskMemory", forget: forget("masks") },
      { what: "logs", forget: forget("logs") },
    ],
    accounts: forget("accounts"),
  };
  return { asked, deps };
}

describe("forgetting everything", () => {
  it("leaves the sign-ins unless they are asked for", async () => {
    const kept = placesThat({});
    expect(await forgetEverything(kept.deps, false)).toEqual(success(null));
    expect(kept.asked).toEqual(["cases", "masks", "logs"]);
    const gone = placesThat({});
    await forgetEverything(gone.deps, true);
    expect(gone.asked).toEqual(["cases", "masks", "logs", "accounts"]);
  });

  it("deletes nothing while a case is being sent", async () => {
    const { asked, deps } = placesThat({
      cases: { kind: "stillSending", cases: 2 },
    });
    expect(await forgetEverything(deps, true)).toEqual(
      failed({ kind: "stillSending", cases: 2 }),
    );
    expect(asked).toEqual(["cases"]);
  });

  it("goes on past what refuses, and names all that is left", async () => {
    const { asked, deps } = placesThat({
      cases: {
        kind: "notForgotten",
        code: "EPERM",
        remains: [{ what: "journals", count: 1 }],
      },
      logs: {
        kind: "notForgotten",
        code: "EBUSY",
        remains: [{ what: "logs", count: 4 }],
      },
      accounts: { kind: "unwritable", code: "KEYCHAIN_REFUSED" },
    });
    expect(await forgetEverything(deps, true)).toEqual(
      failed({
        kind: "notForgotten",
        code: "EPERM",
        remains: [
          { what: "journals", count: 1 },
          { what: "logs", count: 4 },
          { what: "accounts", count: 1 },
        ],
      }),
    );
    expect(asked).toEqual(["cases", "masks", "logs", "accounts"]);
  });
});
