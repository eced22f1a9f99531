// `npm run contract -- URL`: holds the sandbox and the service at an address against the contract that Casedrop relies on.
import { spawnSync } from "node:child_process";

const [url] = process.argv.slice(2);
if (url !== undefined && !URL.canParse(url)) {
  process.stderr.write("Usage: npm run contract -- URL\n");
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "contract",
    "src/testing/contract",
  ],
  {
    stdio: "inherit",
    env: { ...process.env, ...(url && { CASEDROP_CONTRACT_URL: url }) },
  },
);
process.exitCode = status ?? 1;
