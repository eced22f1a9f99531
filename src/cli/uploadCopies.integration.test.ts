// How long `casedrop upload` keeps the de-identified copies: until no stack can turn out to have failed. Uses the build (npm run build).
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UploadByCommand } from "../testing/uploadByCommand.ts";

let upload: UploadByCommand;
beforeEach(async () => {
  upload = await UploadByCommand.start();
});
afterEach(async () => {
  await upload.end();
});

/** Names in the spools of all jobs. */
async function copies(): Promise<readonly string[]> {
  const names = await readdir(join(upload.folder, "state"), {
    recursive: true,
  });
  return names.filter((name) => name.endsWith(".dcm"));
}

it("keeps them after --no-wait, so that a stack that failed since can be sent once more", async () => {
  const images = await upload.images("images", [1, 2, 3]);
  await upload.sandbox.admin("POST", "/sandbox/faults", {
    seed: 1,
    rules: [
      {
        route: "attachStack",
        nth: 1,
        fault: { kind: "silentJobFailure" },
      },
    ],
  });
  expect((await upload.run(images, ["--no-wait"])).status).toBe(0);
  expect(await copies()).toHaveLength(3);
  const waited = await upload.run(images, []);
  expect(waited.stderr).toContain("Stack 1: ");
  expect(waited.status).toBe(1);
  expect(await copies()).toHaveLength(3);
  expect((await upload.run(images, ["--retry-failed"])).status).toBe(0);
  expect(await copies()).toEqual([]);
});
