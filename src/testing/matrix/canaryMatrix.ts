// De-identifies planted files and looks for their markers in everything that comes out.
import { readDataSet } from "../../core/dicom/readDataSet.ts";
import { policyWouldChange } from "../../core/deid/policyResidue.ts";
import { canaryFile, canaryMark, canaryUID } from "../canaryFiles.ts";
import { canaryScripts } from "../canaryKinds.ts";
import { deidentifyInMemory } from "../deidentifyInMemory.ts";
import { memoryByteSource } from "../memoryByteSource.ts";

/** What a run looked at and what it found. */
export interface CanaryRun {
  files: number;
  canaries: number;
  readonly classes: Set<string>;
  readonly characterSets: Set<string>;
  readonly transferSyntaxes: Set<string>;
  /** A line a finding: the number of the file, and what survived or went wrong. Empty is what it should be. */
  readonly findings: string[];
}

/** Runs over files 0 to `count` - 1, each with one attribute of the dictionary in `thinning`. */
export async function runCanaries(
  count: number,
  thinning: number,
): Promise<CanaryRun> {
  const run: CanaryRun = {
    files: 0,
    canaries: 0,
    classes: new Set(),
    characterSets: new Set(),
    transferSyntaxes: new Set(),
    findings: [],
  };
  for (let number = 0; number < count; number += 1) {
    const file = canaryFile({ number, thinning });
    run.files += 1;
    run.canaries += file.canaries;
    run.classes.add(file.className);
    run.characterSets.add(file.characterSet);
    run.transferSyntaxes.add(file.transferSyntaxUID);
    for (const finding of await findingsOf(file.bytes))
      run.findings.push(`${number}: ${finding}`);
  }
  return run;
}

async function findingsOf(file: Uint8Array): Promise<readonly string[]> {
  const result = await deidentifyInMemory(file);
  // Each of them is an image that can be sent: one that is refused would prove nothing.
  if (!result.ok) return [`refused: ${result.failure.kind}`];
  const { bytes, plan } = result.value;
  const output = await readDataSet(memoryByteSource(bytes));
  if (!output.ok) return [`unreadable: ${output.failure.kind}`];
  return [
    ...marksIn(bytes),
    ...marksIn(Buffer.from(JSON.stringify(plan.actions))).map(
      (mark) => `report: ${mark}`,
    ),
    ...policyWouldChange(output.value).map(
      (tag) => `no fixed point: ${tag.toString(16)}`,
    ),
  ];
}

const nativeWords = canaryScripts
  .map(({ word }) => Buffer.from(word).toString("latin1"))
  .filter((word) => word.length > 4);

/** Markers in some bytes: as text of one or two bytes a character, in any case, in UIDs, and the words in other scripts. */
export function marksIn(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    bytes.byteLength,
  ).toString("latin1");
  const plain = text.toUpperCase();
  const found: string[] = [];
  const mark = canaryMark.toUpperCase();
  for (let at = plain.indexOf(mark); at >= 0; at = plain.indexOf(mark, at + 1))
    found.push(plain.slice(at, at + 16));
  const wide = Buffer.from(mark, "utf16le").toString("latin1").slice(0, -1);
  if (plain.includes(wide)) found.push("UTF-16");
  if (plain.includes(canaryUID)) found.push("UID");
  for (const word of nativeWords)
    if (text.includes(word))
      found.push(Buffer.from(word, "latin1").toString("hex"));
  return found;
}
