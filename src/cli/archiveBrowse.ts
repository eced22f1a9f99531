// `casedrop archive collections|patients|studies|series|search|manifest`: looks around in public data.
import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  readSeriesList,
  writeManifest,
  writeSeriesTable,
} from "../core/archive/lists/seriesList.ts";
import { isListedAsHead } from "../core/grouping/faces.ts";
import type { ArchiveCaller } from "../core/archive/call/archiveCaller.ts";
import { createIdcArchive } from "../core/archive/idcArchive.ts";
import { createNbiaArchive } from "../core/archive/nbiaArchive.ts";
import { unknownOf } from "../core/archive/seriesByUID.ts";
import type { ImageArchive } from "../core/ports/imageArchive.ts";
import type { ArchiveFailure, ArchiveSeries } from "../shared/archive.ts";
import { readFailure, writeFailure } from "../shared/diskErrors.ts";
import { formatBytes } from "../shared/messages/quantities.ts";
import { failed, success, type Result } from "../shared/result.ts";
import {
  addArchiveOptions,
  print,
  toldOn,
  withArchive,
  type ArchiveArguments,
} from "./archiveSetup.ts";
import {
  derivedSeriesNote,
  unaskedSentence,
} from "../shared/messages/publicArchiveWords.ts";
import type { CliEnvironment } from "./environment.ts";
import { printable } from "./printable.ts";

interface BrowseArguments extends ArchiveArguments {
  readonly collection?: string;
  readonly patient?: string;
  readonly study?: string;
  readonly modality?: string;
  readonly bodyPart?: string;
  readonly manufacturer?: string;
  readonly offset?: string;
  readonly size?: string;
  readonly text?: string;
  readonly cart?: string;
  readonly since?: string;
  readonly write?: string;
}

type Look<T> = (
  archive: ImageArchive,
  signal: AbortSignal,
  caller: ArchiveCaller,
) => Promise<Result<T, ArchiveFailure>>;

/** Looks and prints. */
async function show<T>(
  given: ArchiveArguments,
  environment: CliEnvironment,
  look: Look<T>,
  lines: (value: T) => readonly string[],
): Promise<void> {
  await withArchive(given, environment, async ({ caller, signal }) => {
    const found = await look(createNbiaArchive(caller), signal, caller);
    if (!found.ok) return found.failure;
    print(environment, given, found.value, lines(found.value));
    return null;
  });
}

/** A head by CT or MR, of which no face may be made. */
export function isHead(each: ArchiveSeries): boolean {
  return isListedAsHead(each.modality, [each.bodyPart, each.description]);
}

export function seriesLine(each: ArchiveSeries): string {
  const count = each.imageCount === null ? "?" : String(each.imageCount);
  return [
    each.seriesInstanceUID,
    each.collection,
    each.patientId,
    each.modality,
    `${count} images`,
    ...(each.sizeBytes === null ? [] : [formatBytes(each.sizeBytes)]),
    each.description,
    each.licence.name || each.licence.uri || unnamedLicence(each),
    ...(each.doi === null ? [] : [`doi ${each.doi}`]),
    ...(each.isThirdParty ? [derivedSeriesNote] : []),
    ...(isHead(each) ? ["head: make no surface of it"] : []),
  ].join("  ");
}

/** Imaging Data Commons names licences series by series only: they are asked for before anything is fetched. */
function unnamedLicence({ source }: ArchiveSeries): string {
  return source === "idc"
    ? "licence asked for before it is fetched"
    : "no licence named";
}

const defined = (value: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  );

/** Reads a file of series. */
export async function readListFile(
  path: string,
): Promise<Result<readonly string[], ArchiveFailure>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    return failed(readFailure(error));
  }
  const list = readSeriesList(text);
  return list.ok ? success(list.value.seriesInstanceUIDs) : list;
}

async function writeList(
  path: string,
  series: readonly ArchiveSeries[],
): Promise<ArchiveFailure | null> {
  const uids = series.map(({ seriesInstanceUID }) => seriesInstanceUID);
  try {
    await writeFile(
      path,
      path.endsWith(".csv")
        ? writeSeriesTable(series)
        : writeManifest(uids, "manifest-casedrop.tcia"),
    );
    return null;
  } catch (error) {
    return writeFailure(error);
  }
}

