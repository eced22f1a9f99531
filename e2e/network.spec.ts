// Behind a hospital's network, in a real Electron: proxies with passwords, a PAC script, NTLM, a private authority, and the diagnostics.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { startNtlmProxy } from "../src/testing/ntlmProxy.ts";
import {
  hasSquid,
  startSquid,
  type RealProxy,
} from "../src/testing/realProxies.ts";
import { RunningSandbox } from "../src/testing/runningSandbox.ts";
import {
  ownAddress,
  startSecureFront,
  type SecureFront,
} from "../src/testing/secureFront.ts";
import { hasOpenssl, TestAuthority } from "../src/testing/testCertificates.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

const host = ownAddress() ?? "";
test.skip(
  host === "" || !hasOpenssl(),
  "There is no network address or no openssl.",
);

let exportFolder: string;
let sandbox: RunningSandbox;
let authority: TestAuthority;
let site: SecureFront;
let storage: SecureFront;
const closers: (() => Promise<unknown>)[] = [];

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, `slice-${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
  sandbox = await RunningSandbox.start();
  authority = await TestAuthority.create();
  const certificate = await authority.issue({
    commonName: "service",
    altNames: [`IP:${host}`],
  });
  storage = await startSecureFront(certificate, () => sandbox.storageOrigin, {
    host,
  });
  site = await startSecureFront(certificate, () => sandbox.origin, {
    host,
    rewrites: () => ({ [sandbox.storageOrigin]: storage.origin }),
  });
});
test.afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await site.close();
  await storage.close();
  await sandbox.end();
  await authority.remove();
  await rm(exportFolder, { recursive: true, force: true });
});

/** A profile that is signed in with the service behind the front. */
async function writeProfile(
  profilePath: string,
  wishes: { readonly proxy: unknown; readonly trusts: boolean },
): Promise<void> {
  const folder = join(profilePath, "user-data");
  await mkdir(folder, { recursive: true });
  const clientId = "casedrop-sandbox";
  await writeFile(
    join(folder, "settings.json"),
    JSON.stringify({
      version: 1,
      serviceInUse: "radiopaedia",
      radiopaedia: { origin: site.origin, clientId },
      isPlainTextSecretsAllowed: true,
      network: { proxy: wishes.proxy },
    }),
  );
  const pair = await sandbox.admin("POST", "/sandbox/tokens", {});
  const tokens = pair.json as { access_token: string; refresh_token: string };
  const entry = (value: unknown) => ({
    protection: "plain",
    data: Buffer.from(JSON.stringify(value)).toString("base64"),
  });
  await writeFile(
    join(folder, "secrets.json"),
    JSON.stringify({
      version: 1,
      entries: {
        "radiopaedia.clientSecret": entry({
          version: 1,
          clientId,
          clientSecret: "public-sandbox-secret",
        }),
        "radiopaedia.tokens": entry({
          version: 1,
          accessToken: tokens.access_token,
          refreshToken: tokens.refresh_token,
          expiresAtMs: null,
        }),
      },
    }),
  );
  if (wishes.trusts)
    await writeFile(join(folder, "authorities.pem"), authority.pem);
}

async function squidOf(
  credentials?: Parameters<typeof startSquid>[0],
): Promise<RealProxy> {
  const squid = await startSquid(credentials);
  closers.push(() => squid.stop());
  return squid;
}

async function sendCase(app: RunningApp): Promise<void> {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Behind a proxy", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();
  const { cases } = await sandbox.state();
  expect(
    cases.map(({ studies }) =>
      studies.map(({ stacks }) => stacks.map(({ uploads }) => uploads.length)),
    ),
  ).toEqual([[[3]]]);
}

/** Squid writes the line of a tunnel when it ends: seconds after the last request. */
async function expectTunnels(squid: RealProxy): Promise<void> {
  for (const { origin } of [site, storage])
    await expect
      .poll(async () => (await squid.tunnels()).join("\n"))
      .toContain(new URL(origin).host);
}

async function resize(
  app: RunningApp,
  width: number,
  height: number,
): Promise<void> {
  await app.electronApp.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  // What is dropped on a page that is not laid out yet is lost.
  await expect
    .poll(() => app.page.evaluate(() => globalThis.innerWidth))
    .toBe(width);
}

async function openSettings(app: RunningApp): Promise<void> {
  await app.page.keyboard.press("ControlOrMeta+,");
  await expect(
    app.page.getByRole("heading", { name: "Network" }),
  ).toBeVisible();
}

function row(app: RunningApp, hop: string) {
  return app.page.getByRole("listitem").filter({ hasText: hop });
}

test("asks once for the proxy's password, sends through squid, and finds every hop in order", async ({
  launch,
  profilePath,
}) => {
  test.skip(!hasSquid, "squid is not installed.");
  const credentials = { username: "radiologist", password: "geheim" };
  const squid = await squidOf({ credentials });
  await writeProfile(profilePath, {
    proxy: {
      kind: "manual",
      address: `http://127.0.0.1:${String(squid.port)}`,
      bypass: "",
    },
    trusts: true,
  });
  const app = await launch({ keychain: "none" });
  const dialog = app.page.getByRole("dialog", {
    name: "The proxy asks for a sign-in",
  });
  await expect(dialog).toBeVisible();
  await app.screenshot("1-proxy-asks");
  await dialog.getByLabel("Name").fill("radiologist");
  await dialog.getByLabel("Password").fill("wrong");
  await dialog.getByRole("button", { name: "Sign in to the proxy" }).click();
  await expect(dialog.getByText("Not accepted")).toBeVisible();
  await dialog.getByLabel("Name").fill("radiologist");
  await dialog.getByLabel("Password").fill("geheim");
  await dialog.getByRole("button", { name: "Sign in to the proxy" }).click();
  await expect(dialog).toBeHidden();
  await expect(
    new CaseWindow(app).button(/^Account: sandbox-demo/),
  ).toBeVisible();
  await sendCase(app);
  await expectTunnels(squid);

  await openSettings(app);
  await app.screenshot("2-settings-light");
  await app.page.getByRole("button", { name: "Diagnostics…" }).click();
  await expect(
    app.page.getByText("Everything that was tested works."),
  ).toBeVisible();
  await expect(row(app, "Certificate of the site")).toContainText(
    "Hospital Root CA",
  );
  await expect(row(app, "Answer of the storage")).toContainText("Answers");
  await expect(row(app, "Connection to the storage")).toContainText(
    new URL(storage.origin).host,
  );
  await app.screenshot("3-diagnostics-light");
  await app.page.emulateMedia({ colorScheme: "dark" });
  await app.screenshot("4-diagnostics-dark");
  await app.page.keyboard.press("Escape");
  await expect(row(app, "Answer of the storage")).toBeHidden();
  await openSettings(app);
  await app.screenshot("5-settings-dark");

  const settings = await readFile(
    join(profilePath, "user-data", "settings.json"),
    "utf8",
  );
  const log = await readFile(
    join(profilePath, "user-data", "logs", "casedrop.jsonl"),
    "utf8",
  ).catch(() => "");
  for (const text of [settings, log]) expect(text).not.toContain("geheim");
  expect(app.problems).toEqual([]);
});

