// `casedrop upload` of images whose names are not in the character set they declare: a typed name is found all the same. Uses the
// build (npm run build).
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { UploadByCommand } from "../testing/uploadByCommand.ts";

let upload: UploadByCommand;
beforeEach(async () => {
  upload = await UploadByCommand.start();
});
afterEach(async () => {
  await upload.end();
});

it.each([
  ["ISO_IR 192", "4dfc6c6c626163685e4af67267", "Findings in Müllbach."],
  ["GB18030", "4dfc6c6c626163685e52656ee9", "Findings in Mullbach."],
  ["ISO_IR 149", "b1e8c8f1c1df", "환자 김희중의 영상"],
  ["ISO 2022 IR 58", "c0ee5eceb0", "病人李伟的图像"],
])(
  "keeps a case at home whose text names a patient written in other bytes than those of %s",
  async (SpecificCharacterSet, hex, presentation) => {
    const images = join(upload.folder, "images");
    await mkdir(images);
    const PatientName = Buffer.from(hex, "hex");
    const attributes = { SpecificCharacterSet, PatientName };
    await writeFile(join(images, "1"), ctSlice({ attributes }));
    await upload.write(
      "case.yaml",
      `title: Chest case\nsystem: Chest\npresentation: ${presentation}\n`,
    );
    const refused = await upload.run(images);
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: {
        code: "refused",
        message: expect.stringContaining("presentation: a word") as unknown,
      },
    });
    expect((await upload.sandbox.state()).cases).toEqual([]);
  },
);
