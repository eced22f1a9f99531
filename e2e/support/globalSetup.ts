// Before all end-to-end tests: builds what changed and finds the Electron to test in, saying which one it is.
import { ensureBuilt } from "../../scripts/build.mjs";
import { resolveElectron } from "../../scripts/electronRuntime.mjs";
import { electronPathVariable } from "./launchApp.ts";

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function prepare(): Promise<void> {
  await ensureBuilt({ log });
  const { executablePath } = await resolveElectron({ log });
  process.env[electronPathVariable] = executablePath;
}

// Playwright takes the default export.
export default prepare;
