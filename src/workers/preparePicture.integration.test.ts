// Pictures into a spool on a real disk: what is refused, or does not fit, leaves nothing behind.
import { createHash } from "node:crypto";
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
  type SpoolFileSystem,
} from "../adapters/fileSpool/spoolWriter.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { MaskShape } from "../shared/mask.ts";
import type { PictureFormat } from "../shared/pictureFormat.ts";
import { patientWordSearch } from "../core/deid/patientWordSearch.ts";
import { HastyClock } from "../testing/hastyClock.ts";
import { mp4Film } from "../testing/filmFixtures.ts";
import { exifSegment, jpegPicture } from "../testing/pictureFixtures.ts";
import { preparePicture } from "./preparePicture.ts";
import { nodeFiles, ReadBuffer } from "./sourceFile.ts";
import { WaningPatience } from "./waningPatience.ts";

let base: string;
let spoolFolder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-picture-"));
  spoolFolder = await mkdtemp(join(base, "spool-"));
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function prepare(
  bytes: Uint8Array,
  format: PictureFormat,
  fs: Partial<SpoolFileSystem> = {},
  masks: readonly MaskShape[] = [],
) {
  const path = join(base, "source") as LocalPath;
  await writeFile(path, bytes);
  const { size, mtimeMs } = await stat(path);
  return preparePicture(
    {
      file: {
        kind: "file",
        path,
        sizeBytes: size,
        modifiedAtMs: Math.trunc(mtimeMs),
      },
      format,
      masks,
    },
    {
      spool: new SpoolWriter(spoolFolder, { ...nodeSpoolFileSystem, ...fs }),
      words: patientWordSearch([
        { kind: "name", text: "HABERKORN" },
        { kind: "name", text: "ODA" },
      ]),
      reading: {
        buffer: new ReadBuffer(),
        scratch: scratchFolder({
          folder: join(base, "scratch"),
          key: new Uint8Array(32),
        }),
        patience: new WaningPatience(new HastyClock()),
        files: nodeFiles,
      },
    },
  );
}

it("spools a picture clean, under the hash of what will be sent", async () => {
  const prepared = await prepare(
    jpegPicture({ after: Buffer.from("DOE^JANE") }),
    "jpeg",
  );
  const clean = jpegPicture();
  const sha256Hex = createHash("sha256").update(clean).digest("hex");
  expect(prepared).toEqual({
    ok: true,
    value: {
      file: { sha256Hex, sizeBytes: clean.length },
      done: { pixels: "stripped", actions: [] },
    },
  });
  const [name = ""] = await readdir(spoolFolder);
  expect(name.startsWith(sha256Hex)).toBe(true);
  expect(await readFile(join(spoolFolder, name))).toEqual(clean);
});

it("copies the samples of a film from its file", async () => {
  const prepared = await prepare(mp4Film({ unused: "DOE^JANE" }), "mp4");
  expect(prepared.ok).toBe(true);
  const [name = ""] = await readdir(spoolFolder);
  const written = await readFile(join(spoolFolder, name));
  expect(written.toString("latin1")).toMatch(
    /first sample\0\0\0\x0eAsecond sample$/,
  );
});

it("refuses a damaged picture and leaves nothing", async () => {
  expect(await prepare(jpegPicture().subarray(0, 60), "jpeg")).toEqual({
    ok: false,
    failure: {
      kind: "refused",
      reason: { kind: "picture", format: "jpeg", problem: "damaged" },
    },
  });
  expect(await readdir(spoolFolder)).toEqual([]);
});

it("stops at a full disk and leaves nothing", async () => {
  const writev = () => {
    throw Object.assign(new Error("full"), { code: "ENOSPC" });
  };
  expect(await prepare(jpegPicture(), "jpeg", { writev })).toEqual({
    ok: false,
    failure: { kind: "disk", failure: { kind: "diskFull" } },
  });
  expect(await readdir(spoolFolder)).toEqual([]);
});

const mask: MaskShape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: 4,
  height: 4,
};

it("writes a masked JPEG as a PNG, and says so", async () => {
  const prepared = await prepare(jpegPicture(), "jpeg", {}, [mask]);

  expect(prepared).toMatchObject({
    ok: true,
    value: { file: { picture: "png" }, done: { pixels: "maskedPicture" } },
  });
  const [name = ""] = await readdir(spoolFolder);
  const written = await readFile(join(spoolFolder, name));
  expect(written.subarray(1, 4).toString("latin1")).toBe("PNG");
});

it("refuses masks on a film, and leaves nothing behind", async () => {
  const prepared = await prepare(mp4Film(), "mp4", {}, [mask]);

  expect(prepared).toEqual({
    ok: false,
    failure: {
      kind: "refused",
      reason: { kind: "picture", format: "mp4", problem: "cannotBeMasked" },
    },
  });
  expect(await readdir(spoolFolder)).toEqual([]);
});

it("takes a name out of everything that a picture carries beside its pixels", async () => {
  const planted = jpegPicture({
    before: [exifSegment(1, "HABERKORN^ODA")],
    after: Buffer.from("HABERKORN"),
  });

  expect((await prepare(planted, "jpeg")).ok).toBe(true);
});

it("refuses a film whose recorder wrote the patient's name into its frames", async () => {
  const film = mp4Film().toString("latin1");
  const signed = film.replace("second sample", "HABERKORN^ODA");

  expect(await prepare(Buffer.from(signed, "latin1"), "mp4")).toEqual({
    ok: false,
    failure: {
      kind: "refused",
      reason: {
        kind: "patientWordLeft",
        place: { kind: "picture" },
        wordKind: "name",
      },
    },
  });
  expect(await readdir(spoolFolder)).toEqual([]);
});
