// The contract suite as it is called against a service at an address: here a sandbox that shares nothing with it but the network.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startSeparateSandbox,
  type SeparateSandbox,
} from "./separateSandbox.ts";

const root = resolve(import.meta.dirname, "../../..");
const minutes = 60_000;

let folder: string;
let sandbox: SeparateSandbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-contract-"));
  sandbox = await startSeparateSandbox(folder);
});
afterAll(async () => {
  await sandbox.end();
  await rm(folder, { recursive: true });
});

/** `npm run contract` with further arguments: its exit status, and all that it printed without colours. */
function contract(...given: readonly string[]) {
  const child = spawn(process.execPath, ["scripts/contract.mjs", ...given], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...withoutTestRunner(process.env),
      NO_COLOR: "1",
      CASEDROP_CONTRACT_CREDENTIALS: sandbox.credentials,
    },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString("utf8");
    });
  return new Promise<{ status: number | null; printed: string }>((done) => {
    child.once("close", (status) => {
      done({ status, printed });
    });
  });
}

/** The inner run must not take itself for a part of this one. */
function withoutTestRunner(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !name.startsWith("VITEST")),
  );
}

describe("npm run contract -- URL", () => {
  it(
    "finds that a sandbox in a process of its own keeps the contract, and keeps the sign-in for the next run",
    async () => {
      const before = await readFile(sandbox.credentials, "utf8");
      const { status, printed } = await contract(sandbox.origin);
      expect(printed).toContain(
        `Left behind: "Casedrop contract test" ${sandbox.origin}/cases/`,
      );
      expect(printed).not.toMatch(/\d+ failed/);
      // The two of a full quota: a service by URL offers no way to fill it.
      expect(printed).toMatch(/Tests .*\| 2 skipped/);
      expect(status).toBe(0);
      expect(await readFile(sandbox.credentials, "utf8")).not.toBe(before);
    },
    5 * minutes,
  );

  it("says how it is called when the address is none", async () => {
    const { status, printed } = await contract("nowhere");
    expect(printed).toBe("Usage: npm run contract -- URL\n");
    expect(status).toBe(2);
  });
});
