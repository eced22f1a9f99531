// Squid and tinyproxy from the distribution, each in a folder of its own on a free loopback port, with or without a password.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface ProxyWishes {
  /** Asks for this name and password (Basic). */
  readonly credentials?: {
    readonly username: string;
    readonly password: string;
  };
}

/** A proxy that runs. */
export interface RealProxy {
  readonly port: number;
  /** The lines of its access log so far, one for each tunnel that has ended. */
  tunnels(): Promise<readonly string[]>;
  /** Ends it in order, and gives the lines of its access log, one for each tunnel. */
  endWithTunnels(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const squidPath = "/usr/sbin/squid";
const tinyproxyPath = "/usr/bin/tinyproxy";

export const hasSquid = existsSync(squidPath);
export const hasTinyproxy = existsSync(tinyproxyPath);
/** By the names of their packages. */
export const missingProxies: readonly string[] = [
  ...(hasSquid ? [] : ["squid"]),
  ...(hasTinyproxy ? [] : ["tinyproxy"]),
];

/** Started as root, squid gives its rights up and must be able to write all the same. */
async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `casedrop-${name}-`));
  await chmod(folder, 0o777);
  return folder;
}

/** Squid as hospitals run it, but that it lets tunnels to any port through. */
export function startSquid(wishes: ProxyWishes = {}): Promise<RealProxy> {
  return onFreePort(async (port) => {
    const folder = await openFolder("squid");
    const logPath = join(folder, "access.log");
    const passwords = join(folder, "passwords");
    const config = join(folder, "squid.conf");
    const { credentials } = wishes;
    if (credentials !== undefined) {
      const { stdout } = spawnSync(
        "openssl",
        ["passwd", "-apr1", credentials.password],
        { encoding: "utf8" },
      );
      await writeFile(passwords, `${credentials.username}:${stdout.trim()}\n`, {
        mode: 0o644,
      });
    }
    await writeFile(
      config,
      [
        `http_port 127.0.0.1:${String(port)}`,
        `pid_filename ${join(folder, "squid.pid")}`,
        `access_log stdio:${logPath}`,
        `cache_log ${join(folder, "cache.log")}`,
        `coredump_dir ${folder}`,
        "cache deny all",
        "cache_mem 8 MB",
        "pinger_enable off",
        "shutdown_lifetime 1 seconds",
        ...(credentials === undefined
          ? ["http_access allow all"]
          : [
              `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${passwords}`,
              "auth_param basic realm Hospital",
              "acl signed_in proxy_auth REQUIRED",
              "http_access allow signed_in",
              "http_access deny all",
            ]),
        "",
      ].join("\n"),
    );
    return {
      child: spawn(squidPath, ["-N", "-f", config]),
      port,
      folder,
      logPath,
    };
  });
}

export function startTinyproxy(wishes: ProxyWishes = {}): Promise<RealProxy> {
  return onFreePort(async (port) => {
    const folder = await openFolder("tinyproxy");
    const logPath = join(folder, "tinyproxy.log");
    const config = join(folder, "tinyproxy.conf");
    const { credentials } = wishes;
    await writeFile(
      config,
      [
        `Port ${String(port)}`,
        "Listen 127.0.0.1",
        "Timeout 60",
        "MaxClients 50",
        `LogFile "${logPath}"`,
        "LogLevel Connect",
        "Allow 127.0.0.1",
        ...(credentials === undefined
          ? []
          : [`BasicAuth ${credentials.username} ${credentials.password}`]),
        "",
      ].join("\n"),
    );
    return {
      child: spawn(tinyproxyPath, ["-d", "-c", config]),
      port,
      folder,
      logPath,
    };
  });
}

/** A proxy that was told to start. */
interface StartedProxy {
  readonly child: ChildProcess;
  readonly port: number;
  readonly folder: string;
  readonly logPath: string;
}

/** Somebody else may take a free port before the proxy does: then it gets another. */
async function onFreePort(
  start: (port: number) => Promise<StartedProxy>,
): Promise<RealProxy> {
  let output = "";
  for (let tries = 0; tries < 3; tries += 1) {
    const begun = await running(await start(await freePort()));
    if (begun.isRunning) return begun.proxy;
    output = begun.output;
  }
  throw new Error(`The proxy did not start: ${output}`);
}

async function running({
  child,
  port,
  folder,
  logPath,
}: StartedProxy): Promise<
  | { readonly isRunning: true; readonly proxy: RealProxy }
  | { readonly isRunning: false; readonly output: string }
> {
  let output = "";
  child.stdout?.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output += data.toString()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
  });
  const stop = async () => {
    // Squid would wait for its clients; what it started ends with its pipes.
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)) || hasEnded(); tries += 1) {
    if (tries > 1_200 || hasEnded()) {
      await stop();
      return { isRunning: false, output };
    }
    await delay(50);
  }
  const tunnels = async () => {
    const log = await readFile(logPath, "utf8").catch(() => "");
    return log
      .split("\n")
      .filter((line) => / CONNECT |Request .*CONNECT /.test(line));
  };
  return {
    isRunning: true,
    proxy: {
      port,
      tunnels,
      async endWithTunnels() {
        // Squid writes the line of a tunnel when the tunnel ends, which may be after the client let go.
        child.kill("SIGTERM");
        await ended;
        return tunnels();
      },
      stop,
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
