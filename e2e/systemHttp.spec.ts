// The contract of the HTTP port, held by Electron's network code in a real Electron.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import {
  httpContract,
  largeBody,
} from "../src/testing/contract/httpContract.ts";
import { electronPathVariable, isRootOnLinux } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

test("Electron's network code keeps what the HTTP port promises", async ({
  profilePath,
}) => {
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["electron"], target: "node" },
    build: {
      ssr: join(import.meta.dirname, "support/systemHttpMain.ts"),
      outDir: profilePath,
      emptyOutDir: false,
      target: "node20",
      rolldownOptions: {
        external: ["electron"],
        output: { format: "es", entryFileNames: "main.mjs" },
      },
    },
  });
  // Electron starts a folder that says what it is.
  await writeFile(
    join(profilePath, "package.json"),
    JSON.stringify({ name: "contract", version: "1.0.0", main: "main.mjs" }),
  );
  const outcomes = join(profilePath, "outcomes.json");
  await promisify(execFile)(
    process.env[electronPathVariable] ?? "",
    [
      ...(isRootOnLinux ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(profilePath, "user-data")}`,
      profilePath,
      outcomes,
    ],
    { timeout: 60_000 },
  );
  expect(JSON.parse(await readFile(outcomes, "utf8"))).toEqual(
    Object.fromEntries(
      [...httpContract, largeBody.refused].map(({ name }) => [name, "kept"]),
    ),
  );
});
