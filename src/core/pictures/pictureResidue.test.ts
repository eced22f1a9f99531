// Tests of the residue check of a written picture: every byte is searched, and coded samples are not taken for words.
import { expect, it } from "vitest";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import { patientWordSearch } from "../deid/patientWordSearch.ts";
import type { PicturePart } from "./picturePlan.ts";
import { wordLeftInPicture } from "./pictureResidue.ts";

const words = patientWordSearch([
  { kind: "name", text: "Weber" },
  { kind: "physician", text: "Lindqvist" },
]);

/** What is found in a picture of these parts; a number stands for so many coded bytes before the text. */
async function found(...parts: readonly (string | [number, string])[]) {
  const written = parts.map((part) =>
    typeof part === "string"
      ? Buffer.from(part, "latin1")
      : Buffer.concat([Buffer.alloc(part[0], 1), Buffer.from(part[1])]),
  );
  return wordLeftInPicture(
    new MemoryByteSource(Buffer.concat(written)),
    written.map((bytes): PicturePart => ({ kind: "bytes", bytes })),
    words,
  );
}

const clear = { ok: true, value: null };

it("finds a word in a header or a palette, also one that two parts make up", async () => {
  expect(await found("GIF89a", "xxWEBERxx")).toEqual({
    ok: true,
    value: "name",
  });
  expect(await found("xxLind", "qvist", [9000, ""])).toEqual({
    ok: true,
    value: "physician",
  });
  expect(await found("head", [9000, ""], "weber")).toEqual({
    ok: true,
    value: "name",
  });
});

it("finds a longer word among coded samples, wherever pieces that are read meet", async () => {
  const beforeTheBorder = 4 * 1024 * 1024 - 8;

  expect(await found("head", [beforeTheBorder, "Lindqvist"])).toEqual({
    ok: true,
    value: "physician",
  });
});

it("takes five letters among coded samples for chance", async () => {
  expect(await found("head", [9000, "Weber"], "end")).toEqual(clear);
});

it("finds nothing where nothing is", async () => {
  expect(await found("head", [9000, "other"], "end")).toEqual(clear);
});
