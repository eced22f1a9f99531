// The smaller answers of NBIA: counts, descriptions, tags, hits of searches (reference section 6).
import { z } from "zod";
import type {
  ArchiveTag,
  CollectionDescription,
  DatasetCitation,
  FilterValue,
  SearchHit,
  SearchPage,
  TextHit,
} from "../../../shared/archive.ts";
import { normalisedDoi } from "../licence/doi.ts";
import { RowFields } from "./fields.ts";
import { plainText } from "./markup.ts";
import type { Row } from "./tableRows.ts";

/** `{"criteria":"CHEST","count":"298"}`: the count is text. */
export function readCount(row: Row): FilterValue | null {
  const fields = new RowFields(row);
  const value = fields.text("criteria", "value");
  return value === "" ? null : { value, count: fields.number("count") };
}

/** A value list without counts: one property, whatever its name and case. */
export function readPlainValue(row: Row): FilterValue | null {
  const value = Object.values(row).find(
    (each) => typeof each === "string" && each !== "",
  );
  return typeof value === "string" ? { value, count: null } : null;
}

export function readDescription(row: Row): CollectionDescription | null {
  const fields = new RowFields(row);
  const name = fields.text("collectionName");
  if (name === "") return null;
  return {
    name,
    text: plainText(fields.text("description")),
    uri: fields.text("descriptionURI"),
  };
}

/** `{"element":"(0008,0060)","name":"Modality","data":"CT"}`; `>` in front for each level of nesting. */
export function readTag(row: Row): ArchiveTag | null {
  const fields = new RowFields(row);
  const written = fields.text("element");
  const element = /\([\dA-F]{4},[\dA-F]{4}\)/i.exec(written)?.[0];
  if (element === undefined) return null;
  return {
    element: element.toUpperCase(),
    name: fields.text("name").replace(/^>+\s*/, ""),
    value: fields.text("data"),
    depth: /^>*/.exec(written)?.[0].length ?? 0,
  };
}

const listSchema = z.array(z.record(z.string(), z.unknown())).catch([]);

/** One object, though the documentation shows a list of series. */
export function readSearchPage(row: Row, offset: number): SearchPage {
  const rows = listSchema.parse(row["resultSet"] ?? []);
  const hits = rows.map(readSearchHit);
  const total = new RowFields(row).number("totalPatients");
  return { hits, offset, total: total ?? offset + hits.length };
}

function readSearchHit(row: Row): SearchHit {
  const fields = new RowFields(row);
  return {
    patientId: fields.text("subjectId"),
    collection: fields.text("project"),
    modalities: fields.texts("modalities"),
    bodyParts: fields.texts("bodyParts"),
    studies: fields.number("totalNumberOfStudies") ?? 0,
    series: fields.number("totalNumberOfSeries") ?? 0,
  };
}

export function readTextHit(row: Row): TextHit | null {
  const fields = new RowFields(row);
  const patientId = fields.text("subjectId");
  if (patientId === "") return null;
  return {
    patientId,
    collection: fields.text("project"),
    excerpt: plainText(fields.text("hit")).slice(0, 500),
    studies: fields.number("totalNumberOfStudies") ?? 0,
    series: fields.number("totalNumberOfSeries") ?? 0,
  };
}

const creatorSchema = z.looseObject({
  name: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
});

const dataciteSchema = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      doi: z.string().optional(),
      titles: z.array(z.looseObject({ title: z.string() })).catch([]),
      creators: z.array(creatorSchema).catch([]),
      publicationYear: z.union([z.number(), z.string()]).nullish(),
      publisher: z
        .union([z.string(), z.looseObject({ name: z.string() })])
        .nullish(),
    }),
  }),
});

/** A citation from DataCite; null if the answer names no title. */
export function readCitation(
  value: unknown,
  doi: string,
): DatasetCitation | null {
  const parsed = dataciteSchema.safeParse(value);
  if (!parsed.success) return null;
  const { attributes } = parsed.data.data;
  const title = attributes.titles[0]?.title;
  if (title === undefined) return null;
  const { publisher, publicationYear } = attributes;
  return {
    doi: normalisedDoi(attributes.doi ?? "") ?? doi,
    title: plainText(title),
    creators: attributes.creators.flatMap(creatorName),
    year: publicationYear == null ? "" : String(publicationYear),
    publisher:
      typeof publisher === "string" ? publisher : (publisher?.name ?? ""),
  };
}

function creatorName(
  creator: z.infer<typeof creatorSchema>,
): readonly string[] {
  const { familyName, givenName, name } = creator;
  if (familyName === undefined) return name === undefined ? [] : [name];
  return [givenName === undefined ? familyName : `${familyName}, ${givenName}`];
}
