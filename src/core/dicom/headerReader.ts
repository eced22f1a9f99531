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

  /** Frames that have functional groups of their own; 0 for all but enhanced multi-frame objects. */
  get framesWithGroups(): number {
    const perFrame = this.element(tags.PerFrameFunctionalGroupsSequence);
    return perFrame?.items?.length ?? 0;
  }

  /**
   * An attribute in a functional group macro (PS3.3 C.7.6.16) of a 0-based frame or, as in all but enhanced objects, at the
   * top level. What a frame says of itself counts before what some scanners repeat at the top level of its first frame.
   */
  elementInFrame(
    tag: Tag,
    macroSequence: Tag,
    frame: number,
  ): DicomElement | null {
    return (
      inMacro(this.#perFrame(frame), macroSequence, tag) ??
      inMacro(this.#shared(), macroSequence, tag) ??
      this.element(tag)
    );
  }

  /** Numbers of such an attribute. */
  numbersInFrame(tag: Tag, macroSequence: Tag, frame = 0): readonly number[] {
    const element = this.elementInFrame(tag, macroSequence, frame);
    return numbersOf(element, this.#context);
  }

  numberInFrame(tag: Tag, macroSequence: Tag, frame = 0): number | null {
    const first = this.numbersInFrame(tag, macroSequence, frame)[0];
    return first === undefined || !Number.isFinite(first) ? null : first;
  }

  /** Texts of default characters of such an attribute. */
  asciisInFrame(
    tag: Tag,
    macroSequence: Tag,
    frame: number,
  ): readonly string[] {
    const element = this.elementInFrame(tag, macroSequence, frame);
    return asciiTextsOf(element, this.#context.bytes);
  }

  /** All items of such a macro. */
  macroItems(
    macroSequence: Tag,
    frame: number,
  ): readonly (readonly DicomElement[])[] {
    for (const group of [this.#perFrame(frame), this.#shared()]) {
      const items = findElement(group ?? [], macroSequence)?.items;
      if (items !== undefined) return items;
    }
    return this.element(macroSequence)?.items ?? [];
  }

  #shared(): readonly DicomElement[] | undefined {
    return this.element(tags.SharedFunctionalGroupsSequence)?.items?.[0];
  }

  #perFrame(frame: number): readonly DicomElement[] | undefined {
    return this.element(tags.PerFrameFunctionalGroupsSequence)?.items?.[frame];
  }
}

function inMacro(
  group: readonly DicomElement[] | undefined,
  macroSequence: Tag,
  tag: Tag,
): DicomElement | null {
  const macro =
    group === undefined ? null : findElement(group, macroSequence)?.items?.[0];
  return macro == null ? null : findElement(macro, tag);
}
