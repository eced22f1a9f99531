// Made-up patients of the detector's benchmark: what their headers say, and what scanners print of it.
import type { WordToFind } from "../../src/core/ports/textDetector.ts";
import { oneOf, type Dice } from "./anatomy.ts";

/** What one patient's headers say. */
export interface Person {
  readonly words: readonly WordToFind[];
  /** A printed line that tells who the patient is. */
  patientLine(dice: Dice): string;
}

const surnames =
  "Mueller,Okafor,Lindqvist,Fernandez,Tanaka,Kowalski,O'Brien,Haddad,Petrov,Nakamura,Smith,Jones,Garcia,Nguyen,Rossi,Dubois,Schwarzenberger,Lee,Kim,Abdi,Van der Berg,Bjornstad,Castellanos,Whitfield,Zhao".split(
    ",",
  );
const givenNames =
  "Anna,Robert,Ingrid,Carlos,Yuki,Pawel,Siobhan,Layla,Dmitri,Mary,John,Thu,Giulia,Emile,Franz,Grace,Amina,Pieter,Sofia,George,Wei,Margaret,Elizabeth,Tom".split(
    ",",
  );
const places = [
  "St Mary Hospital",
  "City General",
  "University Clinic North",
  "Lakeside Imaging",
  "Queen Victoria Infirmary",
];
const months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec".split(",");

export function madeUpPerson(dice: Dice): Person {
  const surname = oneOf(dice, surnames);
  const given = oneOf(dice, givenNames);
  const id = digits(dice, 6 + Math.floor(dice() * 4));
  const birth = date(dice, 1930, 80);
  const exam = date(dice, 2008, 15);
  const accession = `${oneOf(dice, ["A", "RX", ""])}${digits(dice, 8)}`;
  const place = oneOf(dice, places);
  const physician = oneOf(dice, surnames);
  const isCapital = dice() < 0.5;
  const name = (text: string) => (isCapital ? text.toUpperCase() : text);
  return {
    words: [
      { kind: "name", text: `${surname}^${given}` },
      { kind: "id", text: id },
      { kind: "birthDate", text: dicomDate(birth) },
      { kind: "date", text: dicomDate(exam) },
      { kind: "accession", text: accession },
      { kind: "institution", text: place },
      { kind: "physician", text: `${physician}^${oneOf(dice, givenNames)}` },
    ],
    patientLine: (lineDice) =>
      oneOf(lineDice, [
        () => name(`${surname}, ${given}`),
        () => name(`${surname} ${given}`),
        () => name(`${given} ${surname}`),
        () => name(`${surname}^${given}`),
        () => name(`Name: ${surname}, ${given}`),
        () => `ID: ${id}`,
        () => id,
        () => `MRN ${id}`,
        () => `DOB ${printedDate(lineDice, birth)}`,
        () => printedDate(lineDice, birth),
        () => `Acc ${accession}`,
        () => name(place),
        () => `Dr. ${physician}`,
      ])(),
  };
}

/** A line about the technique, which says nothing of the patient. */
export function technicalLine(dice: Dice): string {
  const number = (high: number) => Math.floor(dice() * high);
  return oneOf(dice, [
    () => `kV ${80 + number(60)}`,
    () => `${100 + number(300)} mAs`,
    () => `MI 0.${number(9)} TIs 0.${number(9)}`,
    () => `Gain ${number(90)} dB`,
    () => `W ${100 + number(900)} L ${number(90)}`,
    () => `THK ${1 + number(5)}.0 mm`,
    () => `Im ${number(90)}/${100 + number(90)}`,
    () => "PORTABLE",
    () => "SUPINE AP",
    () => `DFOV ${20 + number(20)}.0 cm`,
    () => `FR ${20 + number(40)} Hz`,
    () => "Axial 5.0 STANDARD",
    () => `Dist ${number(9)}.${number(90)} cm`,
    () => "ABDOMEN C5-1",
  ])();
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function date(dice: Dice, from: number, years: number): Day {
  return {
    year: from + Math.floor(dice() * years),
    month: 1 + Math.floor(dice() * 12),
    day: 1 + Math.floor(dice() * 28),
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dicomDate({ year, month, day }: Day): string {
  return `${year}${two(month)}${two(day)}`;
}

function printedDate(dice: Dice, { year, month, day }: Day): string {
  const [m, d] = [two(month), two(day)];
  const name = months[month - 1] ?? "";
  return oneOf(dice, [
    `${d}/${m}/${year}`,
    `${m}/${d}/${year}`,
    `${d}.${m}.${year}`,
    `${year}-${m}-${d}`,
    `${d} ${name} ${year}`,
    `${d}-${name.toUpperCase()}-${year}`,
    `${name} ${d}, ${year}`,
    `${year}${m}${d}`,
  ]);
}

function digits(dice: Dice, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    String(index === 0 ? 1 + Math.floor(dice() * 9) : Math.floor(dice() * 10)),
  ).join("");
}
