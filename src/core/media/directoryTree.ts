// The tree of a DICOMDIR. Its records lie in any order and point to one another by offsets into the file (PS3.3 F.3.2.2); broken discs have
// those wrong, and then the order in which records are written has to do, since nearly every writer goes down the tree.
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import {
  asciiTextOf,
  findElement,
  numberOf,
  valueContextOf,
  type ValueContext,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";

type Elements = readonly DicomElement[];

/** A record with the study and series records above it. */
export interface DirectoryRecord extends RecordsAbove {
  readonly elements: Elements;
}

interface RecordsAbove {
  readonly study: Elements | null;
  readonly series: Elements | null;
}

/** Tag and length of an item, before its first element. */
const itemHeadBytes = 8;
const nothingAbove: RecordsAbove = { study: null, series: null };

/** Every record once: those of the tree as its offsets have it, then those it does not reach, as they are written. */
export function recordsInTreeOrder(
  dataSet: DicomDataSet,
  records: readonly Elements[],
): readonly DirectoryRecord[] {
  const written = recordsAsWritten(dataSet, records);
  const linked = recordsAsLinked(dataSet, records);
  if (linked === null) return written;
  const reached = new Set(linked.map(({ elements }) => elements));
  return [
    ...linked,
    ...written.filter(({ elements }) => !reached.has(elements)),
  ];
}

/** Records as offsets link them; null if those make no tree of studies, series and files. */
function recordsAsLinked(
  dataSet: DicomDataSet,
  records: readonly Elements[],
): readonly DirectoryRecord[] | null {
  const context = valueContextOf(dataSet);
  const byOffset = new Map<number, Elements>();
  for (const elements of records) {
    const [first] = elements;
    if (first !== undefined)
      byOffset.set(first.startOffset - itemHeadBytes, elements);
  }
  const found: DirectoryRecord[] = [];
  const seen = new Set<Elements>();
  const root = offsetAt(
    dataSet.elements,
    tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity,
    context,
  );
  const pending = [{ offset: root, above: nothingAbove }];
  for (;;) {
    const next = pending.pop();
    if (next === undefined) return found;
    if (next.offset === 0) continue;
    const elements = byOffset.get(next.offset);
    if (elements === undefined || seen.has(elements)) return null;
    seen.add(elements);
    found.push({ elements, ...next.above });
    const below = recordsBelow(elements, next.above, context);
    if (below === null) return null;
    pending.push(
      {
        offset: offsetAt(
          elements,
          tags.OffsetOfTheNextDirectoryRecord,
          context,
        ),
        above: next.above,
      },
      {
        offset: offsetAt(
          elements,
          tags.OffsetOfReferencedLowerLevelDirectoryEntity,
          context,
        ),
        above: below,
      },
    );
  }
}

/** What lies above the records below this one; null for a study or series in a series, or a study in a study. */
function recordsBelow(
  elements: Elements,
  above: RecordsAbove,
  context: ValueContext,
): RecordsAbove | null {
  switch (recordType(elements, context)) {
    case "STUDY":
      return above.study === null && above.series === null
        ? { study: elements, series: null }
        : null;
    case "SERIES":
      return above.series === null ? { ...above, series: elements } : null;
    default:
      return above;
  }
}

/** Records as written: each belongs to the study and series before it. */
function recordsAsWritten(
  dataSet: DicomDataSet,
  records: readonly Elements[],
): readonly DirectoryRecord[] {
  const context = valueContextOf(dataSet);
  let above = nothingAbove;
  return records.map((elements) => {
    const type = recordType(elements, context);
    if (type === "PATIENT") above = nothingAbove;
    if (type === "STUDY") above = { study: elements, series: null };
    if (type === "SERIES") above = { ...above, series: elements };
    return { elements, ...above };
  });
}

function recordType(elements: Elements, { bytes }: ValueContext): string {
  return asciiTextOf(findElement(elements, tags.DirectoryRecordType), bytes);
}

/** Zero for none (PS3.3 F.3.2.2). */
function offsetAt(
  elements: Elements,
  tag: number,
  context: ValueContext,
): number {
  return numberOf(findElement(elements, tag), context) ?? 0;
}
