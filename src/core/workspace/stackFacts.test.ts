// When the facts about stacks are found, and when that is told.
import { expect, it } from "vitest";
import type { MaskShape } from "../../shared/mask.ts";
import { stackOf } from "../../testing/groupedImages.ts";
import { StackFacts } from "./stackFacts.ts";

const shape: MaskShape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: 64,
  height: 8,
};

function startFacts() {
  const told: number[] = [];
  const facts = new StackFacts(
    { shapesUsedOn: () => [shape], nextTurn: () => Promise.resolve() },
    () => told.push(told.length + 1),
  );
  return { facts, told };
}

it("finds the facts of stacks that come after there were none", async () => {
  const { facts, told } = startFacts();
  const stack = stackOf("late", 2);

  facts.follow([], []);
  await facts.settled();
  facts.follow([stack], []);
  await facts.settled();

  expect(facts.of(stack).proposals).toEqual([{ shape, why: "usedBefore" }]);
  expect(told).toEqual([1]);
});

it("finds those of stacks that come once the first ones are found", async () => {
  const { facts, told } = startFacts();
  const [first, second] = [stackOf("first", 1), stackOf("second", 1)];

  facts.follow([first], []);
  await facts.settled();
  facts.follow([first], []);
  facts.follow([first, second], []);
  await facts.settled();

  expect(facts.of(first).proposals).toHaveLength(1);
  expect(facts.of(second).proposals).toHaveLength(1);
  expect(told).toEqual([1, 2]);
});
