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
import { compareNumbers, compareTexts } from "./imageOrder.ts";
import { makeStack } from "./makeStack.ts";
import { partsByValue } from "./parts.ts";
import { patientGroups } from "./patients.ts";
import { splitSeries, type StackPart } from "./splitSeries.ts";

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

/** As groupInstances, waiting for `nextTurn` after each series, so that tens of thousands of images do not hold up a window. */
export async function groupInstancesInTurns(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
  nextTurn: () => Promise<void>,
): Promise<GroupedImages> {
  const steps = groupStepwise(instances, skipped);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

function* groupStepwise(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
): Generator<undefined, GroupedImages> {
  const conflictingUIDs = repeatedUIDs(instances);
  const usedIds = new Set<StackId>();
  const studies: StudyGroup[] = [];
  yield;
  for (const study of studiesOf(instances)) {
    yield;
    const series: SeriesGroup[] = [];
    for (const part of partsByValue(study.instances, seriesKeyOf)) {
      const members = [...part.instances].sort(canonically);
      const scope = [study.key, part.value];
      const stacks = splitSeries(members)
        .map((stackPart) =>
          makeStack(
            stackPart,
            unusedId(scope, stackPart, usedIds),
            conflictingUIDs,
          ),
        )
        .sort(byFirstImage);
      series.push(describeSeries(members, stacks));
      yield;
    }
    studies.push(describeStudy(study, series.sort(bySeriesNumber)));
  }
  return { studies: studies.sort(byDate), skipped };
}

/** Instances by study and, where one Study Instance UID serves several people, by patient. */
function studiesOf(instances: readonly ScannedInstance[]): StudyInstances[] {
  return partsByValue(instances, studyKeyTextOf).flatMap((part) => {
    const patients = patientGroups(part.instances);
    return patients.map((patient) => ({
      key: studyKey(
        patients.length === 1
          ? [part.value]
          : [part.value, patient.identityKey],
      ),
      patient: patient.identity,
      instances: patient.instances,
    }));
  });
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

function repeatedUIDs(
  instances: readonly ScannedInstance[],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { header } of instances) {
    const uid = header.sopInstanceUID;
    if (uid !== "" && seen.has(uid)) repeated.add(uid);
    seen.add(uid);
  }
  return repeated;
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
  for (let copy = 1; ; copy += 1) {
    const counter = copy === 1 ? [] : [`copy ${copy}`];
    const id = stackId([...scope, ...part.traits, ...counter]);
    if (used.has(id)) continue;
    used.add(id);
    return id;
  }
}

/** Images before what is held back, in the scanner's order. */
function byFirstImage(a: Stack, b: Stack): number {
  return (
    Number(a.heldBack !== null) - Number(b.heldBack !== null) ||
    compareNumbers(firstNumber(a), firstNumber(b)) ||
    compareTexts(a.id, b.id)
  );
}

function firstNumber(stack: Stack): number | null {
  return stack.images.reduce<number | null>((least, { instance }) => {
    const number = instance.header.instanceNumber;
    return compareNumbers(least, number) <= 0 ? least : number;
  }, null);
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
