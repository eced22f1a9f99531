// Searches stacks with text in hard places and prints what became of each line: JSON, one line.
//
// Argument: seed.
import { resolve } from "node:path";
import { createTesseractReader } from "../src/adapters/ocr/tesseractReader.ts";
import { searchStack } from "../src/core/burnedInText/searchStack.ts";
import type { StackId } from "../src/shared/identifiers.ts";
import { success } from "../src/shared/result.ts";
import type { Box } from "./detector/canvas.ts";
import { benchFonts } from "./detector/fonts.ts";
import { hardPlaces, type HardPlace } from "./detector/hardPlaces.ts";

const [seed = "1"] = process.argv.slice(2);
const reader = createTesseractReader();
await reader.load();
const results: Awaited<ReturnType<typeof searched>>[] = [];
for (const place of hardPlaces(Number(seed), benchFonts(resolve("."))))
  results.push(await searched(place));
process.stdout.write(`${JSON.stringify(results)}\n`);

async function searched({ what, modality, frames, ...place }: HardPlace) {
  const startedMs = performance.now();
  const outcome = await searchStack(
    {
      stackId: "bench" as StackId,
      images: frames.map(() => ({
        isLikelyPrintedOn: modality !== "CT",
        standsAlone: modality !== "CT" && frames.length === 1,
      })),
      patientWords: place.words,
    },
    {
      openFrame: (image) => {
        const frame = frames[image];
        if (frame === undefined) throw new Error("No such image");
        return Promise.resolve(success({ frame, palette: null }));
      },
      reader,
      giveWay: () => Promise.resolve(),
    },
    new AbortController().signal,
  );
  if (outcome === null) throw new Error("Nobody cancelled this");
  const there = outcome.findings.filter(
    ({ box, images }) =>
      images.first <= place.printedOn &&
      place.printedOn <= images.last &&
      meets(box, place.box),
  );
  return {
    what,
    /** As what keeps a case from being sent. */
    isFound: there.some(({ rank }) => rank !== "technical"),
    isMatched: there.some(({ rank }) => rank === "patientWord"),
    msAnImage: (performance.now() - startedMs) / frames.length,
  };
}

/** True if boxes share a fifth of the narrower one's width and of the lower one's height. */
function meets(a: Box, b: Box): boolean {
  const width =
    Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height =
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return (
    width > 0.2 * Math.min(a.width, b.width) &&
    height > 0.2 * Math.min(a.height, b.height)
  );
}
