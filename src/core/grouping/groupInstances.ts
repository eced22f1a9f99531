// Headers to studies, series and stacks. Pure, and independent of the order in which the files were found.
//
// Invariants:
// 1. Every instance is in exactly one stack.
// 2. The same instances give the same result in whatever order they come.
// 3. Stack ids and study keys are unique within a result and do not depend on where the files lie, save for files without identity.
import type { StackId } from "../../shared/identifiers.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SeriesGroup,
  SkippedFile,
  Stack,
  StudyGroup,
} from "../model/stack.ts";
import {
  describeSeries,
  describeStudy,
  type StudyInstances,
} from "./describeGroups.ts";
import { stackId, studyKey } from "./digests.ts";
import { byTime, compareNumbers, compareTexts } from "./imageOrder.ts";
import { inTurns } from "./inTurns.ts";
import { makeStack } from "./makeStack.ts";
import { partsByValue, type PartOf } from "./parts.ts";
import { patientGroups } from "./patients.ts";
import { selectedParts } from "./defaultSelection.ts";
import { splitSeries, type StackPart } from "./splitSeries.ts";
import { findSharedUIDs, type SharedUIDs } from "./versions.ts";

/** Groups what a scan found. `skipped` is handed through. */
export function groupInstances(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
): GroupedImages {
  const steps = groupStepwise(instances, skipped);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As groupInstances, waiting for `nextTurn` after each step and each series, so that tens of thousands of images do not hold up a window. */
export async function groupInstancesInTurns(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
  nextTurn: () => Promise<void>,
): Promise<GroupedImages> {
  return await inTurns(groupStepwise(instances, skipped), nextTurn);
}

function* groupStepwise(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
): Generator<undefined, GroupedImages> {
  const shared = yield* findSharedUIDs(instances);
  const usedIds = new Set<StackId>();
  const studies: StudyGroup[] = [];
  yield;
  const found = partsByValue(instances, studyKeyTextOf);
  yield;
  for (const study of found.flatMap(studiesOf)) {
    yield;
    const series: SeriesGroup[] = [];
    const parts = partsByValue(study.instances, seriesKeyOf);
    yield;
    for (const part of parts) {
      const members = [...part.members].sort(canonically);
      const nameOf = (stackPart: StackPart) =>
        unusedId([study.key, part.value], stackPart, usedIds);
      const stacks = yield* stacksOf(members, shared, nameOf);
      series.push(describeSeries(members, stacks));
      yield;
    }
    studies.push(describeStudy(study, series.sort(bySeriesNumber)));
  }
  return { studies: studies.sort(byDate), skipped };
}

/** The stacks of a series: images before what is held back, in the scanner's order. A step for each. */
function* stacksOf(
  members: readonly ScannedInstance[],
  shared: SharedUIDs,
  nameOf: (part: StackPart) => StackId,
): Generator<undefined, readonly Stack[]> {
  const parts = splitSeries(members, shared)
    .map((part) => ({ part, id: nameOf(part), first: firstImageOf(part) }))
    .sort(
      (a, b) =>
        compareNumbers(a.first.instanceNumber, b.first.instanceNumber) ||
        compareNumbers(a.first.frame, b.first.frame) ||
        byTime(a.first.image, b.first.image),
    );
  const selected = selectedParts(parts.map(({ part }) => part));
  const stacks: Stack[] = [];
  for (const { part, id } of parts) {
    yield;
    stacks.push(
      makeStack(part, {
        id,
        selectedByDefault: selected.parts.has(part),
        passes: selected.passesOf.get(part) ?? 1,
        shared,
      }),
    );
  }
  return [
    ...stacks.filter(({ heldBack }) => heldBack === null),
    ...stacks.filter(({ heldBack }) => heldBack !== null),
  ];
}

/** The least instance number of a part, the least frame, and an image of it. */
function firstImageOf({ images }: StackPart) {
  const [image] = images;
  if (image === undefined) throw new Error("A part without images");
  const least = (values: readonly (number | null)[]) =>
    values.reduce((a, b) => (compareNumbers(a, b) <= 0 ? a : b), null);
  return {
    image,
    instanceNumber: least(
      images.map(({ instance }) => instance.header.instanceNumber),
    ),
    frame: least(images.map(({ frame }) => frame)),
  };
}

/** The studies of one Study Instance UID: one, or one for each patient where several people share it. */
function studiesOf(part: PartOf<ScannedInstance>): StudyInstances[] {
  const patients = patientGroups(part.members);
  return patients.map((patient) => ({
    key: studyKey(
      patients.length === 1 ? [part.value] : [part.value, patient.identityKey],
    ),
    patient: patient.identity,
    instances: patient.instances,
  }));
}

function studyKeyTextOf({ header, source }: ScannedInstance): string {
  return header.studyInstanceUID === ""
    ? `folder ${folderOf(source.path)}`
    : header.studyInstanceUID;
}

function seriesKeyOf({ header, source }: ScannedInstance): string {
  return header.seriesInstanceUID === ""
    ? `folder ${folderOf(source.path)}`
    : header.seriesInstanceUID;
}

function folderOf(path: string): string {
  return path.slice(
    0,
    Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0),
  );
}

/** The order in which splitting sees the images: one that any arrangement of the same files gives. */
function canonically(a: ScannedInstance, b: ScannedInstance): number {
  return (
    compareNumbers(a.header.instanceNumber, b.header.instanceNumber) ||
    compareTexts(a.header.sopInstanceUID, b.header.sopInstanceUID) ||
    compareTexts(a.source.path, b.source.path)
  );
}

/** Parts with the same traits (conflicting copies of a multi-frame file) are told apart by a counter. */
function unusedId(
  scope: readonly string[],
  part: StackPart,
  used: Set<StackId>,
): StackId {
  const traits = part.traits.map(
    ({ criterion, value }) => `${criterion}=${value}`,
  );
  for (let copy = 1; ; copy += 1) {
    const counter = copy === 1 ? [] : [`copy ${copy}`];
    const id = stackId([...scope, ...traits, ...counter]);
    if (used.has(id)) continue;
    used.add(id);
    return id;
  }
}

function bySeriesNumber(a: SeriesGroup, b: SeriesGroup): number {
  return (
    compareNumbers(a.number, b.number) ||
    compareTexts(a.seriesInstanceUID, b.seriesInstanceUID) ||
    compareTexts(a.stacks[0]?.id ?? "", b.stacks[0]?.id ?? "")
  );
}

/** Oldest first, undated last. */
function byDate(a: StudyGroup, b: StudyGroup): number {
  return (
    Number(a.date === "") - Number(b.date === "") ||
    compareTexts(a.date, b.date) ||
    compareTexts(a.time, b.time) ||
    compareTexts(a.key, b.key)
  );
}
