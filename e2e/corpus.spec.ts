// The main job with real files: every series of the public corpus arrives in order, or is left out with a reason.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { arrivedImages, unsafeFindings } from "./support/arrivedImages.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { SandboxInspector, type ArrivedStudy } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

const corpus = resolve(import.meta.dirname, "../../shared/corpus");

test.skip(browserPath === null, "There is no Chromium to sign in with.");
test.skip(!existsSync(corpus), "There is no corpus beside the project.");
test.setTimeout(180_000);

/** Drops a folder of the corpus, sends everything that can go as one case, and answers what arrived. */
async function sendFolder(
  app: RunningApp,
  folder: string,
): Promise<readonly ArrivedStudy[]> {
  const window = new CaseWindow(app);
  await window.signIn();
  await dropFiles(app, [resolve(corpus, folder)]);
  await window.waitForImages();
  await app.screenshot(`${folder}-images`);
  await window.fillIn({ title: "Corpus", system: "Not Applicable" });
  await window.maskFoundText();
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await app.screenshot(`${folder}-check`);
  await window.send();
  await window.waitUntilDone();
  await app.screenshot(`${folder}-done`);

  const account = await window.account();
  expect(account.found).toBe(account.uploaded + account.leftOut);
  const { cases, rejections } = await new SandboxInspector(
    app.profilePath,
  ).state();
  expect(rejections).toEqual([]);
  expect(cases).toHaveLength(1);
  expect(app.problems).toEqual([]);
  return cases[0]?.studies ?? [];
}

/** True if the numbers only rise, or only fall. */
function isMonotonic(values: readonly number[]): boolean {
  const steps = values
    .slice(1)
    .map((value, index) => Math.sign(value - (values[index] ?? value)));
  return !(steps.includes(1) && steps.includes(-1));
}

test("sends the real series of the corpus, each stack in order", async ({
  app,
}) => {
  const studies = await sendFolder(app, "08-series");
  const sandbox = new SandboxInspector(app.profilePath);
  expect(studies.map((study) => study.position)).toEqual(
    studies.map((_, index) => index + 2),
  );
  const sizes: number[] = [];
  for (const stack of studies.flatMap((study) => study.stacks)) {
    const images = await arrivedImages(sandbox, stack);
    sizes.push(images.length);
    expect(images.flatMap((image) => unsafeFindings(image, []))).toEqual([]);
    expect(new Set(images.map((image) => image.sopInstanceUID)).size).toBe(
      images.length,
    );
    expect(new Set(images.map((image) => image.seriesInstanceUID)).size).toBe(
      1,
    );
    // Axial stacks are ordered by height; others by their own normal, which this plain check leaves alone.
    if (stack.perspective === "Axial")
      expect(
        isMonotonic(images.flatMap(({ positionZ }) => positionZ ?? [])),
      ).toBe(true);
  }
  // Twenty slices of the GE FSE and of the MPRAGE, three fMRI volumes of 35 slices each.
  expect(sizes.filter((size) => size === 20)).toHaveLength(2);
  expect(sizes.filter((size) => size === 35)).toHaveLength(3);
});

test("sends the plain files of the corpus, and says why the rest stays", async ({
  app,
}) => {
  const studies = await sendFolder(app, "01-plain");
  const sandbox = new SandboxInspector(app.profilePath);
  for (const stack of studies.flatMap((study) => study.stacks))
    for (const image of await arrivedImages(sandbox, stack))
      expect(
        unsafeFindings(image, ["MISTER^CT", "2178309", "CompressedSamples"]),
      ).toEqual([]);
});