/** Adds the commands. */
export function registerArchiveBrowse(
  archive: Command,
  environment: CliEnvironment,
): void {
  const command = (name: string, description: string) =>
    addArchiveOptions(archive.command(name).description(description));
  command(
    "collections",
    "list collections with the number of their subjects",
  ).action((given: BrowseArguments) =>
    show(
      given,
      environment,
      (source, signal, caller) =>
        (given.source === "idc"
          ? createIdcArchive(caller, toldOn(environment))
          : source
        ).collections(signal),
      (all) =>
        all.map(({ name, subjects }) => `${name}  ${String(subjects ?? "?")}`),
    ),
  );
  command("filters", "list the values that series can be narrowed down by")
    .option("--collection <name>")
    .action((given: BrowseArguments) =>
      show(
        given,
        environment,
        (source, signal) => source.filters(given.collection ?? null, signal),
        (all) =>
          Object.entries(all).flatMap(([name, values]) =>
            (values as readonly { readonly value: string }[]).map(
              ({ value }) => `${name}  ${value}`,
            ),
          ),
      ),
    );
  command("patients", "list the subjects of a collection")
    .requiredOption("--collection <name>")
    .option("--modality <modality>")
    .action((given: BrowseArguments & { readonly collection: string }) =>
      show(
        given,
        environment,
        (source, signal) =>
          source.patients(
            {
              collection: given.collection,
              ...(given.modality !== undefined && { modality: given.modality }),
            },
            signal,
          ),
        (all) => all.map(({ patientId, sex }) => `${patientId}  ${sex}`),
      ),
    );
  command("studies", "list the studies of a subject")
    .requiredOption("--collection <name>")
    .requiredOption("--patient <id>")
    .action(
      (
        given: BrowseArguments & {
          readonly collection: string;
          readonly patient: string;
        },
      ) =>
        show(
          given,
          environment,
          (source, signal) =>
            source.studies(
              { collection: given.collection, patientId: given.patient },
              signal,
            ),
          (all) =>
            all.map(
              ({ studyInstanceUID, description }) =>
                `${studyInstanceUID}  ${description}`,
            ),
        ),
    );
  command("series", "list series with size, licence and DOI")
    .option("--collection <name>")
    .option("--patient <id>")
    .option("--study <uid>")
    .option("--modality <modality>")
    .option("--body-part <name>")
    .option("--manufacturer <name>")
    .option("--cart <name>", "series of a shared cart")
    .option(
      "--since <day>",
      "series released on this day (YYYY-MM-DD) or later",
    )
    .option("--write <file>", "save the list as .tcia or .csv")
    .action((given: BrowseArguments) =>
      withArchive(given, environment, async ({ caller, signal }) => {
        const source = createNbiaArchive(caller);
        const found =
          given.cart !== undefined
            ? await source.sharedCart(given.cart, signal)
            : given.since !== undefined
              ? await source.updatedSince(given.since, signal)
              : await (
                  given.source === "idc"
                    ? createIdcArchive(caller, toldOn(environment))
                    : source
                ).series(
                  defined({
                    collection: given.collection,
                    patientId: given.patient,
                    studyInstanceUID: given.study,
                    modality: given.modality,
                    bodyPart: given.bodyPart,
                    manufacturer: given.manufacturer,
                  }),
                  signal,
                );
        if (!found.ok) return found.failure;
        print(
          environment,
          given,
          { series: found.value },
          found.value.map(seriesLine),
        );
        return given.write === undefined
          ? null
          : writeList(given.write, found.value);
      }),
    );
  command("search", "search subjects, by criteria or by words of the headers")
    .option("--text <words>")
    .option("--collection <name>")
    .option("--modality <modality>")
    .option("--body-part <name>")
    .option("--offset <n>", "subjects to skip", "0")
    .option("--size <n>", "subjects to list", "10")
    .action((given: BrowseArguments) => {
      const { text } = given;
      const one = (value: string | undefined) =>
        value === undefined ? [] : [value];
      return text !== undefined
        ? show(
            given,
            environment,
            (source, signal) => source.textSearch(text, signal),
            (all) =>
              all.map(({ patientId, excerpt }) => `${patientId}  ${excerpt}`),
          )
        : show(
            given,
            environment,
            (source, signal) =>
              source.search(
                {
                  collections: one(given.collection),
                  modalities: one(given.modality),
                  bodyParts: one(given.bodyPart),
                  offset: Number(given.offset),
                  size: Number(given.size),
                },
                signal,
              ),
            ({ hits }) =>
              hits.map(
                ({ patientId, collection }) => `${patientId}  ${collection}`,
              ),
          );
    });
  command("manifest", "look up the series of a .tcia manifest or a CSV list")
    .argument("<file>")
    .option("--write <file>", "save them as .tcia or .csv")
    .action((path: string, given: BrowseArguments) =>
      withArchive(given, environment, async ({ caller, signal }) => {
        const list = await readListFile(path);
        if (!list.ok) return list.failure;
        const found = await createNbiaArchive(caller).seriesByUID(
          list.value,
          signal,
        );
        if (!found.ok) return found.failure;
        const { series, unasked } = found.value;
        const unknown = unknownOf(list.value, found.value);
        const notAsked = unasked?.seriesInstanceUIDs ?? [];
        const answer = {
          series,
          notFound: [...unknown, ...notAsked],
          notAsked,
          unasked: unasked?.failure ?? null,
        };
        if (unasked !== null)
          environment.stderr.write(`${printable(unaskedSentence(unasked))}\n`);
        print(environment, given, answer, [
          ...series.map(seriesLine),
          ...unknown.map((each) => `${each}  not in the archive`),
          ...notAsked.map(
            (each) => `${each}  not found, not all servers were asked`,
          ),
        ]);
        const written =
          given.write === undefined
            ? null
            : await writeList(given.write, series);
        return written ?? (unasked === null ? null : "someFailed");
      }),
    );
}
