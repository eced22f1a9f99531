// A source that goes away while its images are prepared, and comes back.
import { describe, expect, it } from "vitest";
import type { CaseId, Sha256Hex, StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import type { PreparationHold } from "../../shared/snapshot.ts";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import {
  emptyDraft,
  untouchedStack,
  type CaseDraft,
} from "../casefile/caseDraft.ts";
import { allChosenStacks } from "../casefile/caseImages.ts";
import type { Preparer } from "../ports/preparer.ts";
import { settle } from "../../testing/workspaceFakes.ts";
import { Preparation } from "./preparation.ts";

const nameRemoved = [
  {
    tag: "00100010",
    keyword: "PatientName",
    action: "removed" as const,
    rule: "policyRemoves" as const,
    count: 1,
  },
];

/** Reads what is not away; says which images it was asked to make. */
class FickleDisc implements Preparer {
  readonly made: string[][] = [];
  readonly away = new Set<string>();

  prepare({ stacks }: Parameters<Preparer["prepare"]>[0]) {
    const made: string[] = [];
    const prepared = stacks.map(({ stackId, images, known }) => {
      const outcomes = images.map(({ instance }, index) => {
        const { path } = instance.source;
        const file = known?.[index] ?? null;
        if (file !== null) return success(file);
        if (this.away.has(path))
          return failed({ kind: "sourceVanished" } as const);
        made.push(path);
        return success({
          sha256Hex: path as string as Sha256Hex,
          sizeBytes: 10,
        });
      });
      return {
        stackId,
        images: outcomes,
        treatments: images.map(({ instance }) =>
          made.includes(instance.source.path)
            ? { pixels: "copied" as const, actions: nameRemoved }
            : null,
        ),
      };
    });
    this.made.push(made);
    return Promise.resolve(success(prepared));
  }
}

const groups = groupsOf([studyOf("a", [stackOf("s", 4), stackOf("t", 2)])]);
const chosen = (draft: CaseDraft = emptyDraft) =>
  allChosenStacks(groups, draft);
const pathsOf = (id: string, ...numbers: readonly number[]) =>
  numbers.map((number) => `/export/${id}/${number}`);

function preparationOn(
  disc: Preparer,
  keepSpooled: (kept: ReadonlySet<Sha256Hex>) => Promise<void> = () =>
    Promise.resolve(),
  holds: ReadonlyMap<StackId, PreparationHold> = new Map(),
): Preparation {
  return new Preparation(
    {
      preparer: disc,
      caseId: "case" as CaseId,
      saltHex: "00",
      spoolFolder: "/spool",
      holdOf: (stack) => holds.get(stack.stack.id) ?? null,
      keepSpooled,
    },
    () => undefined,
  );
}

it("names the files that went away, and makes only those when they are back", async () => {
  const disc = new FickleDisc();
  const preparation = preparationOn(disc);
  for (const path of pathsOf("s", 2, 4)) disc.away.add(path);
  await preparation.prepare(chosen());
  expect(preparation.view(chosen(), ["/export"])).toMatchObject({
    kind: "ready",
    preparedImages: 4,
    missing: { count: 2, names: ["export/s/2", "export/s/4"] },
  });

  disc.away.delete("/export/s/2");
  await preparation.prepare(chosen());
  expect(preparation.view(chosen(), ["/export"])).toMatchObject({
    preparedImages: 5,
    missing: { count: 1, names: ["export/s/4"] },
  });

  disc.away.clear();
  await preparation.prepare(chosen());
  expect(preparation.view(chosen(), ["/export"])).toMatchObject({
    preparedImages: 6,
    refused: [],
    missing: { count: 0, names: [] },
  });
  expect(disc.made).toEqual([
    [...pathsOf("s", 1, 3), ...pathsOf("t", 1, 2)],
    ["/export/s/2"],
    ["/export/s/4"],
  ]);
});

it("counts what was done over all attempts", async () => {
  const disc = new FickleDisc();
  const preparation = preparationOn(disc);
  disc.away.add("/export/s/2");
  await preparation.prepare(chosen());
  disc.away.clear();
  await preparation.prepare(chosen());
  const view = preparation.view(chosen(), []);
  expect(view.kind === "ready" && view.stacks[0]?.actions).toMatchObject([
    { keyword: "PatientName", count: 4 },
  ]);
});

it("counts what was done to the images that are still kept", async () => {
  const preparation = preparationOn(new FickleDisc());
  await preparation.prepare(chosen());
  const [{ stack } = { stack: null }] = chosen();
  const trim = { first: 1, last: 2, keepEvery: 1 };
  const trimmed: CaseDraft = {
    ...emptyDraft,
    stacks: { [stack?.id ?? ""]: { ...untouchedStack, trim } },
  };
  expect(preparation.view(chosen(trimmed), [])).toMatchObject({
    stacks: [
      { preparedImages: 2, pixels: { copied: 2 }, actions: [{ count: 2 }] },
      {},
    ],
  });
});

it("makes the whole stack when its images have changed since, because they share a window", async () => {
  const disc = new FickleDisc();
  const preparation = preparationOn(disc);
  disc.away.add("/export/s/4");
  await preparation.prepare(chosen());
  disc.away.clear();
  const [{ stack } = { stack: null }] = chosen();
  const trimmed: CaseDraft = {
    ...emptyDraft,
    stacks: {
      [stack?.id ?? ""]: {
        ...untouchedStack,
        trim: { first: 1, last: 3, keepEvery: 1 },
      },
    },
  };
  await preparation.prepare(chosen(trimmed));
  expect(disc.made.at(-1)).toEqual(pathsOf("s", 2, 3, 4));
});

it("removes the copy without masks once the one with them is made", async () => {
  const spool = new Set<string>();
  /** Writes copies named by their original and whether they are masked. */
  const preparer: Preparer = {
    prepare: ({ stacks }) => {
      const prepared = stacks.map(({ stackId, images, masks }) => ({
        stackId,
        images: images.map(({ instance }, index) => {
          const isMasked = (masks?.[index] ?? []).length > 0;
          const name = `${instance.source.path}${isMasked ? " masked" : ""}`;
          spool.add(name);
          return success({ sha256Hex: name as Sha256Hex, sizeBytes: 10 });
        }),
        treatments: images.map(() => null),
      }));
      return Promise.resolve(success(prepared));
    },
  };
  const preparation = preparationOn(preparer, (kept) => {
    for (const name of spool)
      if (!kept.has(name as Sha256Hex)) spool.delete(name);
    return Promise.resolve();
  });
  await preparation.prepare(chosen());
  expect([...spool]).toEqual([
    ...pathsOf("s", 1, 2, 3, 4),
    ...pathsOf("t", 1, 2),
  ]);

  const [{ stack } = { stack: null }] = chosen();
  const masked: CaseDraft = {
    ...emptyDraft,
    stacks: {
      [stack?.id ?? ""]: {
        ...untouchedStack,
        masks: [
          {
            maskId: "m",
            shape: { kind: "rectangle", left: 0, top: 0, width: 9, height: 9 },
            images: { first: 1, last: 1 },
          },
        ],
      },
    },
  };
  await preparation.prepare(chosen(masked));
  expect([...spool].sort()).toEqual([
    "/export/s/1",
    "/export/s/2 masked",
    "/export/s/3",
    "/export/s/4",
    ...pathsOf("t", 1, 2),
  ]);
});

it("names a few of many missing files, and counts them all", async () => {
  const disc = new FickleDisc();
  const many = groupsOf([studyOf("a", [stackOf("s", 50)])]);
  const stacks = allChosenStacks(many, emptyDraft);
  for (let number = 1; number <= 50; number += 1)
    disc.away.add(`/export/s/${number}`);
  const preparation = preparationOn(disc);
  await preparation.prepare(stacks);
  const view = preparation.view(stacks, ["/export"]);
  expect(view.kind === "ready" && view.missing.count).toBe(50);
  expect(view.kind === "ready" && view.missing.names).toHaveLength(20);
});

describe("a stack that is held back", () => {
  const [heldId, freeId] = chosen().map(({ stack }) => stack.id);

  it("is made when its originals are back and it was looked through again", async () => {
    const disc = new FickleDisc();
    const holds = new Map<StackId, PreparationHold>();
    const preparation = preparationOn(disc, undefined, holds);
    if (heldId === undefined) throw new Error("no stack");
    const stacks = chosen();
    for (const path of pathsOf("s", 1, 2, 3, 4)) disc.away.add(path);
    await preparation.prepare(stacks);

    disc.away.clear();
    // What could not be read has to be looked through first.
    holds.set(heldId, "searching");
    const prepared = preparation.prepare(stacks);
    await settle();
    holds.clear();
    preparation.follow(stacks);
    await prepared;
    expect(preparation.view(stacks, [])).toMatchObject({
      kind: "ready",
      preparedImages: 6,
      missing: { count: 0 },
    });
  });

  it("gets no copy before it may, and then by itself", async () => {
    const disc = new FickleDisc();
    const holds = new Map<StackId, PreparationHold>();
    const preparation = preparationOn(disc, undefined, holds);
    if (heldId === undefined) throw new Error("no stack");
    holds.set(heldId, "searching");
    const stacks = chosen();
    const prepared = preparation.prepare(stacks);
    await settle();
    expect(disc.made).toEqual([pathsOf("t", 1, 2)]);
    expect(preparation.view(stacks, [])).toEqual({
      kind: "held",
      preparedImages: 2,
      stacks: [{ stackId: heldId, why: "searching" }],
    });

    holds.set(heldId, "text");
    preparation.follow(stacks);
    // What is left waits for the user.
    await prepared;
    expect(preparation.view(stacks, [])).toMatchObject({
      stacks: [{ stackId: heldId, why: "text" }],
    });

    holds.delete(heldId);
    preparation.follow(stacks);
    await preparation.settled();
    expect(disc.made).toEqual([pathsOf("t", 1, 2), pathsOf("s", 1, 2, 3, 4)]);
    expect(preparation.view(stacks, [])).toMatchObject({
      kind: "ready",
      preparedImages: 6,
    });
  });

  it("is not waited for after the user stopped or deselected it", async () => {
    const disc = new FickleDisc();
    const holds = new Map<StackId, PreparationHold>();
    const preparation = preparationOn(disc, undefined, holds);
    if (heldId === undefined || freeId === undefined)
      throw new Error("no stack");
    holds.set(heldId, "searching").set(freeId, "searching");
    const first = preparation.prepare(chosen());
    await settle();
    preparation.cancel();
    await first;
    expect(preparation.view(chosen(), []).kind).toBe("notStarted");

    const second = preparation.prepare(chosen());
    await settle();
    const without = chosen({
      ...emptyDraft,
      stacks: {
        [heldId]: { ...untouchedStack, isSelected: false },
        [freeId]: { ...untouchedStack, isSelected: false },
      },
    });
    preparation.follow(without);
    await second;
    holds.clear();
    preparation.follow(chosen());
    await preparation.settled();
    expect(disc.made.flat()).toEqual([]);
  });

  it("is made as it is wanted when nothing holds it any more", async () => {
    const disc = new FickleDisc();
    const holds = new Map<StackId, PreparationHold>();
    const preparation = preparationOn(disc, undefined, holds);
    if (heldId === undefined) throw new Error("no stack");
    holds.set(heldId, "text");
    await preparation.prepare(chosen());
    holds.delete(heldId);
    const trim = { first: 1, last: 2, keepEvery: 1 };
    preparation.follow(
      chosen({
        ...emptyDraft,
        stacks: { [heldId]: { ...untouchedStack, trim } },
      }),
    );
    await preparation.settled();
    expect(disc.made.at(-1)).toEqual(pathsOf("s", 2, 3));
  });
});

it("keeps no copy of an image that was trimmed away or of a stack that was deselected", async () => {
  const kept: (readonly string[])[] = [];
  const preparation = preparationOn(new FickleDisc(), (hashes) => {
    kept.push([...hashes]);
    return Promise.resolve();
  });
  await preparation.prepare(chosen());
  const [first, second] = chosen();
  const trim = { first: 0, last: 1, keepEvery: 1 };
  const smaller = chosen({
    ...emptyDraft,
    stacks: {
      [first?.stack.id ?? ""]: { ...untouchedStack, trim },
      [second?.stack.id ?? ""]: { ...untouchedStack, isSelected: false },
    },
  });
  await preparation.prepare(smaller);
  expect(kept.at(-1)).toEqual(pathsOf("s", 1, 2));
  // They would have to be made again.
  expect(preparation.view(chosen(), []).kind).toBe("outdated");
});
