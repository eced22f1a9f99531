// What a session leaves behind on the disk, and what a page in the window could do if it were not ours.
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { zipArchive } from "../src/testing/zipFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { filesBelow, filesHolding } from "./support/filesOnDisk.ts";
import {
  newProfile,
  removeProfile,
  type RunningApp,
} from "./support/launchApp.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

/** In the headers, the folders and the file names of the export, and in files that are left out. */
const plantedNames = [
  "PLANTEDNAME",
  "PLANTED-4711",
  "plantedfolder",
  "PLANTEDSUBFOLDER",
  "PLANTEDSERIES",
  "PLANTEDPROTOCOL",
  "PLANTEDSTATION",
  "PLANTEDLEFTOUT",
];

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "plantedfolder-"));
  const subfolder = join(exportFolder, "PLANTEDSUBFOLDER");
  await mkdir(subfolder);
  await writeFile(join(subfolder, "PLANTEDLEFTOUT letter.txt"), "no image");
  await writeFile(
    join(subfolder, "PLANTEDLEFTOUT cut.dcm"),
    ctSlice({ instanceNumber: 9 }).subarray(0, 400),
  );
  for (const slice of [1, 2, 3, 4])
    await writeFile(
      join(exportFolder, `PLANTEDNAME ${String(slice)}.dcm`),
      ctSlice({
        instanceNumber: slice,
        attributes: {
          PatientName: "PLANTEDNAME^JANE",
          PatientID: "PLANTED-4711",
          StudyDescription: "CT of PLANTEDNAME",
          SeriesDescription: "PLANTEDSERIES axial",
          ProtocolName: "PLANTEDPROTOCOL",
          StationName: "PLANTEDSTATION",
        },
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

/** Files whose name or bytes hold a planted name. */
function filesWithNames(folder: string): Promise<readonly string[]> {
  return filesHolding(folder, { names: plantedNames });
}

async function readyToSend(app: RunningApp): Promise<CaseWindow> {
  const window = new CaseWindow(app);
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Planted", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  return window;
}

/** What is saved by a button; the system's dialog, which no test can press, answers with a path in the profile. */
async function save(
  app: RunningApp,
  button: RegExp,
  name: string,
): Promise<void> {
  const path = join(app.profilePath, "user-data", name);
  await app.inMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
  }, path);
  await app.page.getByRole("button", { name: button }).first().click();
  await expect
    .poll(() => readFile(path, "utf8").catch(() => ""))
    .toMatch(/[>}]\n$/);
}

