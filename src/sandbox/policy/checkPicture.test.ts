// The sandbox's own check of pictures: clean ones pass, and every kind of metadata is found.
import { describe, expect, test } from "vitest";
import { mp4Box, mp4Film } from "../../testing/filmFixtures.ts";
import {
  bmpPicture,
  exifSegment,
  gifExtension,
  gifPicture,
  jpegPicture,
  jpegSegment,
  pngChunk,
  pngPicture,
} from "../../testing/pictureFixtures.ts";
import { checkPicture } from "./checkPicture.ts";

const name = Buffer.from("DOE^JANE");

describe("checkPicture", () => {
  test.each([
    ["image/jpeg", jpegPicture()],
    ["image/png", pngPicture()],
    ["image/gif", gifPicture()],
    ["image/bmp", bmpPicture()],
    ["video/mp4", mp4Film()],
  ])("lets a plain %s pass", (type, bytes) => {
    // The fixture leaves out the size of its pixels, as many writers do.
    if (type === "image/bmp") bytes.writeUInt32LE(16, 34);
    expect(checkPicture(type, bytes)).toEqual([]);
  });

  test.each([
    ["image/jpeg", jpegPicture({ before: [exifSegment(6, "DOE^JANE")] })],
    ["image/jpeg", jpegPicture({ before: [jpegSegment(0xfe, name)] })],
    ["image/jpeg", jpegPicture({ after: name })],
    ["image/png", pngPicture({ before: [pngChunk("tEXt", name)] })],
    ["image/png", pngPicture({ after: name })],
    ["image/gif", gifPicture({ before: [gifExtension(0xfe, name)] })],
    ["image/gif", gifPicture({ after: name })],
    ["image/bmp", bmpPicture({ gap: name })],
    ["image/bmp", bmpPicture({ after: name })],
    ["video/mp4", mp4Film({ inMovie: [mp4Box("udta", name)] })],
    ["video/mp4", mp4Film({ madeAt: 1 })],
    ["video/mp4", mp4Film({ otherTracks: ["soun"], unused: "la" })],
    ["video/mp4", mp4Film({ after: [mp4Box("free", name)] })],
    ["application/zip", name],
  ])("finds what a %s carries besides", (type, bytes) => {
    expect(checkPicture(type, bytes)).not.toEqual([]);
  });
});
