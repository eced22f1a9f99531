// Grouping of the corpus against truth.jsonl and truth-series.jsonl: every file accounted for, every frame once, in order along the normal.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  corpusPath,
  describeWithCorpus,
  hasCorpus,
} from "../../testing/corpus.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import type { LocalPath } from "../model/brands.ts";
import type {
  GroupedImages,
  ScannedInstance,
  Stack,
  StackImage,
} from "../model/stack.ts";
import { dot, isParallel, sliceGeometry } from "./geometry.ts";
import { groupInstances } from "./groupInstances.ts";
import { seriesImagesOf } from "./seriesImages.ts";

interface FileTruth {
  readonly path: string;
  readonly kind: string;
  readonly NumberOfFrames?: number | string;
  readonly PatientID?: string;
  readonly StudyInstanceUID?: string;
  readonly SeriesInstanceUID?: string;
}

interface SeriesTruth {
  readonly folder: string;
  readonly PatientID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly files: number;
  readonly distinct_positions: number;
  readonly max_images_at_one_position: number;
  readonly distinct_orientations: number;
  readonly distinct_sizes: number;
  readonly distinct_EchoTime: number;
}

function linesOf(name: string): readonly unknown[] {
  if (!hasCorpus) return [];
  const text = readFileSync(corpusPath(name), "utf8").trim();
  return text.split("\n").map((line) => JSON.parse(line) as unknown);
}

const truths = linesOf("truth.jsonl") as readonly FileTruth[];
const seriesTruths = linesOf("truth-series.jsonl") as readonly SeriesTruth[];
const truthOf = new Map(truths.map((truth) => [truth.path, truth]));

/** All files of a series; the truth of a series names only the first of them. */
function pathsOf(series: SeriesTruth): readonly string[] {
  return truths
    .filter(
      (truth) =>
        truth.path.startsWith(`${series.folder}/`) &&
        truth.PatientID === series.PatientID &&
        truth.StudyInstanceUID === series.StudyInstanceUID &&
        truth.SeriesInstanceUID === series.SeriesInstanceUID,
    )
    .map(({ path }) => path);
}

async function instanceAt(path: string): Promise<ScannedInstance | null> {
  const bytes = readFileSync(corpusPath(path));
  const read = await readDataSet(memoryByteSource(bytes));
  if (!read.ok) return null;
  return {
    source: {
      kind: "file",
      path: path as LocalPath,
      sizeBytes: bytes.length,
      modifiedAtMs: 0,
    },
    header: toInstanceHeader(read.value),
  };
}

async function instancesAt(
  paths: readonly string[],
): Promise<readonly ScannedInstance[]> {
  const found = await Promise.all(paths.map(instanceAt));
  return found.filter((instance) => instance !== null);
}

function stacksOf({ studies }: GroupedImages): readonly Stack[] {
  return studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) => stacks),
  );
}

/** How far along the normal of the first image each image lies; null if they are not parallel or do not all say. */
function coordinates(images: readonly StackImage[]): readonly number[] | null {
  const geometries = images.map(({ instance, frame }) => {
    const image = seriesImagesOf(instance)[(frame ?? 1) - 1];
    return image === undefined ? null : sliceGeometry(image.header);
  });
  const [first] = geometries;
  if (first == null) return null;
  const along: number[] = [];
  for (const geometry of geometries) {
    if (geometry === null || !isParallel(first, geometry)) return null;
    along.push(Number(dot(geometry.position, first.normal).toFixed(2)));
  }
  return along;
}

