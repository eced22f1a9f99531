// Collects the words of one file that tell who its patient is: at every depth, in every script, private groups included.
import { characterSetOf } from "../dicom/characterSets.ts";
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import {
  asciiTextsOf,
  decodedTextOf,
  findElement,
  valueContextOf,
  type ValueContext,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { nameParts } from "./nameParts.ts";
import {
  mergePatientWords,
  type PatientWord,
  type PatientWords,
} from "./patientWords.ts";
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

/** Two equal keys decode to equal words. */
function keyOf({ source, element, context }: FoundValue): string {
  const { kind, decoder, initialG1 } = context.characterSet;
  const { valueOffset, valueLength } = element;
  const { buffer, byteOffset } = context.bytes;
  const text = Buffer.from(
    buffer,
    byteOffset + valueOffset,
    valueLength,
  ).toString("latin1");
  return `${source.kind} ${kind} ${decoder?.encoding ?? ""} ${initialG1 ?? ""} ${text}`;
}

function foundValues(dataSet: DicomDataSet): readonly FoundValue[] {
  const context = valueContextOf(dataSet);
  const found: FoundValue[] = [];
  addValues(dataSet.meta, context, found);
  addValues(dataSet.elements, context, found);
  return found;
}

function addValues(
  elements: readonly DicomElement[],
  context: ValueContext,
  found: FoundValue[],
): void {
  for (const element of elements) {
    if (element.items !== undefined) {
      for (const item of element.items)
        addValues(item, contextOfItem(item, context), found);
      continue;
    }
    if (element.valueLength === 0) continue;
    const source = wordSourceOf(element.tag, element.vr);
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
    wordsOfText(decodedTextOf(element, context).text, source),
  );
}

function wordsOfText(text: string, source: WordSource): PatientWords {
  const { kind, form, shortest } = source;
  switch (form) {
    case "name":
      return nameParts(text).map((part) => partWord(part, kind));
    case "day":
      return text.split("\\").flatMap((value) => {
        const day = value.trim().slice(0, 8).replace(/\D/g, "");
        return isTellingDay(day) ? [{ text: day, kind }] : [];
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
const placeholderDays = new Set(["19000101", "19700101", "18000101"]);

function isTellingDay(day: string): boolean {
  return /^(1[89]|20)\d{6}$/.test(day) && !placeholderDays.has(day);
}
