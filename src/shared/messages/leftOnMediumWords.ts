// Words for files on slow or removable media: while they are copied, when all were, and when some could not be.
import { countOf, formatBytes, formatCount } from "./quantities.ts";
import type { Words } from "./words.ts";

/** What reading is called; a medium that is copied is read this once only. */
export function readingWords(copiedBytes: number): string {
  return copiedBytes > 0
    ? "Reading the disc, stick or share once, and keeping an encrypted copy of what is needed"
    : "Reading files";
}

/** `12 found, 10 images, 2 others, 34.0 MB copied`: how far reading is, also within a large file. */
export function readCountsWords(counts: {
  readonly found: number;
  readonly dicom: number;
  readonly skipped: number;
  readonly copiedBytes: number;
}): string {
  const { found, dicom, skipped, copiedBytes } = counts;
  return [
    `${formatCount(found)} found`,
    `${formatCount(dicom)} images`,
    `${formatCount(skipped)} others`,
    ...(copiedBytes > 0 ? [`${formatBytes(copiedBytes)} copied`] : []),
  ].join(", ");
}

/** Words for a medium of which so many files were copied, and nothing is needed any more. */
export function copiedFromMediumWords(count: number): Words {
  return {
    title: "You can eject the disc or stick now",
    why: `Everything needed was copied to this computer, encrypted: ${countOf(count, "file")}.`,
    whatNext: "The copies are deleted when they are no longer needed.",
  };
}

/** Words for so many files. */
export function leftOnMediumWords(count: number): Words {
  return {
    title: `${countOf(count, "file")} ${count === 1 ? "is" : "are"} still only on the disc, stick or share`,
    why: "This computer's disk has too little room for a copy, or the medium did not give the whole file.",
    whatNext: `Leave it connected until the images are prepared: ${count === 1 ? "this file is" : "these files are"} read again then, from the start.`,
  };
}
