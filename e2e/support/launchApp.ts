// Starts the app in a real Electron with a profile of its own, watches what it reports, and ends it gently or brutally.
import {
  _electron,
  test,
  type ElectronApplication,
  type Page,
} from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { OpenedUrls } from "./openedUrls.ts";
import { killProcessTree } from "./killProcessTree.ts";

/** Set by the global set-up to the executable of the chosen Electron. */
export const electronPathVariable = "CASEDROP_E2E_ELECTRON";

/** The app opens in about a second; a machine under load gets more. */
const startLimitMs = 20_000;

const projectRoot = resolve(import.meta.dirname, "../..");

/** True where Chromium refuses its sandbox; everywhere else the tests keep it on. */
export const isRootOnLinux =
  process.platform === "linux" && process.getuid?.() === 0;

export interface LaunchOptions {
  /** Folder of an earlier run to go on with; by default a new one, which is removed with the test. */
  readonly profilePath?: string;
  /** Added after the app's own switches. */
  readonly args?: readonly string[];
  /** Added to the environment of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Linux: the session's unlocked keyring (default), or a system that has none. */
  readonly keychain?: "unlocked" | "none";
}

/** Folder for one run of the app: user data, and beside it the script that stands in for the browser. */
export async function newProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), "casedrop-e2e-"));
}

/** Removes a profile and everything in it. */
export async function removeProfile(profilePath: string): Promise<void> {
  // Windows lets go of the files of an ended process a moment later.
  await rm(profilePath, { recursive: true, force: true, maxRetries: 10 });
}

/**
 * Starts the app and waits until its first window has loaded. Sandbox and context isolation are as in the product;
 * only root on Linux goes without the sandbox, because Chromium does.
 */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const executablePath = process.env[electronPathVariable];
  if (executablePath === undefined)
    throw new Error(`${electronPathVariable} is not set by the global set-up.`);
  const profilePath = options.profilePath ?? (await newProfile());
  const openedUrls = await OpenedUrls.create(join(profilePath, "browser"));
  const electronApp = await _electron.launch({
    executablePath,
    // Without it Playwright itself would switch the sandbox off on Linux.
    chromiumSandbox: !isRootOnLinux,
    cwd: projectRoot,
    args: [
      projectRoot,
      `--user-data-dir=${join(profilePath, "user-data")}`,
      ...keychainSwitches(options.keychain ?? "unlocked"),
      ...(options.args ?? []),
    ],
    env: {
      ...definedVariables(process.env),
      ...options.env,
      PATH: [openedUrls.folder, process.env["PATH"]].join(delimiter),
    },
  });
  const app = new RunningApp(electronApp, profilePath, openedUrls);
  try {
    await app.waitForFirstWindow();
  } catch (error) {
    await app.kill();
    throw new Error(
      `The app opened no window. Its main process said:\n${app.mainOutput.join("\n")}`,
      { cause: error },
    );
  }
  return app;
}

function keychainSwitches(keychain: "unlocked" | "none"): readonly string[] {
  if (process.platform !== "linux") return [];
  return [
    `--password-store=${keychain === "unlocked" ? "gnome-libsecret" : "basic"}`,
  ];
}

function definedVariables(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // Set in the terminals of editors that are built on Electron; it would start plain Node.
    if (name === "ELECTRON_RUN_AS_NODE" || value === undefined) continue;
    variables[name] = value;
  }
  return variables;
}

/** What the main process is given to do: serialised, so that it sees nothing but its two arguments. */
type InMain<Value, Argument> = (
  electron: typeof Electron.CrossProcessExports,
  argument: Argument,
) => Value | Promise<Value>;

/** One run of the app under test. */
export class RunningApp {
  /** Errors the windows reported since the start: console errors, refused content, uncaught exceptions. */
  readonly problems: string[] = [];
  /** What the main process wrote to its console, and its standard error, since Playwright was connected. */
  readonly mainOutput: string[] = [];
  readonly electronApp: ElectronApplication;
  readonly profilePath: string;
  /** Addresses the app asked the system to open in a browser (Linux). */
  readonly openedUrls: OpenedUrls;
  #page: Page | null = null;
  #hasEnded = false;

  constructor(
    electronApp: ElectronApplication,
    profilePath: string,
    openedUrls: OpenedUrls,
  ) {
    this.electronApp = electronApp;
    this.profilePath = profilePath;
    this.openedUrls = openedUrls;
    for (const window of electronApp.windows()) this.#watch(window);
    electronApp.on("window", (window) => {
      this.#watch(window);
    });
    electronApp.on("console", (message) => {
      this.mainOutput.push(message.text());
    });
    electronApp.process().stderr?.on("data", (chunk: Buffer) => {
      this.mainOutput.push(chunk.toString("utf8"));
    });
    electronApp.on("close", () => {
      this.#hasEnded = true;
    });
  }

  /** The first window. */
  get page(): Page {
    if (this.#page === null) throw new Error("The app has no window yet.");
    return this.#page;
  }

  async waitForFirstWindow(): Promise<void> {
    this.#page = await this.electronApp.firstWindow({ timeout: startLimitMs });
    await this.#page.waitForLoadState("load", { timeout: startLimitMs });
  }

  /** Keeps a picture of the window in the running test's folder under `test-results/`; its path. */
  async screenshot(name: string): Promise<string> {
    const path = test.info().outputPath(`${name}.png`);
    // A dialog that is still fading in is no picture of it.
    await this.page.screenshot({ path, animations: "disabled" });
    return path;
  }

  /**
   * Runs a function in the main process and answers its value. It may run twice, and so must do no harm twice: while
   * the process is busy, V8 now and then collects the promise that Playwright waits for, after the function ran.
   */
  async inMain<Value, Argument = undefined>(
    ...[work, argument]: undefined extends Argument
      ? [work: InMain<Value, Argument>, argument?: Argument]
      : [work: InMain<Value, Argument>, argument: Argument]
  ): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.electronApp.evaluate(
          work as Parameters<ElectronApplication["evaluate"]>[0],
          argument,
        )) as Value;
      } catch (cause) {
        if (attempt === 3 || !/garbage collected/.test(String(cause)))
          throw cause;
      }
    }
  }

  /** Ends all processes of the app at once, as a crash or a pulled plug would, and waits until they are gone. */
  async kill(): Promise<void> {
    const ended = this.#ended();
    await killProcessTree(this.electronApp.process());
    await ended;
  }

  /** Quits the app as its menu would; a question before quitting can veto that. */
  async quit(): Promise<void> {
    const ended = this.#ended();
    await this.inMain(({ app }) => {
      app.quit();
    });
    await ended;
  }

  /** Resolves when the app has ended by itself, and at once if it has already. */
  async waitForEnd(): Promise<void> {
    await this.#ended();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  #ended(): Promise<unknown> {
    return this.#hasEnded
      ? Promise.resolve()
      : this.electronApp.waitForEvent("close", { timeout: 30_000 });
  }

  #watch(page: Page): void {
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(message.text());
    });
    page.on("pageerror", (error) => {
      this.problems.push(error.message);
    });
    page.on("crash", () => {
      this.problems.push("The window's process crashed.");
    });
  }
}
