// Collects the words of one file that tell who its patient is: at every depth, in every script, private groups included.
import { characterSetOf } from "../dicom/characterSets.ts";
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import {
  asciiTextsOf,
  findElement,
  textReadingsOf,
  valueContextOf,
  type ValueContext,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { namesToFind } from "./joinedParts.ts";
import {
  mergePatientWords,
  type PatientWord,
  type PatientWords,
} from "./patientWords.ts";
import { storedDays } from "./storedDays.ts";
import { wordSourceOf, type WordSource } from "./wordSources.ts";

/** Longer values are cut: nobody searches for a letter, and a hundred thousand of them would not fit into memory. */
const longestText = 200;

/** A value that says something of the patient, as it stands in the file. */
interface FoundValue {
  readonly source: WordSource;
  readonly element: DicomElement;
  readonly context: ValueContext;
}

/** The words of one file. Never fails: what cannot be read as text says nothing. */
export function collectPatientWords(dataSet: DicomDataSet): PatientWords {
  return mergePatientWords([wordsOf(foundValues(dataSet))]);
}

/** Collects from one file after the other, and passes over values that a file before had too: those of a series agree. */
export class PatientWordCollector {
  readonly #known = new Set<string>();

  /** The words of one file whose values are not those of a file before; null if all are. */
  collectNew(dataSet: DicomDataSet): PatientWords | null {
    const added = foundValues(dataSet).filter((value) => {
      const key = keyOf(value);
      if (this.#known.has(key)) return false;
      this.#known.add(key);
      return true;
    });
    return added.length === 0 ? null : mergePatientWords([wordsOf(added)]);
  }
}

/** Gives files that say the same of their patient, one after the other, the same list. */
export class RepeatedPatientWords {
  #last: { readonly key: string; readonly words: PatientWords } | null = null;

  /** The words of one file, as `collectPatientWords` gives them. */
  of(dataSet: DicomDataSet): PatientWords {
    const found = foundValues(dataSet);
    let key = "";
    for (const value of found) key += keyOf(value);
    if (this.#last?.key !== key)
      this.#last = { key, words: mergePatientWords([wordsOf(found)]) };
    return this.#last.words;
  }
}

/** Two equal keys decode to equal words; none is the beginning of another. */
function keyOf({ source, element, context }: FoundValue): string {
  const { kind, decoder, initialG1, unescaped } = context.characterSet;
  const { valueOffset, valueLength } = element;
  const { buffer, byteOffset } = context.bytes;
  const text = Buffer.from(
    buffer,
    byteOffset + valueOffset,
    valueLength,
  ).toString("latin1");
  return `${source.kind} ${source.form} ${source.shortest} ${kind} ${decoder?.encoding ?? ""} ${initialG1 ?? ""} ${unescaped.join(",")} ${valueLength} ${text}`;
}

function foundValues(dataSet: DicomDataSet): readonly FoundValue[] {
  const context = valueContextOf(dataSet);
  const found: FoundValue[] = [];
  addValues(dataSet.meta, { context }, found);
  addValues(dataSet.elements, { context }, found);
  return found;
}

/** Where elements stand: how their text is read, and the sequence that they are an item of. */
interface Place {
  readonly context: ValueContext;
  readonly sequence?: Tag;
}

function addValues(
  elements: readonly DicomElement[],
  { context, sequence }: Place,
  found: FoundValue[],
): void {
  for (const element of elements) {
    const { tag, vr, items } = element;
    if (items !== undefined) {
      for (const item of items)
        addValues(
          item,
          { context: contextOfItem(item, context), sequence: tag },
          found,
        );
      continue;
    }
    if (element.valueLength === 0) continue;
    const source = wordSourceOf(tag, vr, sequence);
    if (source !== null) found.push({ source, element, context });
  }
}

/** An item may declare a character set of its own (PS3.5 7.5.3). */
function contextOfItem(
  item: readonly DicomElement[],
  context: ValueContext,
): ValueContext {
  const declared = findElement(item, tags.SpecificCharacterSet);
  if (declared === null) return context;
  const characterSet = characterSetOf(asciiTextsOf(declared, context.bytes));
  return { ...context, characterSet };
}

function wordsOf(found: readonly FoundValue[]): PatientWords {
  return found.flatMap(({ source, element, context }) =>
    textReadingsOf(element, context).flatMap((text) =>
      wordsOfText(text, source),
    ),
  );
}

function wordsOfText(text: string, source: WordSource): PatientWords {
  const { kind, form, shortest } = source;
  switch (form) {
    case "name":
      return namesToFind(text).map((part) => partWord(part, kind));
    case "day":
      return text.split("\\").flatMap((value) => {
        const days = storedDays(value).filter((day) => isTelling(day, kind));
        return days.map((day) => ({ text: day, kind }));
      });
    case "whole":
      return text
        .split("\\")
        .map((value) => value.trim().slice(0, longestText))
        .filter(
          (value) => value.length >= shortest && /[\p{L}\p{N}]/u.test(value),
        )
        .map((value) => ({ text: value, kind }));
  }
}

/** Numbers are often written behind the name. */
function partWord(text: string, kind: PatientWord["kind"]): PatientWord {
  return /\d/.test(text) ? { text, kind: "id" } : { text, kind };
}

/** Days that stand for no day at all. */
const placeholderDays = new Set(["19000101", "18000101"]);
/** Where clocks begin. People are born on it: many who do not know their day are given the first of a year. */
const firstOfClocks = "19700101";

function isTelling(day: string, kind: PatientWord["kind"]): boolean {
  if (placeholderDays.has(day)) return false;
  return kind === "birthDate" || day !== firstOfClocks;
}
