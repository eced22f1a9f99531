// Elements of makers, found by the creator that reserves their block (PS3.5 7.8.1).
import type { DicomElement } from "./dataSet.ts";
import { asciiTextOf } from "./elementValues.ts";
import type { HeaderReader } from "./headerReader.ts";

/** Where a maker keeps an attribute. */
export interface PrivatePlace {
  readonly group: number;
  /** Compared without regard to case: older software of one maker writes it in capitals. */
  readonly creator: string;
  /** Low byte of the element number. */
  readonly element: number;
}

const firstBlock = 0x10;
const lastBlock = 0xff;

/** The element at a maker's place; null if the file has none. Makers share groups, and the creator says which block is whose. */
export function privateElement(
  header: HeaderReader,
  place: PrivatePlace,
): DicomElement | null {
  const wanted = place.creator.toUpperCase();
  for (let block = firstBlock; block <= lastBlock; block += 1) {
    const creator = header.element(place.group * 0x10000 + block);
    // Creators are reserved from the first block up; few files leave gaps, none large ones.
    if (creator === null && block > firstBlock + 16) return null;
    if (
      creator !== null &&
      asciiTextOf(creator, header.context.bytes).toUpperCase() === wanted
    )
      return header.element(
        place.group * 0x10000 + block * 0x100 + place.element,
      );
  }
  return null;
}

/**
 * The element where the maker's own files have it, in the first block, if the file has lost every creator of the group: some
 * tools strip the creators and leave the elements. Only for files known to be that maker's.
 */
export function elementWithoutCreator(
  header: HeaderReader,
  { group, element }: PrivatePlace,
): DicomElement | null {
  for (let block = firstBlock; block <= lastBlock; block += 1)
    if (header.element(group * 0x10000 + block) !== null) return null;
  return header.element(group * 0x10000 + firstBlock * 0x100 + element);
}
