// `casedrop sandbox` as it is called: what it prints, how it stops, how it refuses.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainFetch } from "../testing/runningSandbox.ts";
import type { CliEnvironment } from "./environment.ts";
import { registerSandboxCommand } from "./sandboxCommand.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-sandbox-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One call of the command. */
class Call {
  readonly #stop = new AbortController();
  stdout = "";
  stderr = "";
  status: number | null = null;
  readonly ended: Promise<unknown>;

  constructor(...given: readonly string[]) {
    const environment: CliEnvironment = {
      stdout: { write: (text) => (this.stdout += text) },
      stderr: { write: (text) => (this.stderr += text) },
      variables: {},
      workersUrl: new URL("file:///nowhere/"),
      scratchFolder: join(tmpdir(), `casedrop-test-${process.pid}`),
      appVersion: "0.0.0",
      signal: this.#stop.signal,
      exit: (status) => (this.status = status),
    };
    const program = new Command()
      .exitOverride()
      .configureOutput({ writeErr: (text) => (this.stderr += text) });
    registerSandboxCommand(program, environment);
    this.ended = program
      .parseAsync(["node", "casedrop", "sandbox", "--data", folder, ...given])
      .catch((error: unknown) => {
        if (error instanceof CommanderError) this.status = 2;
        else throw error;
      });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }
}

describe("casedrop sandbox", () => {
  test("says where it is and how to send a case there, until it is stopped", async () => {
    const call = new Call();
    await expect.poll(() => call.stdout).toContain("Press Ctrl+C");
    const origin = /Sandbox: (http:\S+)\//.exec(call.stdout)?.[1] ?? "";
    expect((await plainFetch(`${origin}/`)).text).toContain("Sandbox");
    expect(call.stdout).toContain(`--origin ${origin} --credentials`);
    await call.stop();
    expect(call.status).toBe(0);
    await expect(plainFetch(`${origin}/`)).rejects.toThrow("ECONNREFUSED");
  });

  test("prints one JSON document with --json", async () => {
    const call = new Call("--json");
    await expect.poll(() => call.stdout).toContain("\n");
    const printed = JSON.parse(call.stdout) as Record<string, string>;
    expect(Object.keys(printed)).toEqual([
      "origin",
      "storageOrigin",
      "archiveOrigin",
      "adminToken",
      "credentials",
    ]);
    const credentials = await readFile(printed["credentials"] ?? "", "utf8");
    expect(credentials).toContain("accessToken");
    await call.stop();
  });

  test("puts a fault file to work", async () => {
    const faults = join(folder, "faults.json");
    await writeFile(
      faults,
      '{"rules":[{"route":"currentUser","fault":{"kind":"status","status":503}}]}',
    );
    const call = new Call("--json", "--faults", faults);
    await expect.poll(() => call.stdout).toContain("\n");
    const { origin } = JSON.parse(call.stdout) as { origin: string };
    const user = await plainFetch(`${origin}/api/v1/users/current`);
    expect(user.status).toBe(503);
    await call.stop();
  });

  test.each([
    ["--port", "70000"],
    ["--port", "eighty"],
  ])("refuses %s %s", async (...given) => {
    const call = new Call(...given);
    await call.ended;
    expect(call.status).toBe(2);
    expect(call.stderr).toContain("A port is a number from 0 to 65535.");
  });

  test("refuses a fault file that is missing, broken or wrong", async () => {
    const faults = join(folder, "faults.json");
    const refusal = async () => {
      const call = new Call("--faults", faults);
      await call.ended;
      expect(call.status).toBe(2);
      expect(call.stdout).toBe("");
      return call.stderr;
    };
    expect(await refusal()).toBe("The fault file cannot be read.\n");
    await writeFile(faults, "{");
    expect(await refusal()).toBe("The fault file is not JSON.\n");
    await writeFile(faults, '{"rules":[{"route":"moon"}]}');
    expect(await refusal()).toContain("rules[0].route");
  });

  test("refuses a port in use and damaged records", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const { port } = other.address() as AddressInfo;
    const taken = new Call("--port", String(port));
    await taken.ended;
    other.close();
    expect([taken.status, taken.stderr]).toEqual([
      2,
      `Port ${port} is in use. Choose another with --port, or leave it out.\n`,
    ]);
    await writeFile(join(folder, "state.json"), "?");
    const damaged = new Call();
    await damaged.ended;
    expect(damaged.status).toBe(2);
    expect(damaged.stderr).toContain("state.json");
  });
});