test("leaves no name of the patient on the disk, and no copies of what was sent", async ({
  app,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const userData = join(app.profilePath, "user-data");
  const window = await readyToSend(app);
  expect(await filesWithNames(userData)).toEqual([]);
  await window.send();
  await window.waitUntilDone();
  await expect
    .poll(async () =>
      (await filesBelow(join(userData, "cases"))).filter((path) =>
        path.endsWith(".dcm"),
      ),
    )
    .toEqual([]);
  await save(app, /^Save the receipt/, "receipt.json");
  await save(app, /^Save report/, "report.html");
  await app.quit();

  // Journal, receipt, report and what the sandbox keeps among them.
  expect(await filesWithNames(userData)).toEqual([]);
  expect(app.mainOutput.join("\n")).not.toContain("PLANTED");
  if (process.platform !== "win32")
    for (const name of [".", "cases", "logs", "sandbox"])
      expect(
        (await stat(join(userData, name))).mode & 0o077,
        `${name} is the owner's alone`,
      ).toBe(0);
});

test("deletes the copies of a case that was done when the app was killed before it could", async ({
  launch,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const app = await launch();
  const cases = join(app.profilePath, "user-data", "cases");
  const window = await readyToSend(app);
  const spools = (await filesBelow(cases)).filter((path) =>
    path.endsWith(".dcm"),
  );
  expect(spools).toHaveLength(4);
  const copies = await Promise.all(spools.map((path) => readFile(path)));
  await window.send();
  await window.waitUntilDone();
  await app.kill();
  // The disk as the moment between the two leaves it.
  await mkdir(dirname(spools[0] ?? ""), { recursive: true });
  for (const [place, path] of spools.entries())
    await writeFile(path, copies[place] ?? "");
  const next = await launch();
  await expect
    .poll(async () =>
      (await filesBelow(cases)).filter((path) => path.endsWith(".dcm")),
    )
    .toEqual([]);
  await next.quit();
});

test("forgets everything on request, and only what is asked for", async ({
  app,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const userData = join(app.profilePath, "user-data");
  const window = await readyToSend(app);
  await window.send();
  await window.waitUntilDone();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await app.page.keyboard.press("ControlOrMeta+,");
  await app.page
    .getByLabel(/^Contact address for public services/)
    .fill("anna@example.org");
  await window.button("Save contact address").click();
  await expect(app.page.getByText("Contact address saved.")).toBeVisible();
  await window.button("Forget images sent before").click();
  await expect(
    app.page.getByText("Images sent before forgotten."),
  ).toBeVisible();
  await window.button("Forget everything on this computer…").click();
  await app.page.getByRole("checkbox", { name: /sign-ins/ }).click();
  await window.button("Forget everything").click();
  await expect(app.page.getByText("Everything was forgotten.")).toBeVisible();
  await expect(window.button("Account: Sign in")).toBeVisible();
  // What the app needs to run, and no more.
  expect(await filesBelow(join(userData, "cases"))).toEqual([]);
  const left = (await filesBelow(userData)).map((path) =>
    relative(userData, path),
  );
  expect(
    left.filter((path) =>
      /sealed|\.dcm$|sample-study|scratch|objects/.test(path),
    ),
  ).toEqual([]);
  const sandbox = await readFile(
    join(userData, "sandbox", "state.json"),
    "utf8",
  );
  expect(JSON.parse(sandbox)).toMatchObject({
    cases: [],
    uploads: [],
    grants: [],
  });
  const secrets = await readFile(join(userData, "secrets.json"), "utf8");
  expect(
    Object.keys((JSON.parse(secrets) as { entries: object }).entries),
  ).toEqual(["recordKey"]);
  expect(await readFile(join(userData, "settings.json"), "utf8")).not.toContain(
    "anna@example.org",
  );
  // And it works on.
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await app.quit();
});

test("leaves nothing readable when it is killed while it reads an archive", async ({
  launch,
}) => {
  const slices = Array.from({ length: 400 }, (_, index) => ({
    name: `PLANTEDNAME folder/IM${String(index)}.dcm`,
    isStored: true,
    bytes: ctSlice({
      instanceNumber: index + 1,
      attributes: {
        PatientName: "PLANTEDNAME^JANE",
        PatientID: "PLANTED-4711",
      },
    }),
  }));
  await writeFile(
    join(exportFolder, "PLANTEDNAME.zip"),
    zipArchive([{ name: "PLANTEDNAME inner.zip", bytes: zipArchive(slices) }]),
  );
  const profilePath = await newProfile();
  const temporary = join(profilePath, "tmp");
  await mkdir(temporary);
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  try {
    const killed = await launch({ profilePath, env });
    const userData = join(profilePath, "user-data");
    const scratch = join(userData, "scratch");
    await dropFiles(killed, [exportFolder]);
    // What was unpacked lies there until the app ends, and is what a crash would leave.
    await expect
      .poll(async () => (await filesBelow(scratch)).length)
      .toBeGreaterThan(0);
    await killed.kill();
    const left = await filesBelow(scratch);
    expect(left).not.toEqual([]);
    expect(await filesWithNames(profilePath)).toEqual([]);

    // A case that was noted before the kill is read again, into files of its own.
    const next = await launch({ profilePath, env });
    await expect
      .poll(async () => {
        const there = await filesBelow(scratch);
        return left.filter((path) => there.includes(path));
      })
      .toEqual([]);
    await next.quit();
    expect(await filesBelow(scratch)).toEqual([]);
    expect(await filesWithNames(profilePath)).toEqual([]);
  } finally {
    await removeProfile(profilePath);
  }
});

test("leaves nothing readable when it is killed in the middle of a case", async ({
  launch,
}) => {
  await writeFile(
    join(exportFolder, "PLANTEDNAME.zip"),
    zipArchive([
      {
        name: "PLANTEDNAME folder/IM1.dcm",
        bytes: ctSlice({
          instanceNumber: 5,
          attributes: {
            PatientName: "PLANTEDNAME^JANE",
            PatientID: "PLANTED-4711",
          },
        }),
      },
    ]),
  );
  const profilePath = await newProfile();
  const temporary = join(profilePath, "tmp");
  await mkdir(temporary);
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  try {
    const killed = await launch({ profilePath, env });
    const window = new CaseWindow(killed);
    const cases = join(profilePath, "user-data", "cases");
    await dropFiles(killed, [exportFolder]);
    await window.waitForImages();
    await window.waitForPreviews();
    await window.fillIn({ title: "PLANTEDNAME, a case", system: "Chest" });
    await window.prepare();
    // Copies, journal and record are there: what is typed, dropped, read and unpacked has been used.
    await expect
      .poll(async () =>
        (await filesBelow(cases)).some((path) => path.endsWith(".sealed")),
      )
      .toBe(true);
    await killed.kill();
    expect((await filesBelow(cases)).length).toBeGreaterThan(1);
    // Data folder, temporary folder, logs and crash dumps.
    expect(await filesWithNames(profilePath)).toEqual([]);
    expect(killed.mainOutput.join("\n")).not.toContain("PLANTED");
    expect(
      (await filesBelow(profilePath)).filter((path) => path.endsWith(".dmp")),
    ).toEqual([]);

    const next = await launch({ profilePath, env });
    await expect(
      next.page.getByText("PLANTEDNAME, a case").first(),
    ).toBeVisible();
    await next.quit();
    expect(await filesWithNames(profilePath)).toEqual([]);
  } finally {
    await removeProfile(profilePath);
  }
});

/** Files of the app itself, by the beginning of their path. */
const ownFiles =
  /^(cases|logs|sandbox|scratch)[/\\]|^(settings|secrets)\.json$|^records\.key$|^(masks|sent)\.sealed$/;

/** What no file that Chromium keeps may hold: an address of the app or the sandbox, an image, a page, a memory dump. */
const kept = {
  "an address": /casedrop:\/\/|127\.0\.0\.1/,
  "an image": /\x89PNG|\xff\xd8\xff|RIFF[^]{4}WEBP|DICM/,
  "a page or script": /<!doctype|<html|"use strict"|function\s*\(/i,
  "a memory dump": /MDMP/,
};

test("keeps no cache, storage or crash report of the window", async ({
  app,
}) => {
  await dropFiles(app, [exportFolder]);
  const window = new CaseWindow(app);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.quit();
  const userData = join(app.profilePath, "user-data");
  expect(await filesWithNames(userData)).toEqual([]);
  const problems: string[] = [];
  let chromiumBytes = 0;
  for (const path of await filesBelow(userData)) {
    const name = relative(userData, path);
    if (ownFiles.test(name)) continue;
    const bytes = await readFile(path);
    chromiumBytes += bytes.length;
    // In bytes, and as what is left of UTF-16 without its zeros.
    const text = bytes.toString("latin1");
    for (const [what, pattern] of Object.entries(kept))
      if (pattern.test(text) || pattern.test(text.replaceAll("\0", "")))
        problems.push(`${what} in ${name}`);
  }
  // Empty indexes and data bases of a session that shows nothing; DevToolsActivePort is the test's own.
  expect(problems).toEqual([]);
  expect(chromiumBytes).toBeLessThan(256 * 1024);
});

test("asks before it quits in mid-upload, and goes on if told so", async ({
  app,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const window = await readyToSend(app);
  await app.inMain(({ dialog }) => {
    const asked = { count: 0 };
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = () => {
      asked.count += 1;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  await window.send();
  await expect(window.button("Pause")).toBeVisible();
  await app.inMain(({ app: electronApp }) => {
    electronApp.quit();
  });
  await window.waitUntilDone();
  expect(
    await app.inMain(
      () => (globalThis as unknown as { asked: { count: number } }).asked.count,
    ),
  ).toBe(1);
  expect(app.hasEnded).toBe(false);
});

test("gives a page in the window no way out", async ({ app }) => {
  const attempts = await app.page.evaluate(async () => {
    const fetched = await fetch("https://example.org/").then(
      () => "loaded",
      () => "refused",
    );
    const inline = document.createElement("script");
    inline.textContent = "document.body.dataset.inline = 'ran'";
    document.body.append(inline);
    const ranInline = document.body.dataset["inline"] === "ran";
    const openedWindow = window.open("https://example.org/") !== null;
    const permission = await navigator.permissions
      .query({ name: "geolocation" })
      .then(({ state }) => state);
    location.href = "https://example.org/";
    return { fetched, ranInline, openedWindow, permission };
  });
  expect(attempts).toEqual({
    fetched: "refused",
    ranInline: false,
    openedWindow: false,
    permission: "denied",
  });
  // Asked of the main process: a navigation that was stopped keeps Playwright waiting for its end.
  const [address, title] = await app.inMain(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return [
      contents?.getURL(),
      (await contents?.executeJavaScript("document.title")) as unknown,
    ];
  });
  expect(address).toBe("casedrop://app/index.html");
  expect(title).toMatch(/Casedrop/);
  expect(app.electronApp.windows()).toHaveLength(1);
});

test("is one app, however often it is started", async ({ app, launch }) => {
  await expect(launch()).rejects.toThrow();
  expect(app.hasEnded).toBe(false);
  await expect(app.page).toHaveTitle(/Casedrop/);
});
