// A main process of its own: runs the contract of the HTTP port on Electron's network code, and writes what came of each case to a file.
import { writeFile } from "node:fs/promises";
import { app } from "electron";
import { createElectronHttp } from "../../src/adapters/electron/electronHttp.ts";
import { openSystemNetwork } from "../../src/adapters/electron/systemNetwork.ts";
import {
  httpContract,
  largeBody,
} from "../../src/testing/contract/httpContract.ts";

async function runCases(): Promise<Record<string, string>> {
  const network = await openSystemNetwork({ kind: "none" });
  const http = createElectronHttp({ network, credentialsFor: () => null });
  const outcomes: Record<string, string> = {};
  for (const { name, run } of [...httpContract, largeBody.refused])
    outcomes[name] = await run(http).then(
      () => "kept",
      (error: unknown) => String(error),
    );
  return outcomes;
}

void app
  .whenReady()
  .then(runCases)
  .then((outcomes) =>
    writeFile(process.argv.at(-1) ?? "", JSON.stringify(outcomes)),
  )
  .finally(() => {
    app.exit();
  });
