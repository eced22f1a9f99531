// `casedrop diagnose`: looks at each hop of the way to the service and says in words what is wrong.
import { InvalidArgumentError, type Command } from "commander";
import { createConnectionProbe } from "../adapters/network/connectionProbe.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { oauthSettingsOf } from "../core/account/settings.ts";
import { runDiagnostics } from "../core/network/diagnostics.ts";
import {
  diagnosticRowText,
  diagnosticsDocument,
} from "../shared/messages/diagnosticWords.ts";
import { success } from "../shared/result.ts";
import { readContractFile } from "./contractFile.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { wrongUseRefusal } from "./jsonRefusal.ts";
import {
  addNetworkOptions,
  currentUserUrl,
  openNetwork,
  type NetworkArguments,
} from "./network.ts";

interface DiagnoseArguments extends NetworkArguments {
  readonly origin: string;
  readonly storage?: string;
  readonly settings?: string;
  readonly json: boolean;
}

function readHttpOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:")
    return url.origin;
  throw new InvalidArgumentError("Give an https address.");
}

/** Adds the `diagnose` command. Exit status 0 if every hop that was looked at works, 1 if one does not, 2 for a bad option. */
export function registerDiagnoseCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  addNetworkOptions(
    program
      .command("diagnose")
      .description(
        "test each hop of the network between this computer and the service; sends no tokens",
      )
      .option(
        "--origin <url>",
        "address of the service",
        readHttpOrigin,
        "https://radiopaedia.org",
      )
      .option(
        "--storage <url>",
        "address of the image storage, which the site names with an upload",
        readHttpOrigin,
      )
      .option(
        "--settings <file>",
        "the settings file of `casedrop upload`, where the site has other paths",
      )
      .option("--json", "print one JSON document instead of text", false),
  ).action((given: DiagnoseArguments) => diagnose(given, environment));
}

async function open(given: DiagnoseArguments, environment: CliEnvironment) {
  const contract = await readContractFile(given.settings);
  if (!contract.ok) return contract;
  const network = await openNetwork(given, environment, "name");
  return network.ok
    ? success({ contract: contract.value, network: network.value })
    : network;
}

async function diagnose(
  given: DiagnoseArguments,
  environment: CliEnvironment,
): Promise<void> {
  const opened = await open(given, environment);
  if (!opened.ok) {
    environment.stderr.write(`${opened.failure}\n`);
    environment.exit(exitStatus.wrongUse, wrongUseRefusal(opened.failure));
    return;
  }
  const { contract, network } = opened.value;
  const { http, connector, userAgent } = network;
  const { tokenUrl } = oauthSettingsOf(given.origin, contract);
  try {
    const rows = await runDiagnostics(
      {
        http,
        probe: createConnectionProbe(connector),
        hasSystemStack: false,
        clock: systemClock,
        userAgent,
      },
      {
        siteUrl: currentUserUrl(given.origin, contract),
        tokenUrl: new URL(tokenUrl),
        storageUrl: given.storage === undefined ? null : new URL(given.storage),
        pacUrl: null,
        // Commands go by their environment, which has no scripts.
        isRoutedBySystem: false,
      },
      () => undefined,
      environment.signal,
    );
    const about = {
      appVersion: environment.appVersion,
      platform: process.platform,
      atMs: systemClock.nowMs(),
    };
    environment.stdout.write(
      given.json
        ? `${JSON.stringify(diagnosticsDocument(rows, about), null, 2)}\n`
        : `${rows.map(diagnosticRowText).join("\n")}\n`,
    );
    const isWorking = rows.every(
      ({ state }) => state !== "failed" && state !== "waiting",
    );
    environment.exit(isWorking ? exitStatus.done : exitStatus.someFailed);
  } finally {
    await http.close();
  }
}