test("follows a PAC script that is entered in the settings", async ({
  launch,
  profilePath,
}) => {
  test.skip(!hasSquid, "squid is not installed.");
  const squid = await squidOf();
  const pac = createServer((_request, response) => {
    response.setHeader("content-type", "application/x-ns-proxy-autoconfig");
    response.end(
      `function FindProxyForURL(url, host) { return host === "${host}" ? "PROXY 127.0.0.1:1; PROXY 127.0.0.1:${String(squid.port)}" : "DIRECT"; }`,
    );
  });
  await new Promise<void>((resolve) => {
    pac.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => new Promise((resolve) => pac.close(resolve)));
  const { port } = pac.address() as AddressInfo;
  await writeProfile(profilePath, { proxy: { kind: "none" }, trusts: true });
  const app = await launch({ keychain: "none" });
  await openSettings(app);
  await app.page.getByRole("combobox", { name: "Proxy" }).click();
  await app.page.getByRole("option", { name: "A PAC script" }).click();
  await app.page
    .getByLabel("Address of the script")
    .fill(`http://127.0.0.1:${String(port)}/proxy.pac`);
  await app.screenshot("1-pac");
  await app.page.getByRole("button", { name: "Save the script" }).click();
  await expect(app.page.getByText("Proxy saved.")).toBeVisible();
  await app.page.keyboard.press("Escape");
  await sendCase(app);
  await expectTunnels(squid);
});

test("refuses an authority nobody vouched for, says which, and takes it as a file", async ({
  launch,
  profilePath,
}) => {
  await writeProfile(profilePath, { proxy: { kind: "none" }, trusts: false });
  const app = await launch({ keychain: "none" });
  await resize(app, 860, 560);
  await openSettings(app);
  await app.page.getByRole("button", { name: "Diagnostics…" }).click();
  await expect(row(app, "Certificate of the site")).toContainText(
    "The certificate comes from an unknown authority",
  );
  await expect(row(app, "Certificate of the site")).toContainText(
    "Hospital Root CA",
  );
  await expect(
    app.page.getByRole("button", { name: "Run again" }),
  ).toBeEnabled();
  await app.screenshot("1-unknown-authority-small");
  await app.page.keyboard.press("Escape");

  const choose = (path: string) =>
    app.electronApp.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
  await openSettings(app);
  await choose(join(exportFolder, "slice-1"));
  await app.page.getByRole("button", { name: "Add a certificate…" }).click();
  await expect(
    app.page.getByText("No certificate was found in it."),
  ).toBeVisible();
  await app.screenshot("2-not-a-certificate-small");
  await choose(authority.pemPath);
  await app.page.getByRole("button", { name: "Add a certificate…" }).click();
  await expect(
    app.page.getByRole("list", { name: "Added certificates" }),
  ).toContainText("Hospital Root CA");
  await app.page.keyboard.press("Escape");
  await resize(app, 1280, 840);
  await sendCase(app);
});

test("signs in to a proxy that speaks NTLM through the system's network code", async ({
  launch,
  profilePath,
}) => {
  const home = join(profilePath, "home");
  const database = join(home, ".pki", "nssdb");
  await mkdir(database, { recursive: true });
  // On Linux, Chromium keeps the authorities that a user added here.
  const certutil = (...args: string[]) =>
    spawnSync("certutil", [...args, "-d", `sql:${database}`]);
  test.skip(
    certutil("-N", "--empty-password").status !== 0,
    "certutil is not installed.",
  );
  certutil("-A", "-n", "hospital", "-t", "C,,", "-i", authority.pemPath);
  const proxy = await startNtlmProxy();
  closers.push(() => proxy.close());
  await writeProfile(profilePath, {
    proxy: {
      kind: "manual",
      address: `http://127.0.0.1:${String(proxy.port)}`,
      bypass: "",
    },
    trusts: false,
  });
  const app = await launch({ keychain: "none", env: { HOME: home } });
  const dialog = app.page.getByRole("dialog", {
    name: "The proxy asks for a sign-in",
  });
  await dialog.getByLabel("Name").fill("HOSPITAL\\radiologist");
  await dialog.getByLabel("Password").fill("geheim");
  await dialog.getByRole("button", { name: "Sign in to the proxy" }).click();
  await expect(
    new CaseWindow(app).button(/^Account: sandbox-demo/),
  ).toBeVisible();
  expect(proxy.events).toContain("type1");
  expect(proxy.events).toContain("type3 radiologist");
  await sendCase(app);
  expect(proxy.events).toContain(`tunnel ${new URL(storage.origin).host}`);
  await openSettings(app);
  await app.page.getByRole("button", { name: "Diagnostics…" }).click();
  await expect(row(app, "Connection to the site")).toContainText(
    "With your Windows sign-in",
  );
  await expect(row(app, "Answer of the site")).toContainText("Answers");
});
