// Which pictures the text detector may call looked at: those of which everything that leaves was decoded.
import { expect, it } from "vitest";
import type { PlainFile } from "../core/model/fileSource.ts";
import type { LocalPath } from "../core/model/brands.ts";
import { memoryByteSource } from "../testing/memoryByteSource.ts";
import { mp4Film } from "../testing/filmFixtures.ts";
import {
  deepBmp,
  gifAnimation,
  gifPicture,
  pngPicture,
  seeThroughPng,
} from "../testing/pictureFixtures.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import { failed, success } from "../shared/result.ts";
import { FramesToSearch } from "./framesToSearch.ts";

const source: PlainFile = {
  kind: "file",
  path: "/export/picture.gif" as LocalPath,
  sizeBytes: 1,
  modifiedAtMs: 0,
};

function decoded(bytes: Uint8Array, picture: PictureFormat = "gif") {
  const frames = new FramesToSearch(
    { openAgain: () => Promise.resolve(success(memoryByteSource(bytes))) },
    { load: () => Promise.reject(new Error("no codec is needed")) },
  );
  return frames.decode({
    source,
    frameIndex: 0,
    picture,
    isLikelyPrintedOn: false,
    standsAlone: false,
  });
}

it("looks at a GIF of one image", async () => {
  expect(await decoded(gifPicture())).toMatchObject({
    ok: true,
    value: { frame: { rows: 2, columns: 2 } },
  });
});

it("looks at the first image of an animation, the only one that leaves", async () => {
  expect(await decoded(gifAnimation())).toEqual(await decoded(gifPicture()));
});

it("does not call a film looked at", async () => {
  expect(await decoded(mp4Film(), "mp4")).toEqual(
    failed({ kind: "picture", format: "mp4", problem: "unsupported" }),
  );
});

it("does not call a GIF looked at that reaches beyond its screen", async () => {
  const beyond = gifPicture();
  // The image begins one column further to the right.
  beyond[26] = 1;
  expect(await decoded(beyond)).toEqual(
    failed({ kind: "picture", format: "gif", problem: "unsupported" }),
  );
});

it("looks at colours under nothing and at the alpha of a see-through PNG, too", async () => {
  const seen = await decoded(
    seeThroughPng([10, 20, 30, 40], [255, 0, 0, 255]),
    "png",
  );
  if (!seen.ok) throw new Error(seen.failure.kind);
  const { frame, hidden = [] } = seen.value;
  const reds = [frame, ...hidden].map(({ samples }) =>
    [0, 3, 6, 9].map((at) => samples[at]),
  );
  expect(reds).toEqual([
    [10, 255, 255, 40],
    [10, 20, 30, 40],
    [255, 0, 0, 255],
  ]);
  expect(await decoded(pngPicture(), "png")).toMatchObject({
    value: { hidden: [] },
  });
});

it.each([
  ["alpha", 32, [0x80ffffff, 0x00ffffff, 0xffffffff, 0x40ffffff]],
  ["a bit that means nothing", 16, [0x8000, 0x7fff, 0x0000, 0xffff]],
] as const)(
  "looks at %s of a bitmap of %i bits, too",
  async (_, bits, values) => {
    const seen = await decoded(deepBmp(bits, values), "bmp");
    if (!seen.ok) throw new Error(seen.failure.kind);
    const greys = seen.value.hidden?.map(({ samples }) =>
      [0, 3, 6, 9].map((at) => samples[at]),
    );
    // From the top.
    expect(greys).toEqual([bits === 32 ? [255, 64, 128, 0] : [0, 255, 255, 0]]);
  },
);

it("finds nothing hidden in a bitmap whose alpha is the same everywhere", async () => {
  expect(
    await decoded(
      deepBmp(32, [0xff0000ff, 0xff00ff00, 0xffff0000, 0xffffffff]),
      "bmp",
    ),
  ).toMatchObject({ ok: true, value: { hidden: [] } });
});
