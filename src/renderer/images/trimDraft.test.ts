// What the slider shows while the case does not know yet what was set.
import { expect, it } from "vitest";
import {
  nextTrimDraft,
  noTrimDraft,
  type KeptRange,
  type TrimDraft,
} from "./trimDraft.ts";

const answered = { kind: "answered", isDone: true } as const;

function told(draft: TrimDraft, ...range: [number, number]): TrimDraft {
  return nextTrimDraft(draft, { kind: "told", range });
}

function pressed(draft: TrimDraft, range: KeptRange): TrimDraft {
  const moved = nextTrimDraft(draft, { kind: "moved", range });
  return nextTrimDraft(moved, { kind: "sent", range });
}

it("counts every key press, however late the case tells of them", () => {
  let draft = noTrimDraft;
  let known: KeptRange = [0, 39];
  for (let press = 1; press <= 15; press += 1) {
    const [first, last] = draft.range ?? known;
    draft = pressed(draft, [first + 1, last]);
    // An answer, and a state that is two presses old.
    draft = nextTrimDraft(draft, answered);
    known = [Math.max(0, press - 2), 39];
    draft = told(draft, ...known);
  }

  expect(draft.range).toEqual([15, 39]);
  expect(told(draft, 15, 39)).toEqual(noTrimDraft);
});

it("holds to what was set last while a step back is on its way", () => {
  const back = pressed(pressed(noTrimDraft, [1, 39]), [0, 39]);
  expect(told(back, 0, 39).range).toEqual([0, 39]);
  const both = nextTrimDraft(nextTrimDraft(back, answered), answered);
  expect(told(both, 0, 39)).toEqual(noTrimDraft);
});

it("goes back to what the case has where an edit was refused", () => {
  const sent = pressed(noTrimDraft, [1, 39]);
  expect(nextTrimDraft(sent, { kind: "answered", isDone: false })).toEqual(
    noTrimDraft,
  );
});
