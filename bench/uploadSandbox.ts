// The sandbox in a process of its own; prints its address and a token. For bench/upload.bench.mjs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox } from "../src/sandbox/startSandbox.ts";

const [dataDir = ""] = process.argv.slice(2);
const credentialsFile = join(dataDir, "credentials.json");
const started = await startSandbox({ dataDir, credentialsFile });
if (!started.ok) throw new Error(started.failure.kind);
const credentials: unknown = JSON.parse(readFileSync(credentialsFile, "utf8"));
process.stdout.write(
  `${JSON.stringify({ origin: started.value.origin, credentials })}\n`,
);
