// Builders of grouped images for tests that start after scanning: no files behind them.
import type { LocalPath, OriginalUID } from "../core/model/brands.ts";
import { emptyHeader } from "../core/model/emptyHeader.ts";
import type { InstanceHeader } from "../core/model/instanceHeader.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SkippedFile,
  Stack,
  StackImage,
  StudyGroup,
} from "../core/model/stack.ts";
import type { StackId, StudyKey } from "../shared/identifiers.ts";

/** An empty header with the given values laid over it. */
export function headerWith(fields: Partial<InstanceHeader>): InstanceHeader {
  return {
    ...emptyHeader,
    transferSyntaxUID: "1.2.840.10008.1.2.1",
    sopClassUID: "1.2.840.10008.5.1.4.1.1.2",
    sopInstanceUID: "1.2.3" as OriginalUID,
    studyInstanceUID: "1.2.3.1" as OriginalUID,
    seriesInstanceUID: "1.2.3.1.1" as OriginalUID,
    patient: { ...emptyHeader.patient, id: "P1" },
    modality: "CT",
    ...fields,
  };
}

/** A scanned file at a path. */
export function scannedInstance(
  path: string,
  header: Partial<InstanceHeader> = {},
): ScannedInstance {
  return {
    source: {
      kind: "file",
      path: path as LocalPath,
      sizeBytes: 1000,
      modifiedAtMs: 0,
    },
    header: headerWith(header),
  };
}

/** A stack of `count` single-frame files named after its id. Ids are padded to 16 hexadecimal digits. */
export function stackOf(
  id: string,
  count: number,
  fields: Partial<Stack> = {},
): Stack {
  const images: StackImage[] = Array.from({ length: count }, (_, index) => ({
    instance: scannedInstance(`/export/${id}/${index + 1}`, {
      instanceNumber: index + 1,
    }),
    frame: null,
  }));
  return {
    id: id.padEnd(16, "0") as StackId,
    splitBy: [],
    traits: [],
    plane: "Axial",
    specifics: "",
    images,
    selectedByDefault: true,
    heldBack: null,
    warnings: [],
    ...fields,
  };
}

/** A study with one series that holds the stacks. */
export function studyOf(
  key: string,
  stacks: readonly Stack[],
  fields: Partial<StudyGroup> = {},
): StudyGroup {
  return {
    key: key.padEnd(16, "0") as StudyKey,
    studyInstanceUID: `1.2.3.${key.length}` as OriginalUID,
    patient: { name: "", id: "P1", birthDate: "", sex: "", age: "" },
    date: "",
    time: "",
    description: "",
    modality: "CT",
    series: [
      {
        seriesInstanceUID: `1.2.3.${key.length}.1` as OriginalUID,
        number: 1,
        description: "",
        modality: "CT",
        stacks,
      },
    ],
    ...fields,
  };
}

/** Grouped images of the given studies. */
export function groupsOf(
  studies: readonly StudyGroup[],
  skipped: readonly SkippedFile[] = [],
): GroupedImages {
  return { studies, skipped };
}
