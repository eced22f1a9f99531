// What every archive command needs: the way out, the pace, the key or sign-in of the environment, and where the service is.
import { homedir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { ArchiveWarnings } from "../core/archive/archiveWarnings.ts";
import {
  createArchiveCaller,
  type ArchiveCaller,
  type ArchiveCallerDeps,
} from "../core/archive/call/archiveCaller.ts";
import {
  gentleManners,
  placesAt,
  type ArchiveSettings,
} from "../core/archive/call/archiveSettings.ts";
import { guestLogin, NbiaTokens } from "../core/archive/call/archiveTokens.ts";
import type { ArchiveFailure } from "../shared/archive.ts";
import {
  contactAddressHint,
  contactAddressIn,
} from "../shared/contactAddress.ts";
import { archiveFailureWords } from "../shared/messages/archiveWords.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { wrongUseRefusal } from "./jsonRefusal.ts";
import {
  addNetworkOptions,
  openNetwork,
  type NetworkArguments,
} from "./network.ts";
import { printable } from "./printable.ts";

export interface ArchiveArguments extends NetworkArguments {
  readonly baseUrl?: string;
  readonly apiKeyIn: "query" | "header";
  readonly source: "nbia" | "idc";
  readonly gentle: boolean;
  readonly json: boolean;
}

/** What a command works with. */
export interface ArchiveSession {
  readonly caller: ArchiveCaller;
  readonly settings: ArchiveSettings;
  readonly signal: AbortSignal;
}

function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return url.href;
  throw new InvalidArgumentError("Give an http or https address.");
}

function readKeyPlace(text: string): "query" | "header" {
  if (text === "query" || text === "header") return text;
  throw new InvalidArgumentError("The key goes in the query or in the header.");
}

function readContact(text: string): string {
  const address = contactAddressIn(text);
  if (address === null) throw new InvalidArgumentError(contactAddressHint);
  return address;
}

/** Adds the options that all archive commands share. */
export function addArchiveOptions(command: Command): Command {
  return addNetworkOptions(command)
    .option(
      "--base-url <url>",
      "address of another server that speaks the same interface",
      readBaseUrl,
    )
    .option(
      "--api-key-in <place>",
      "where the key of the retired interface goes: query or header",
      readKeyPlace,
      "query",
    )
    .addOption(
      new Option("--source <name>", "nbia, or idc for Imaging Data Commons")
        .choices(["nbia", "idc"])
        .default("nbia"),
    )
    .option(
      "--contact <address>",
      "where the archive can ask about these requests, an https:// page or an e-mail address; else CASEDROP_CONTACT, else nothing is sent",
      readContact,
    )
    .option(
      "--gentle",
      "for an archive that is short of breath: one request every two seconds, one series at a time",
      false,
    )
    .option("--json", "print one JSON document instead of text", false);
}

/** Folder for what is fetched and for the queue. */
export const defaultArchiveFolder = join(homedir(), ".casedrop-archive");

function settingsOf(
  given: ArchiveArguments,
  environment: CliEnvironment,
  userAgent: string,
): ArchiveSettings {
  const { variables } = environment;
  const key = variables["CASEDROP_TCIA_API_KEY"] ?? "";
  return {
    ...placesAt(given.baseUrl ?? null),
    ...(given.gentle && { manners: gentleManners }),
    apiKey: key === "" ? null : { key, place: given.apiKeyIn },
    userAgent: () => userAgent,
  };
}

/** Runs a command with a session; a failure is said on standard error and ends with 1, or 2 for wrong use. */
export async function withArchive(
  given: ArchiveArguments,
  environment: CliEnvironment,
  work: (
    session: ArchiveSession,
  ) => Promise<ArchiveFailure | "someFailed" | null>,
): Promise<void> {
  const network = await openNetwork(given, environment, "nameAndContact");
  if (!network.ok) {
    environment.stderr.write(`${network.failure}\n`);
    environment.exit(exitStatus.wrongUse, wrongUseRefusal(network.failure));
    return;
  }
  const { http, userAgent } = network.value;
  const settings = settingsOf(given, environment, userAgent);
  const shared: Omit<ArchiveCallerDeps, "tokens"> = {
    http,
    clock: systemClock,
    random: systemRandom,
    settings,
  };
  const { variables, signal } = environment;
  const username = variables["CASEDROP_NBIA_USERNAME"] ?? "";
  const login =
    username === ""
      ? guestLogin
      : { username, password: variables["CASEDROP_NBIA_PASSWORD"] ?? "" };
  const tokens = new NbiaTokens(
    createArchiveCaller({ ...shared, tokens: null }),
    systemClock,
    login,
  );
  const caller = createArchiveCaller({ ...shared, tokens });
  try {
    const failure = await work({ caller, settings, signal });
    await tokens.logout(signal);
    if (failure === null) environment.exit(exitStatus.done);
    else if (failure === "someFailed") environment.exit(exitStatus.someFailed);
    else reportFailure(failure, environment);
  } finally {
    await http.close();
  }
}

const wrongUse: readonly ArchiveFailure["kind"][] = [
  "unknownEndpoint",
  "unknownParameter",
  "missingParameter",
  "badParameter",
  "notOffered",
  "apiKeyNeeded",
];

/** Says a failure and sets the exit status. */
export function reportFailure(
  failure: ArchiveFailure,
  environment: CliEnvironment,
): void {
  const { title, why, whatNext } = archiveFailureWords(failure);
  environment.stderr.write(`${printable(`${title}. ${why} ${whatNext}`)}\n`);
  environment.exit(
    wrongUse.includes(failure.kind)
      ? exitStatus.wrongUse
      : exitStatus.someFailed,
    {
      code: failure.kind,
      message: printable(`${title}. ${why}`),
      nextStep: printable(whatNext),
    },
  );
}

/** What an archive remarks beside its answers goes to standard error, each once. */
export function toldOn(environment: CliEnvironment): ArchiveWarnings {
  const told = new Set<string>();
  const warnings: ArchiveWarnings = new ArchiveWarnings(() => {
    for (const warning of warnings.latest)
      if (!told.has(warning)) {
        told.add(warning);
        environment.stderr.write(
          `The archive remarks: ${printable(warning)}\n`,
        );
      }
  });
  return warnings;
}

/** Prints a value: as JSON, or as lines. */
export function print(
  environment: CliEnvironment,
  given: { readonly json: boolean },
  value: unknown,
  lines: readonly string[],
): void {
  environment.stdout.write(
    given.json
      ? `${JSON.stringify(value, null, 2)}\n`
      : lines.map((line) => `${printable(line)}\n`).join(""),
  );
}
