// Records of a DICOMDIR whose sequence is broken: an item that claims more or less than it holds would hide all others.
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import { undefinedLength } from "../dicom/elementHead.ts";
import { ElementParser } from "../dicom/elementParser.ts";
import * as tags from "../dicom/generated/tags.ts";

/** The items of a sequence as far as they can be told apart; an item ends where the next begins, whatever its length says. */
export function salvagedRecords(
  { bytes, encoding }: DicomDataSet,
  { valueOffset, valueLength }: DicomElement,
): readonly (readonly DicomElement[])[] {
  const end = Math.min(valueOffset + valueLength, bytes.length);
  const parser = new ElementParser(bytes, bytes.length);
  const records: DicomElement[][] = [];
  let record: DicomElement[] = [];
  for (let offset = valueOffset; offset < end;) {
    const head = parser.readHead(offset, end, encoding);
    if (head === null) break;
    if (head.tag === tags.Item) {
      record = [];
      records.push(record);
    }
    if (head.tag >>> 16 === 0xfffe) {
      offset = head.valueOffset;
      continue;
    }
    if (head.length === undefinedLength) break;
    const element = parser.readElement(offset, head, { end, encoding });
    if (element === null) break;
    record.push(element);
    offset = element.endOffset;
  }
  return records;
}
