// Tag lists in the compact notation of the contract: groups, elements and element ranges, all hexadecimal.
import type { Tag } from "../../dicom/dataSet.ts";

/**
 * Expands lines such as `0018: 0010 0020-0023` to tags, in the order written. Ranges step in hexadecimal and include
 * both ends. Throws on anything else: the lists are part of the program.
 */
export function expandTagList(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  let group: number | null = null;
  for (const word of text.trim().split(/\s+/)) {
    const [, groupDigits] = /^([0-9A-F]{4}):$/.exec(word) ?? [];
    if (groupDigits !== undefined) {
      group = parseInt(groupDigits, 16);
      continue;
    }
    const [, first, last] =
      /^([0-9A-F]{4})(?:-([0-9A-F]{4}))?$/.exec(word) ?? [];
    if (group === null || first === undefined)
      throw new Error(`Bad tag list at '${word}'`);
    const end = parseInt(last ?? first, 16);
    for (let element = parseInt(first, 16); element <= end; element += 1)
      tags.push(group * 0x10000 + element);
  }
  return tags;
}
