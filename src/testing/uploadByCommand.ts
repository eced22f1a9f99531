// `casedrop upload` as a script sees it: the built command in a process of its own, against a sandbox. Uses the build (npm run build).
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sandboxClient } from "../shared/sandboxClient.ts";
import { ctSlice, testUID } from "./dicomFixtures.ts";
import { killing, type Kill } from "./matrix/killHook.ts";
import { at, RunningSandbox } from "./runningSandbox.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");

/** How a process ended. */
export interface EndedCommand {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a process to end, with all that it printed. */
export function endOf(
  child: ChildProcessWithoutNullStreams,
): Promise<EndedCommand> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  return new Promise((done) => {
    child.once("close", (status) => {
      done({ status, stdout, stderr });
    });
  });
}

/** Writes the credentials of a login of the sandbox, as `--credentials` takes them. */
export async function writeSandboxCredentials(
  sandbox: RunningSandbox,
  path: string,
  login: "sandbox-demo" | "sandbox-second" = "sandbox-demo",
): Promise<void> {
  const { json } = await sandbox.admin("POST", "/sandbox/tokens", { login });
  const credentials = {
    ...sandboxClient,
    accessToken: at(json, "access_token"),
    refreshToken: at(json, "refresh_token"),
  };
  await writeFile(path, JSON.stringify(credentials), { mode: 0o600 });
}

/** A folder to work in, and the sandbox it sends to. */
export class UploadByCommand {
  readonly folder: string;
  readonly sandbox: RunningSandbox;

  private constructor(folder: string, sandbox: RunningSandbox) {
    this.folder = folder;
    this.sandbox = sandbox;
  }

  /** With a case file, and the credentials of the sandbox's first login. */
  static async start(): Promise<UploadByCommand> {
    const folder = await mkdtemp(join(tmpdir(), "casedrop-cli-options-"));
    const started = new UploadByCommand(folder, await RunningSandbox.start());
    await started.write("case.yaml", "title: Chest case\nsystem: Chest\n");
    await started.signInAs("sandbox-demo");
    return started;
  }

  /** Writes a file into the folder; its path. */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  /** From now on the credentials are those of this login. */
  async signInAs(login: "sandbox-demo" | "sandbox-second"): Promise<void> {
    const path = join(this.folder, "credentials");
    await writeSandboxCredentials(this.sandbox, path, login);
  }

  /** A folder of slices; each number gives other images. Its path. */
  async images(name: string, numbers: readonly number[]): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(path, { recursive: true });
    for (const instanceNumber of numbers)
      await writeFile(
        join(path, `image-${instanceNumber}.dcm`),
        ctSlice({
          instanceNumber,
          attributes: { SOPInstanceUID: testUID(90, instanceNumber) },
        }),
      );
    return path;
  }

  /** Where the command takes the window to keep its data, on Linux. */
  get profile(): string {
    return join(this.folder, "profile");
  }

  /** Where the command finds its case, its service and its credentials, and where it keeps its state. */
  get options(): readonly string[] {
    return [
      ["--case", join(this.folder, "case.yaml")],
      ["--origin", this.sandbox.origin],
      ["--state", join(this.folder, "state")],
      ["--credentials", join(this.folder, "credentials")],
    ].flat();
  }

  /** Runs the command to its end. Once `killWhen` holds it is killed without warning; at the moment of `kill` it kills itself. */
  async run(
    images: string,
    more: readonly string[] = [],
    killWhen: (() => Promise<boolean>) | null = null,
    kill: Kill | null = null,
  ): Promise<EndedCommand> {
    const hook = kill === null ? null : killing(kill);
    const child = spawn(
      process.execPath,
      [
        ...(hook?.nodeOptions ?? []),
        ...[command, "upload", images],
        ...[...this.options, "--json", ...more],
      ],
      {
        env: {
          ...process.env,
          XDG_CONFIG_HOME: this.profile,
          ...hook?.environment,
        },
      },
    );
    const ended = endOf(child);
    if (killWhen !== null) {
      while (child.exitCode === null && !(await killWhen()));
      child.kill("SIGKILL");
    }
    return ended;
  }

  async end(): Promise<void> {
    await this.sandbox.end();
    await rm(this.folder, { recursive: true });
  }
}
