// `casedrop upload` and text in pixels: named, accepted one by one, or not sent. Uses the build (npm run build).
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  printedCine,
  printedName,
  printedRemark,
} from "../testing/printedCine.ts";
import { UploadByCommand } from "../testing/uploadByCommand.ts";

let upload: UploadByCommand;
beforeEach(async () => {
  upload = await UploadByCommand.start();
});
afterEach(async () => {
  await upload.end();
});

interface Refused {
  readonly status: string;
  readonly text: readonly {
    readonly kind: string;
    readonly id: string;
    readonly rank?: string;
    readonly images: unknown;
  }[];
}

async function cine(
  attributes: Parameters<typeof printedCine>[2],
  ...texts: Parameters<typeof printedCine>[1]
) {
  const folder = join(upload.folder, "images");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "cine"), printedCine(1, texts, attributes));
  return folder;
}

describe("text in the pixels of an upload", () => {
  it("keeps the case back until each place was accepted under its own id", async () => {
    const images = await cine({}, printedName, printedRemark);
    const refused = await upload.run(images);
    expect(refused.status).toBe(1);
    const { status, text } = JSON.parse(refused.stdout) as Refused;
    expect(status).toBe("refused");
    expect(text.map(({ rank, images: places }) => [rank, places])).toEqual([
      ["patientWord", { first: 1, last: 2 }],
      ["text", { first: 1, last: 2 }],
    ]);
    const ids = text.map(({ id }) => id);
    for (const id of ids) expect(refused.stderr).toContain(`(id ${id})`);
    expect(refused.stdout + refused.stderr).not.toMatch(/quibble|supine/i);
    const inBulk = await upload.run(images, ["--accept-text", "all seen"]);
    expect((JSON.parse(inBulk.stdout) as Refused).text).toMatchObject([
      { id: ids[0], rank: "patientWord" },
    ]);
    expect((await upload.sandbox.state()).cases).toEqual([]);
    const sent = await upload.run(
      images,
      ids.flatMap((id) => ["--accept-text", `${id}=a phantom`]),
    );
    expect(sent.status).toBe(0);
    expect(JSON.parse(sent.stdout)).toMatchObject({
      status: "sent",
      images: { sent: 2 },
    });
  });

  it("is in no copy on the disk before it was accepted or masked", async () => {
    const images = await cine({}, printedName);
    const refused = await upload.run(images);
    expect(refused.status).toBe(1);
    expect(refused.stderr).not.toContain("not prepared");
    const left = await readdir(upload.folder, { recursive: true });
    expect(left.filter((path) => path.endsWith(".dcm"))).toEqual([]);
    expect(left.some((path) => path.includes("state"))).toBe(true);
  });

  it("is asked about again once it is a word of the patient", async () => {
    const called = { PatientName: "SMITH^JOHN", PatientID: "S-114477" };
    const images = await cine(called, printedName);
    const { text } = JSON.parse((await upload.run(images)).stdout) as Refused;
    expect(text).toMatchObject([{ rank: "text" }]);
    const accepted = ["--accept-text", `${text[0]?.id ?? ""}=the ward`];
    // Read again, the headers have a former name.
    await cine({ ...called, OtherPatientNames: "QUIBBLEWORTH" }, printedName);
    const refused = await upload.run(images, accepted);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("There is no text under");
    const inBulk = await upload.run(images, ["--accept-text", "all seen"]);
    expect((JSON.parse(inBulk.stdout) as Refused).text).toMatchObject([
      { rank: "patientWord" },
    ]);
    expect((await upload.sandbox.state()).cases).toEqual([]);
  });

  it("is never accepted under an id that no place has", async () => {
    const images = await cine({});
    const ended = await upload.run(images, [
      ...["--accept-text", "0123456789abcdef=seen"],
    ]);
    expect(ended).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('"exitStatus": 2') as unknown,
    });
    expect(ended.stderr).toContain("0123456789abcdef");
    expect((await upload.sandbox.state()).cases).toEqual([]);
  });
});
