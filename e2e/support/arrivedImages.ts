// Reads what arrived at the sandbox with a parser that is not the app's own.
import dicomParser, { type DataSet } from "dicom-parser";
import { expect } from "@playwright/test";
import type { ArrivedStack, SandboxInspector } from "./sandboxState.ts";

/** One image that arrived. */
export interface ArrivedImage {
  readonly bytes: Buffer;
  readonly dataSet: DataSet;
  readonly instanceNumber: number | null;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  /** Third number of Image Position (Patient), in millimetres. */
  readonly positionZ: number | null;
}

/** The images of a stack in display order; each one's bytes are checked against its hash. */
export async function arrivedImages(
  sandbox: SandboxInspector,
  stack: ArrivedStack | undefined,
): Promise<readonly ArrivedImage[]> {
  const images: ArrivedImage[] = [];
  for (const { sha256, sizeBytes } of stack?.uploads ?? []) {
    const bytes = await sandbox.object(sha256);
    expect(bytes.length).toBe(sizeBytes);
    const dataSet = dicomParser.parseDicom(bytes);
    images.push({
      bytes,
      dataSet,
      instanceNumber: dataSet.intString("x00200013") ?? null,
      sopInstanceUID: dataSet.string("x00080018") ?? "",
      seriesInstanceUID: dataSet.string("x0020000e") ?? "",
      positionZ: dataSet.floatString("x00200032", 2) ?? null,
    });
  }
  return images;
}

/** Groups that hold anything the policy keeps (contract section 10). */
const keptGroups = new Set([
  "0002",
  "0008",
  "0010",
  "0012",
  "0018",
  "0020",
  "0028",
  "0040",
  "0054",
  "2050",
  "5600",
  "7fe0",
]);
/** What an anonymised file must not carry, whatever else it does. */
const neverTags = [
  "x00100010", // Patient's Name
  "x00100020", // Patient ID
  "x00100030", // Patient's Birth Date
  "x00101010", // Patient's Age
  "x00080020", // Study Date
  "x00080050", // Accession Number
  "x00080080", // Institution Name
  "x00081030", // Study Description
  "x0008103e", // Series Description
  "x00020016", // Source Application Entity Title
];
const uidPrefix = "1.2.826.0.1.3680043.10.341.512.";

/**
 * What is wrong with one arrived file, in words; empty if it is safe: no tag outside the policy's groups, no sequence, mapped
 * UIDs, marked as de-identified, none of the patient's words. Gathered instead of asserted one by one: there are hundreds.
 */
export function unsafeFindings(
  image: ArrivedImage,
  patientWords: readonly string[],
): readonly string[] {
  const { dataSet, bytes } = image;
  const tags = Object.keys(dataSet.elements);
  return [
    ...tags
      .filter((tag) => !keptGroups.has(tag.slice(1, 5)))
      .map((tag) => `${tag} is kept`),
    ...tags
      .filter((tag) => dataSet.elements[tag]?.vr === "SQ")
      .map((tag) => `${tag} is a sequence`),
    ...neverTags
      .filter((tag) => tags.includes(tag))
      .map((tag) => `${tag} is there`),
    ...["x00080018", "x0020000d", "x0020000e", "x00020003"]
      .filter((tag) => dataSet.string(tag)?.startsWith(uidPrefix) !== true)
      .map((tag) => `${tag} is not mapped`),
    ...(dataSet.string("x00120062") === "YES" ? [] : ["not marked"]),
    ...patientWords
      .filter((word) => bytes.includes(word, 0, "latin1"))
      .map((word) => `holds ${word}`),
  ];
}
