// The fallback runtime's default app: makes `electron path/to/app` work there as it does with Electron's own one.
import { app } from "electron";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const argument = process.argv.slice(1).find((each) => !each.startsWith("-"));
const appPath = resolve(argument ?? ".");
const manifest = JSON.parse(
  readFileSync(join(appPath, "package.json"), "utf8"),
);

app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(appPath);

// Electron holds `ready` back until this module is done, so the app may still set up what must come before it.
await import(pathToFileURL(join(appPath, manifest.main)).href);
