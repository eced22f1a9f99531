// When the threads start that de-identify for a command. Needs the built workers.
import { Command } from "commander";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { noAcceptedText } from "./acceptedText.ts";
import { parseCaseFile } from "./caseFile.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import type { CliEnvironment } from "./environment.ts";
import { openUploadFolder } from "./uploadFolder.ts";
import { prepareUpload } from "./uploadPreparation.ts";

const builtWorkers = new URL("../../out/workers/", import.meta.url);

/** Longer than a thread needs to start on any machine. */
const patienceMs = 40_000;

let base: string;
let images: string;
let environment: CliEnvironment & { status: number | null };

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-preparation-"));
  images = join(base, "images");
  await mkdir(images);
  await writeFile(join(images, "IM1"), ctSlice());
  environment = {
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    variables: {},
    workersUrl: await impatientWorkers(),
    scratchFolder: join(base, "scratch"),
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    status: null,
    exit(status) {
      this.status = status;
    },
  };
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

/** The built workers, of which that which looks for text does nothing before one that prepares has started. */
async function impatientWorkers(): Promise<URL> {
  const folder = join(base, "workers");
  const started = JSON.stringify(join(base, "started"));
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const before = new Map([
    ["prepareWorker.js", `writeFileSync(${started}, "");`],
    [
      "detectWorker.js",
      `const clock = new Int32Array(new SharedArrayBuffer(4));
       for (let waitedMs = 0; !existsSync(${started}); waitedMs += 20) {
         if (waitedMs > ${patienceMs}) throw new Error("nothing is prepared");
         Atomics.wait(clock, 0, 0, 20);
       }`,
    ],
  ]);
  const names = await readdir(builtWorkers);
  for (const name of names.filter((each) => each.endsWith(".js")))
    await writeFile(
      join(folder, name),
      `import { existsSync, writeFileSync } from "node:fs";
       ${before.get(name) ?? ""}
       await import(${JSON.stringify(new URL(name, builtWorkers).href)});`,
    );
  return pathToFileURL(`${folder}/`);
}

it("starts while casedrop deidentify still looks for text", async () => {
  const program = new Command().exitOverride();
  registerDeidentifyCommand(program, environment);
  await program.parseAsync(["deidentify", images, "--out", join(base, "out")], {
    from: "user",
  });
  expect(environment.status).toBe(0);
});

it("starts while casedrop upload still looks for text", async () => {
  const caseFile = parseCaseFile("title: Chest case\nsystem: Chest\n");
  const folder = await openUploadFolder(join(base, "state"), {
    paths: [images],
    caseFile: join(base, "case.yaml"),
    origin: "https://radiopaedia.org",
    appendedTo: null,
    studyId: null,
  });
  if (!caseFile.ok || !folder.ok) throw new Error("The case cannot be opened.");
  const prepared = await prepareUpload(
    {
      paths: [images],
      caseFile: caseFile.value,
      serviceOrigin: "https://radiopaedia.org",
      login: "demo",
      draft: null,
      studyId: null,
      sopInstanceUID: "hashed",
      refuseSentBefore: () => Promise.resolve([]),
      acceptances: { refusedImages: false, severalPatients: false },
      takesPictures: false,
      confirmsPublicData: false,
      masks: [],
      acceptedWordsReason: null,
      acceptedText: noAcceptedText,
    },
    folder.value,
    environment,
  );
  await folder.value.unlock();
  expect(prepared).toMatchObject({ ok: true });
});
