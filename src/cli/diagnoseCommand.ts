// `casedrop diagnose`: looks at each hop of the way to the service and says in words what is wrong.
import { InvalidArgumentError, type Command } from "commander";
import { createConnectionProbe } from "../adapters/network/connectionProbe.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { defaultSettings, oauthSettingsOf } from "../core/account/settings.ts";
import { runDiagnostics } from "../core/network/diagnostics.ts";
import {
  diagnosticRowText,
  diagnosticsDocument,
} from "../shared/messages/diagnosticWords.ts";
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
      .option("--json", "print one JSON document instead of text", false),
  ).action((given: DiagnoseArguments) => diagnose(given, environment));
}

async function diagnose(
  given: DiagnoseArguments,
  environment: CliEnvironment,
): Promise<void> {
  const network = await openNetwork(given, environment, "name");
  if (!network.ok) {
    environment.stderr.write(`${network.failure}\n`);
    environment.exit(exitStatus.wrongUse, wrongUseRefusal(network.failure));
    return;
  }
  const { http, connector, userAgent } = network.value;
  const { tokenUrl } = oauthSettingsOf(given.origin, defaultSettings.contract);
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
        siteUrl: currentUserUrl(given.origin),
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
