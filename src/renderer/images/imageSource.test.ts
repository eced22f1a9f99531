// Images are fetched once, newest wish first, few at a time, and remembered.
import { describe, expect, it } from "vitest";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import {
  ImageSource,
  type ImageRequest,
  type RenderedImage,
} from "./imageSource.ts";

const request = (index: number): ImageRequest => ({
  caseId: "case" as CaseId,
  stackId: "stack" as StackId,
  arrangement: "10",
  index,
  maxSidePixels: 256,
  window: null,
});

const image = success({
  width: 2,
  height: 2,
  pixels: new Uint8ClampedArray(16),
  window: null,
});

/** Answers when told to, and remembers what it was asked for. */
class SlowRenderer {
  readonly asked: number[] = [];
  readonly #answers = new Map<number, (answer: RenderedImage) => void>();

  readonly render = (wanted: ImageRequest): Promise<RenderedImage> => {
    this.asked.push(wanted.index);
    return new Promise((resolve) => {
      this.#answers.set(wanted.index, resolve);
    });
  };

  async answer(index: number, answer: RenderedImage = image): Promise<void> {
    this.#answers.get(index)?.(answer);
    await settle();
  }
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

const ignore = () => undefined;

describe("ImageSource", () => {
  it("asks once for an image that two places show", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    const seen: string[] = [];
    source.load(request(1), "shown", () => seen.push("card"));
    source.load(request(1), "shown", () => seen.push("viewer"));
    await settle();
    await renderer.answer(1);
    expect(renderer.asked).toEqual([1]);
    expect(seen).toEqual(["card", "viewer"]);
    expect(source.peek(request(1))).toBe(image.value);
  });

  it("sends the newest wish first and drops those scrolled past", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    for (const index of [1, 2, 3]) source.load(request(index), "shown", ignore);
    await settle();
    const drop = source.load(request(4), "shown", ignore);
    source.load(request(5), "shown", ignore);
    source.load(request(6), "shown", ignore);
    drop();
    const sentFirst = [...renderer.asked].sort();
    await renderer.answer(1);
    await renderer.answer(2);
    await renderer.answer(3);
    expect(sentFirst).toEqual([1, 2, 3]);
    expect(renderer.asked.slice(3)).toEqual([6, 5]);
  });

  it("still shows an answer that was under way when scrolling went on", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    const seen: number[] = [];
    const drop = source.load(request(1), "shown", () => seen.push(1));
    await settle();
    drop();
    await renderer.answer(1);
    expect(seen).toEqual([1]);
  });

  it("keeps a slot free for what is looked at while it guesses ahead", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    source.prefetch([request(2), request(3), request(4)]);
    await settle();
    expect(renderer.asked).toEqual([2, 3]);
    source.load(request(9), "shown", ignore);
    await settle();
    expect(renderer.asked).toEqual([2, 3, 9]);
  });

  it("does not fetch ahead what it remembers", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    source.load(request(1), "shown", ignore);
    await settle();
    await renderer.answer(1);
    source.prefetch([request(1)]);
    await settle();
    expect(renderer.asked).toEqual([1]);
  });

  it("does not remember failures, so that looking again tries again", async () => {
    const renderer = new SlowRenderer();
    const source = new ImageSource(renderer.render, 1000);
    source.load(request(1), "shown", ignore);
    await settle();
    await renderer.answer(1, failed({ kind: "sourceVanished" }));
    source.load(request(1), "shown", ignore);
    await settle();
    expect(renderer.asked).toEqual([1, 1]);
  });
});
