// Behind a hospital's network, in a real Electron: proxies with passwords, a PAC script, NTLM, a private authority, and the diagnostics.
import { spawnSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startNtlmProxy } from "../src/testing/ntlmProxy.ts";
import {
  hasSquid,
  startSquid,
  type RealProxy,
} from "../src/testing/realProxies.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { exportOfSlices } from "./support/exportOfSlices.ts";
import {
  canServeHospital,
  HospitalService,
} from "./support/hospitalService.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

test.skip(!canServeHospital(), "There is no network address or no openssl.");

const exportFolder = exportOfSlices();
let service: HospitalService;
const closers: (() => Promise<unknown>)[] = [];

test.beforeEach(async () => {
  service = await HospitalService.start();
});
test.afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await service.close();
});

async function squidOf(
  credentials?: Parameters<typeof startSquid>[0],
): Promise<RealProxy> {
  const squid = await startSquid(credentials);
  closers.push(() => squid.stop());
  return squid;
}

async function sendCase(app: RunningApp): Promise<void> {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder()]);
  await window.waitForImages();
  await window.fillIn({ title: "Behind a proxy", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();
  const { cases } = await service.sandbox.state();
  expect(
    cases.map(({ studies }) =>
      studies.map(({ stacks }) => stacks.map(({ uploads }) => uploads.length)),
    ),
  ).toEqual([[[3]]]);
}

/** Squid writes the line of a tunnel when it ends: seconds after the last request. */
async function expectTunnels(squid: RealProxy): Promise<void> {
  for (const { origin } of [service.site, service.storage])
    await expect
      .poll(async () => (await squid.tunnels()).join("\n"))
      .toContain(new URL(origin).host);
}

async function resize(
  app: RunningApp,
  width: number,
  height: number,
): Promise<void> {
  await app.inMain(
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
  await service.writeProfile(profilePath, {
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
  await expect(row(app, "Way to the image storage")).toContainText(
    `Tried in this order: 127.0.0.1:${String(squid.port)}.`,
  );
  await expect(row(app, "Answer of the storage")).toContainText("Answers");
  await expect(row(app, "Connection to the storage")).toContainText(
    new URL(service.storage.origin).host,
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
      `function FindProxyForURL(url, host) { return host === "${service.host}" ? "PROXY 127.0.0.1:1; PROXY 127.0.0.1:${String(squid.port)}" : "DIRECT"; }`,
    );
  });
  await new Promise<void>((resolve) => {
    pac.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => new Promise((resolve) => pac.close(resolve)));
  const { port } = pac.address() as AddressInfo;
  await service.writeProfile(profilePath, {
    proxy: { kind: "none" },
    trusts: true,
  });
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
  await service.writeProfile(profilePath, {
    proxy: { kind: "none" },
    trusts: false,
  });
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
  // The same certificate stops the next step too; that is not explained twice.
  await expect(row(app, "Answer of the site")).toContainText("As above.");
  await expect(
    app.page.getByRole("button", { name: "Run again" }),
  ).toBeInViewport({ ratio: 1 });
  await app.screenshot("1-unknown-authority-small");
  await app.page.keyboard.press("Escape");

  const choose = (path: string) =>
    app.inMain(({ dialog }, chosen) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
  await openSettings(app);
  await choose(join(exportFolder(), "slice-1"));
  await app.page.getByRole("button", { name: "Add a certificate…" }).click();
  await expect(
    app.page.getByText("No certificate was found in it."),
  ).toBeVisible();
  await app.screenshot("2-not-a-certificate-small");
  await choose(service.authority.pemPath);
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
  certutil(
    "-A",
    "-n",
    "hospital",
    "-t",
    "C,,",
    "-i",
    service.authority.pemPath,
  );
  const proxy = await startNtlmProxy();
  closers.push(() => proxy.close());
  await service.writeProfile(profilePath, {
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
  expect(proxy.events).toContain(
    `tunnel ${new URL(service.storage.origin).host}`,
  );
  await openSettings(app);
  await app.page.getByRole("button", { name: "Diagnostics…" }).click();
  await expect(row(app, "Connection to the site")).toContainText(
    "With your sign-in to this computer",
  );
  await expect(row(app, "Answer of the site")).toContainText("Answers");
});