function isMonotonic(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

const folders = [...new Set(truths.map(({ path }) => path.split("/")[0]!))];

describeWithCorpus("the corpus, grouped", () => {
  it.each(folders)(
    "%s: has every frame of every readable file in one stack, in order along the normal",
    async (folder) => {
      const paths = truths
        .map(({ path }) => path)
        .filter((path) => path.startsWith(`${folder}/`));
      const instances = await instancesAt(paths);
      const stacks = stacksOf(groupInstances(instances, []));

      const frames = new Map<string, (number | null)[]>();
      for (const { images } of stacks)
        for (const { instance, frame } of images) {
          const { path } = instance.source;
          frames.set(path, [...(frames.get(path) ?? []), frame]);
        }
      for (const { source, header } of instances) {
        const count = header.pixels?.numberOfFrames ?? 1;
        const expected =
          count === 1
            ? [null]
            : Array.from({ length: count }, (_, index) => index + 1);
        expect({
          path: source.path,
          frames: frames.get(source.path)?.sort((a, b) => a! - b!),
        }).toEqual({ path: source.path, frames: expected });
        const claimed = Number(truthOf.get(source.path)?.NumberOfFrames ?? 1);
        // "1A" is no number, and objects without pixels have no frames to show.
        if (header.pixels !== null && Number.isInteger(claimed))
          expect({ path: source.path, count }).toEqual({
            path: source.path,
            count: Math.max(1, claimed),
          });
      }

      for (const { images } of stacks) {
        const along = coordinates(images);
        if (along !== null)
          expect({
            first: images[0]?.instance.source.path,
            isMonotonic: isMonotonic(along),
          }).toEqual({
            first: images[0]?.instance.source.path,
            isMonotonic: true,
          });
      }
    },
    60_000,
  );

  it("never mixes patients in a study", async () => {
    const instances = await instancesAt(
      truths.filter(({ kind }) => kind === "dicom").map(({ path }) => path),
    );
    for (const { series } of groupInstances(instances, []).studies) {
      const patients = new Set(
        series
          .flatMap(({ stacks }) => stacks)
          .flatMap(({ images }) => images)
          .map(({ instance }) => instance.header.patient)
          .filter(({ id, name }) => id !== "" && name !== "")
          .map(({ id, name }) => `${id} ${name}`),
      );
      const ids = new Set(
        [...patients].map((patient) => patient.split(" ")[0]),
      );
      const names = new Set(
        [...patients].map((patient) => patient.slice(patient.indexOf(" "))),
      );
      expect(Math.min(ids.size, names.size)).toBeLessThanOrEqual(1);
    }
  }, 60_000);

  it("has no stack with two images at one place where the series has several places", async () => {
    const several = seriesTruths.filter(
      ({ distinct_positions, max_images_at_one_position, folder }) =>
        distinct_positions > 1 &&
        max_images_at_one_position > 1 &&
        folder === "08-series",
    );
    expect(several.length).toBeGreaterThan(3);
    for (const truth of several) {
      const instances = await instancesAt(pathsOf(truth));
      for (const { images } of stacksOf(groupInstances(instances, []))) {
        const along = coordinates(images);
        if (along === null || images.length < 2) continue;
        expect({
          series: truth.SeriesInstanceUID,
          places: new Set(along).size,
        }).toEqual({ series: truth.SeriesInstanceUID, places: images.length });
      }
    }
  }, 60_000);

  it("keeps whole what repeats no place and has one orientation, size and echo", async () => {
    const plain = seriesTruths.filter(
      (truth) =>
        truth.files > 1 &&
        truth.distinct_positions === truth.files &&
        truth.max_images_at_one_position === 1 &&
        truth.distinct_orientations === 1 &&
        truth.distinct_sizes === 1 &&
        truth.distinct_EchoTime <= 1,
    );
    expect(plain.length).toBeGreaterThan(5);
    for (const truth of plain) {
      const instances = await instancesAt(pathsOf(truth));
      const stacks = stacksOf(groupInstances(instances, []));
      expect({
        series: truth.SeriesInstanceUID,
        stacks: stacks.map(({ images }) => images.length),
      }).toEqual({ series: truth.SeriesInstanceUID, stacks: [truth.files] });
    }
  }, 60_000);
});
