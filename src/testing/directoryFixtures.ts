// DICOMDIRs for tests: references as they are read, and whole files with their tree of records, built by code.
import type { DirectoryReference } from "../core/media/dicomDirectory.ts";
import { dicomFile, type FixtureItem } from "./dicomFixtures.ts";

/** A reference to a file ID with forward slashes, with nothing said of it but what is given. */
export function directoryReference(
  fileID: string,
  fields: Partial<DirectoryReference> = {},
): DirectoryReference {
  return {
    fileID: fileID.split("/"),
    sopInstanceUID: "",
    instanceNumber: null,
    study: null,
    series: null,
    ...fields,
  };
}

/** A record as a test writes it: its type, what it says, and the records below it. */
export interface FixtureRecord {
  readonly type: string;
  readonly attributes?: FixtureItem;
  readonly below?: readonly FixtureRecord[];
}

/** How a DICOMDIR links its records. */
export interface DirectoryLinks {
  /** Order in which records are written; default: down the tree. Each is a place in that order. */
  readonly writtenOrder?: readonly number[];
  /** `none`: offsets are zero; `wrong`: they point beside the records; `loop`: the last record points to the first. Default: right. */
  readonly offsets?: "right" | "none" | "wrong" | "loop";
}

/** An IMAGE record of a file, by file ID with forward slashes. */
export function imageRecord(
  fileID: string,
  attributes: FixtureItem = {},
): FixtureRecord {
  const ReferencedFileID = fileID.replaceAll("/", "\\");
  return { type: "IMAGE", attributes: { ReferencedFileID, ...attributes } };
}

interface PlacedRecord {
  readonly record: FixtureRecord;
  /** Places down the tree; null for none. */
  readonly next: number | null;
  readonly lower: number | null;
}

/** The bytes of a DICOMDIR with these records at its root. */
export function directoryFile(
  roots: readonly FixtureRecord[],
  links: DirectoryLinks = {},
): Uint8Array<ArrayBuffer> {
  const placed = placedRecords(roots);
  const order = links.writtenOrder ?? placed.map((_, index) => index);
  // Offsets have one length whatever their value, so a first writing tells where the records will be.
  const draft = build(placed, order, () => 0);
  const starts = recordStarts(draft, order);
  const offsetOf = (place: number | null, isLast: boolean): number => {
    if (links.offsets === "none") return 0;
    if (links.offsets === "loop" && isLast) return starts.get(0) ?? 0;
    if (place === null) return 0;
    return (starts.get(place) ?? 0) + (links.offsets === "wrong" ? 2 : 0);
  };
  return build(placed, order, offsetOf);
}

function placedRecords(roots: readonly FixtureRecord[]): PlacedRecord[] {
  const placed: PlacedRecord[] = [];
  const add = (records: readonly FixtureRecord[]) => {
    for (const [index, record] of records.entries()) {
      const place = placed.push({ record, next: null, lower: null }) - 1;
      const { below = [] } = record;
      add(below);
      const isLast = index === records.length - 1;
      placed[place] = {
        record,
        lower: below.length > 0 ? place + 1 : null,
        next: isLast ? null : placed.length,
      };
    }
  };
  add(roots);
  return placed;
}

function build(
  placed: readonly PlacedRecord[],
  order: readonly number[],
  offsetOf: (place: number | null, isLast: boolean) => number,
): Uint8Array<ArrayBuffer> {
  return dicomFile({
    attributes: {
      FileSetID: "CD1",
      OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: offsetOf(
        0,
        false,
      ),
      OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: 0,
      DirectoryRecordSequence: order.flatMap((place) => {
        const each = placed[place];
        if (each === undefined) return [];
        const isLast = place === placed.length - 1;
        return [
          {
            ...each.record.attributes,
            DirectoryRecordType: each.record.type,
            OffsetOfTheNextDirectoryRecord: offsetOf(each.next, isLast),
            RecordInUseFlag: 0xffff,
            OffsetOfReferencedLowerLevelDirectoryEntity: offsetOf(
              each.lower,
              false,
            ),
          },
        ];
      }),
    },
  });
}

/** Where the items of the written records begin, by place. Every record has this tag first. */
function recordStarts(
  file: Uint8Array,
  order: readonly number[],
): ReadonlyMap<number, number> {
  const bytes = Buffer.from(file);
  const firstElement = Buffer.from([0x04, 0x00, 0x00, 0x14, 0x55, 0x4c]);
  const itemHeadBytes = 8;
  const starts = new Map<number, number>();
  let at = -1;
  for (const place of order) {
    at = bytes.indexOf(firstElement, at + 1);
    starts.set(place, at - itemHeadBytes);
  }
  return starts;
}
