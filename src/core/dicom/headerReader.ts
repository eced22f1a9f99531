// Looks up attributes of one data set by tag, with the functional groups of multi-frame objects as a second place to look.
import type { DicomDataSet, DicomElement, Tag } from "./dataSet.ts";
import {
  asciiTextOf,
  asciiTextsOf,
  decodedTextOf,
  findElement,
  numberOf,
  numbersOf,
  valueContextOf,
  type ValueContext,
} from "./elementValues.ts";
import * as tags from "./generated/tags.ts";

/** Attributes of one data set by tag. Absent attributes are empty or null. */
export class HeaderReader {
  readonly #elements: ReadonlyMap<Tag, DicomElement>;
  readonly #context: ValueContext;
  /** Shared functional groups, then those of the first frame; parsed only if asked for. */
  #functionalGroups: readonly (readonly DicomElement[])[] | null = null;
  /** True once a text was met whose bytes its character set does not cover. */
  hasUndeclaredText = false;

  constructor(dataSet: DicomDataSet) {
    const elements = new Map<Tag, DicomElement>();
    // The first of two equal tags counts, as for other readers.
    for (const element of dataSet.elements)
      if (!elements.has(element.tag)) elements.set(element.tag, element);
    this.#elements = elements;
    this.#context = valueContextOf(dataSet);
  }

  get context(): ValueContext {
    return this.#context;
  }

  element(tag: Tag): DicomElement | null {
    return this.#elements.get(tag) ?? null;
  }

  /** Decoded text of any VR. */
  text(tag: Tag): string {
    const { text, isAsDeclared } = decodedTextOf(
      this.element(tag),
      this.#context,
    );
    if (!isAsDeclared) this.hasUndeclaredText = true;
    return text;
  }

  /** A person name without the delimiters of component groups that are empty (PS3.5 6.2.1). */
  personName(tag: Tag): string {
    return this.text(tag).replace(/=+$/, "");
  }

  /** First value of a text of default characters (UI, CS, DA, TM). */
  ascii(tag: Tag): string {
    return asciiTextOf(this.element(tag), this.#context.bytes);
  }

  asciis(tag: Tag): readonly string[] {
    return asciiTextsOf(this.element(tag), this.#context.bytes);
  }

  number(tag: Tag): number | null {
    return numberOf(this.element(tag), this.#context);
  }

  numbers(tag: Tag): readonly number[] {
    return numbersOf(this.element(tag), this.#context);
  }

  /** Numbers at the top level or, in enhanced objects, in a functional group macro (PS3.3 C.7.6.16). */
  numbersInFrame(tag: Tag, macroSequence: Tag): readonly number[] {
    const topLevel = this.element(tag);
    if (topLevel !== null) return numbersOf(topLevel, this.#context);
    for (const group of this.#groups()) {
      const macro = findElement(group, macroSequence)?.items?.[0];
      if (macro === undefined) continue;
      const found = findElement(macro, tag);
      if (found !== null) return numbersOf(found, this.#context);
    }
    return [];
  }

  numberInFrame(tag: Tag, macroSequence: Tag): number | null {
    const first = this.numbersInFrame(tag, macroSequence)[0];
    return first === undefined || !Number.isFinite(first) ? null : first;
  }

  #groups(): readonly (readonly DicomElement[])[] {
    this.#functionalGroups ??= [
      tags.SharedFunctionalGroupsSequence,
      tags.PerFrameFunctionalGroupsSequence,
    ].flatMap((tag) => this.element(tag)?.items?.slice(0, 1) ?? []);
    return this.#functionalGroups;
  }
}
