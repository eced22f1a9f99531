// Commands behind proxies and private authorities, as a script sees them. Uses the build (npm run build).
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";
import {
  hasSquid,
  hasTinyproxy,
  missingProxies,
  startSquid,
  startTinyproxy,
  type RealProxy,
} from "../testing/realProxies.ts";
import { notInstalled } from "../testing/requiredPrograms.ts";
import { RunningSandbox } from "../testing/runningSandbox.ts";
import {
  ownAddress,
  startSecureFront,
  type SecureFront,
} from "../testing/secureFront.ts";
import { hasOpenssl, TestAuthority } from "../testing/testCertificates.ts";
import {
  endOf,
  writeSandboxCredentials,
  type EndedCommand,
} from "../testing/uploadByCommand.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const host = ownAddress();
const imageCount = 6;
const without = notInstalled(missingProxies);

let folder = "";
let sandbox: RunningSandbox;
let authority: TestAuthority;
let site: SecureFront;
let storage: SecureFront;
const proxies: RealProxy[] = [];

describe.skipIf(host === null || !hasOpenssl())("behind a proxy", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "casedrop-cli-network-"));
    sandbox = await RunningSandbox.start();
    authority = await TestAuthority.create();
    const certificate = await authority.issue({
      commonName: "service",
      altNames: [`IP:${host ?? ""}`],
    });
    storage = await startSecureFront(certificate, () => sandbox.storageOrigin, {
      host: host ?? "",
    });
    site = await startSecureFront(certificate, () => sandbox.origin, {
      host: host ?? "",
      rewrites: () => ({ [sandbox.storageOrigin]: storage.origin }),
    });
    await writeCase();
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
    await site.close();
    await storage.close();
    await sandbox.end();
    await authority.remove();
    await rm(folder, { recursive: true });
  });

  async function writeCase(): Promise<void> {
    await mkdir(join(folder, "images"));
    for (let number = 1; number <= imageCount; number += 1)
      await writeFile(
        join(folder, "images", `image-${number}.dcm`),
        ctSlice({ instanceNumber: number }),
      );
    await writeFile(
      join(folder, "case.yaml"),
      "title: Chest case\nsystem: Chest\ncertainty: Certain\nage: 55\n",
    );
    await writeSandboxCredentials(sandbox, join(folder, "credentials"));
  }

  function run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<EndedCommand> {
    return endOf(
      spawn(process.execPath, [command, ...args], {
        env: { PATH: process.env["PATH"], HOME: folder, ...env },
      }),
    );
  }

  function upload(
    more: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) {
    return run(
      [
        "upload",
        join(folder, "images"),
        ...["--case", join(folder, "case.yaml")],
        ...["--origin", site.origin],
        ...["--state", join(folder, "state")],
        ...["--credentials", join(folder, "credentials")],
        "--json",
        ...more,
      ],
      env,
    );
  }

  async function started(proxy: Promise<RealProxy>): Promise<RealProxy> {
    const running = await proxy;
    proxies.push(running);
    return running;
  }

  async function expectWholeCase(): Promise<void> {
    const { cases } = await sandbox.state();
    expect(
      cases.map(({ studies }) =>
        studies.map(({ stacks }) =>
          stacks.map(({ uploads }) => uploads.length),
        ),
      ),
    ).toEqual([[[imageCount]]]);
  }

  it.skipIf(!hasSquid)(
    `sends a case through squid with a password, site and storage alike${without}`,
    async () => {
      const squid = await started(
        startSquid({ credentials: { username: "me", password: "se cret" } }),
      );
      const ended = await upload(["--ca-file", authority.pemPath], {
        HTTPS_PROXY: `http://me:se%20cret@127.0.0.1:${squid.port}`,
      });
      expect(JSON.parse(ended.stdout)).toMatchObject({
        status: "sent",
        images: { sent: imageCount },
      });
      expect(ended.status).toBe(0);
      await expectWholeCase();
      const tunnels = (await squid.endWithTunnels()).join("\n");
      expect(tunnels).toContain(new URL(site.origin).host);
      expect(tunnels).toContain(new URL(storage.origin).host);
    },
  );

  it.skipIf(!hasTinyproxy)(
    `sends a case through tinyproxy named by --proxy${without}`,
    async () => {
      const tinyproxy = await started(startTinyproxy());
      const ended = await upload([
        ...["--ca-file", authority.pemPath],
        ...["--proxy", `127.0.0.1:${tinyproxy.port}`],
      ]);
      expect(ended).toMatchObject({ status: 0 });
      await expectWholeCase();
      expect(await tinyproxy.endWithTunnels()).not.toEqual([]);
    },
  );

  it("goes directly where NO_PROXY says so, and with --proxy none", async () => {
    const dead = {
      HTTPS_PROXY: "http://127.0.0.1:1",
      NO_PROXY: `${host ?? ""}/32`,
    };
    expect(await upload(["--ca-file", authority.pemPath], dead)).toMatchObject({
      status: 0,
    });
    await expectWholeCase();
    expect(
      (
        await run(
          ["diagnose", "--origin", site.origin, "--proxy", "none"].concat([
            "--ca-file",
            authority.pemPath,
          ]),
          { HTTPS_PROXY: "http://127.0.0.1:1" },
        )
      ).status,
    ).toBe(0);
  });

  it("looks where a settings file says that the calls are", async () => {
    const settings = join(folder, "site.yaml");
    const look = async (apiPrefix: string) => {
      await writeFile(settings, `apiPrefix: ${apiPrefix}\n`);
      const { status, stdout } = await run([
        ...["diagnose", "--origin", site.origin, "--proxy", "none", "--json"],
        ...["--ca-file", authority.pemPath, "--settings", settings],
      ]);
      return { status, stdout };
    };
    expect((await look("/api/v1/")).status).toBe(0);
    const elsewhere = await look("/elsewhere");
    expect(elsewhere.status).toBe(1);
    const { hops } = JSON.parse(elsewhere.stdout) as {
      hops: { hop: string; state: string }[];
    };
    expect(hops.filter(({ state }) => state === "failed")).toMatchObject([
      { hop: "site" },
    ]);
  });

  it("refuses an authority nobody vouched for, and says whose it is", async () => {
    const ended = await upload([]);
    expect(ended.status).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: "stopped",
      failure: {
        kind: "tlsRejected",
        code: "SELF_SIGNED_CERT_IN_CHAIN",
        issuer: "Hospital Root CA",
      },
    });
    expect((await sandbox.state()).cases).toEqual([]);
  });

  it("refuses a password among the arguments, a bad proxy variable and a bad certificate file", async () => {
    expect(await upload(["--proxy", "http://me:pw@p:1"])).toMatchObject({
      status: 2,
    });
    const variable = await upload([], { HTTPS_PROXY: "ftp://me:pw@p" });
    expect(variable.status).toBe(2);
    expect(variable.stderr).toBe(
      "The variable HTTPS_PROXY holds no address of a proxy. Write it as http://HOST:PORT or socks5://HOST:PORT.\n",
    );
    const file = await upload(["--ca-file", join(folder, "case.yaml")]);
    expect(file.status).toBe(2);
    expect(file.stderr).toMatch(
      /^The certificate file was not added\. No certificate was found in it\./,
    );
  });

  it.skipIf(!hasSquid)(`tells each hop, and no secret${without}`, async () => {
    const squid = await started(
      startSquid({ credentials: { username: "me", password: "topsecret" } }),
    );
    const ask = (password: string, more: readonly string[] = []) =>
      run(
        [
          ...["diagnose", "--origin", site.origin],
          ...["--storage", storage.origin],
          ...["--ca-file", authority.pemPath, "--json"],
          ...more,
        ],
        { HTTPS_PROXY: `http://me:${password}@127.0.0.1:${squid.port}` },
      );
    const good = await ask("topsecret");
    const { hops } = JSON.parse(good.stdout) as {
      hops: { hop: string; state: string }[];
    };
    expect(
      Object.fromEntries(hops.map(({ hop, state }) => [hop, state])),
    ).toEqual({
      route: "ok",
      siteName: "skipped",
      proxy: "ok",
      siteConnection: "ok",
      siteTls: "ok",
      site: "ok",
      clock: "ok",
      signIn: "ok",
      storageRoute: "ok",
      storageName: "skipped",
      storageConnection: "ok",
      storageTls: "ok",
      storage: "ok",
    });
    expect(good.status).toBe(0);
    const bad = await ask("wrongsecret");
    expect(bad.status).toBe(1);
    for (const { stdout, stderr } of [good, bad])
      expect(`${stdout}${stderr}`).not.toMatch(
        new RegExp(`topsecret|wrongsecret|${folder}`),
      );
    expect(bad.stdout).toContain("The proxy did not accept the sign-in");
  });

  it("says what is wrong in words", async () => {
    const ended = await run([
      ...["diagnose", "--origin", site.origin, "--proxy", "127.0.0.1:1"],
    ]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toMatch(
      /\[Not working\] Proxy \(127\.0\.0\.1:1\), \d+ ms: The proxy cannot be reached\n/,
    );
    expect(ended.stdout).toContain("[Not tested] Certificate of the site");
  });
});
