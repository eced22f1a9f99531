// `casedrop sandbox` in a process of its own, as anyone starts it. Uses the build (npm run build).
import { spawn } from "node:child_process";
import { resolve } from "node:path";

const command = resolve(import.meta.dirname, "../../../out/cli/casedrop.js");

/** What the command prints with --json, as far as it is used here. */
interface Announced {
  readonly origin: string;
  /** Path of a private file. */
  readonly credentials: string;
}

export interface SeparateSandbox extends Announced {
  /** Stops it as Ctrl+C does; resolves to its exit status, null if it had to be killed. */
  end(): Promise<number | null>;
}

/** Starts it with its data in the folder; rejects if it ends before it answers. */
export async function startSeparateSandbox(
  dataFolder: string,
): Promise<SeparateSandbox> {
  const child = spawn(
    process.execPath,
    [command, "sandbox", "--json", "--port", "0", "--data", dataFolder],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise<number | null>((done) => {
    child.once("exit", done);
  });
  const announced = new Promise<string>((done) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.endsWith("\n")) done(text);
    });
  });
  const text = await Promise.race([announced, ended]);
  if (typeof text !== "string")
    throw new Error(`The sandbox ended with ${String(text)}`);
  return {
    ...(JSON.parse(text) as Announced),
    end: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}
