// Whether the texts of a case still give the credit that the licences of its public series ask for, and how it is put there.
import {
  richBlocks,
  storedText,
  textOfStored,
  type RichBlock,
} from "../../../shared/richText.ts";
import {
  archiveNotes,
  attributionBlock,
  citedText,
  isUncited,
  standInText,
  type CreditedDataset,
} from "../licence/attribution.ts";

/**
 * Data sets that these texts do not credit as their licences and archives ask: the citation by its DOI (or what stands for it),
 * the licence, a note that changes were made, the publication of the archive and the link to the policy (reference section 11).
 * Wording and formatting are the author's; the facts must be there.
 */
export function uncredited(
  texts: readonly string[],
  datasets: readonly CreditedDataset[],
): readonly CreditedDataset[] {
  const words = flat(texts.map(textOfStored).join("\n"));
  const unnamed = new Set(withoutOwnCredit(words, datasets));
  return datasets.filter(
    (dataset) =>
      unnamed.has(dataset) || missingNotes(words, [dataset]).length > 0,
  );
}

/** Data sets of which the citation, the licence or the note on changes is missing. */
function withoutOwnCredit(
  words: string,
  datasets: readonly CreditedDataset[],
): readonly CreditedDataset[] {
  const cited = datasets.map((dataset) => flat(sourceOf(dataset)));
  const hasNote = saysChanges(words, cited);
  return datasets.filter(
    (dataset) =>
      !hasNote ||
      isCitedLate(words, dataset) ||
      !isNamed(words, flat(sourceOf(dataset))) ||
      !licenceNames(dataset).some((name) => words.includes(name)),
  );
}

/** What is to be said of the archives of these data sets, and is not. */
function missingNotes(
  words: string,
  datasets: readonly CreditedDataset[],
): readonly string[] {
  return archiveNotes(datasets)
    .filter(({ sign }) => !words.includes(flat(sign)))
    .map(({ text }) => text);
}

/**
 * Data sets that these texts name without their citation, which nobody has told yet: it is asked for again, or the author writes
 * it in place of what stands for it.
 */
export function withoutCitation(
  texts: readonly string[],
  datasets: readonly CreditedDataset[],
): readonly CreditedDataset[] {
  const words = flat(texts.map(textOfStored).join("\n"));
  return datasets.filter(
    (dataset) => isUncited(dataset) && hasStandIn(words, dataset),
  );
}

/** True where the citation is known by now, and the texts have only what stood for it. */
function isCitedLate(words: string, dataset: CreditedDataset): boolean {
  const { citation, citedAs } = dataset;
  const title = citedAs === "" ? (citation?.title ?? "") : citedAs;
  return (
    title !== "" && hasStandIn(words, dataset) && !words.includes(flat(title))
  );
}

function hasStandIn(words: string, dataset: CreditedDataset): boolean {
  return words.includes(flat(standInText(dataset)));
}

/** A stored text with the credit at its end; what is credited already is not repeated, and a citation that came late takes its place. */
export function withCredit(
  text: string,
  datasets: readonly CreditedDataset[],
): string {
  const stored = withLateCitations(text, datasets);
  const words = flat(textOfStored(stored));
  const block = attributionBlock(withoutOwnCredit(words, datasets));
  const said = `${words} ${flat(block.join("\n"))}`;
  const credit = [...block, ...missingNotes(said, datasets)].map(
    (text): RichBlock => ({
      kind: "paragraph",
      content: [{ kind: "text", text, marks: [] }],
    }),
  );
  if (credit.length === 0) return stored;
  const before = stored.trim() === "" ? [] : richBlocks(stored);
  return storedText([...before, ...credit]);
}

function withLateCitations(
  stored: string,
  datasets: readonly CreditedDataset[],
): string {
  const words = flat(textOfStored(stored));
  const late = datasets.filter((dataset) => isCitedLate(words, dataset));
  if (late.length === 0) return stored;
  const cited = (text: string) =>
    late.reduce(
      (now, dataset) =>
        now.replace(standInText(dataset), () => citedText(dataset)),
      text,
    );
  return storedText(
    richBlocks(stored).map((block): RichBlock =>
      block.kind === "paragraph"
        ? {
            ...block,
            content: block.content.map((part) =>
              part.kind === "text" ? { ...part, text: cited(part.text) } : part,
            ),
          }
        : block,
    ),
  );
}

/** Characters between a citation and the note that belongs to it: licence, address and a sentence or two. */
const nearby = 600;

/**
 * True where changes are said to have been made, near one of the citations. Reports are full of lesions that changed or did
 * not: only the words that licences ask for count.
 */
function saysChanges(words: string, cited: readonly string[]): boolean {
  const notes = words.matchAll(
    /(?<!\b(?:no|without|any) )\bchanges (?:were |have been |are )?made\b/g,
  );
  return [...notes].some(({ index }) => {
    const around = words.slice(Math.max(0, index - nearby), index + nearby);
    return cited.some((source) => isNamed(around, source));
  });
}

/** True where a source stands for itself: 10.5281/zenodo.12345678 does not name 10.5281/zenodo.1234567. */
function isNamed(words: string, source: string): boolean {
  for (
    let at = words.indexOf(source);
    at !== -1;
    at = words.indexOf(source, at + 1)
  ) {
    const behind = words.slice(at + source.length, at + source.length + 2);
    if (!/^(?:[\p{L}\p{N}]|[-._/:;()][\p{L}\p{N}])/u.test(behind)) return true;
  }
  return false;
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().toLowerCase();
}

function sourceOf({
  doi,
  descriptionUri,
  collection,
}: CreditedDataset): string {
  return doi ?? (descriptionUri === "" ? collection : descriptionUri);
}

/** Any of these names the licence: its name, its address, or the short form people write. */
function licenceNames({ licence }: CreditedDataset): readonly string[] {
  const deed = /licenses\/([a-z-]+)\/(\d\.\d)/i.exec(licence.uri);
  const short = deed === null ? "" : `cc ${deed[1] ?? ""} ${deed[2] ?? ""}`;
  return [licence.name, licence.uri.replace(/\/$/, ""), short]
    .map(flat)
    .filter((name) => name !== "");
}
