// Which pictures the text detector may call looked at: those of which everything that leaves was decoded.
import { expect, it } from "vitest";
import type { PlainFile } from "../core/model/fileSource.ts";
import type { LocalPath } from "../core/model/brands.ts";
import { memoryByteSource } from "../testing/memoryByteSource.ts";
import { gifAnimation, gifPicture } from "../testing/pictureFixtures.ts";
import { failed, success } from "../shared/result.ts";
import { FramesToSearch } from "./framesToSearch.ts";

const source: PlainFile = {
  kind: "file",
  path: "/export/picture.gif" as LocalPath,
  sizeBytes: 1,
  modifiedAtMs: 0,
};

function decoded(bytes: Uint8Array) {
  const frames = new FramesToSearch(
    { openAgain: () => Promise.resolve(success(memoryByteSource(bytes))) },
    { load: () => Promise.reject(new Error("no codec is needed")) },
  );
  return frames.decode({
    source,
    frameIndex: 0,
    picture: "gif",
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

it("does not call an animation looked at, of which only the first image is decoded", async () => {
  expect(await decoded(gifAnimation())).toEqual(
    failed({ kind: "picture", format: "gif", problem: "unsupported" }),
  );
});
