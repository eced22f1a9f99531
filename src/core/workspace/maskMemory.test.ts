// Masks are offered again for the same scanner and no other, and can be forgotten.
import { describe, expect, it } from "vitest";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Mask, MaskShape } from "../../shared/mask.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { StackImage } from "../model/stack.ts";
import { MaskMemory, type MaskMemoryRecord } from "./maskMemory.ts";

const full: DiskFailure = { kind: "unreadable", code: "EIO" };

class FakeRecord implements MaskMemoryRecord {
  content: unknown = null;
  failure: DiskFailure | null = null;
  writes = 0;

  read(): Promise<Result<unknown, DiskFailure>> {
    return Promise.resolve(
      this.failure === null ? success(this.content) : failed(this.failure),
    );
  }

  write(content: unknown): Promise<Result<null, DiskFailure>> {
    this.writes += 1;
    if (this.failure !== null) return Promise.resolve(failed(this.failure));
    // As JSON, as it is on disk.
    this.content = JSON.parse(JSON.stringify(content));
    return Promise.resolve(success(null));
  }

  remove(): Promise<Result<null, DiskFailure>> {
    this.content = null;
    return Promise.resolve(success(null));
  }
}

const layout = {
  rows: 600,
  columns: 800,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  pixelRepresentation: 0,
};

function images(header: Partial<InstanceHeader> = {}): readonly StackImage[] {
  const instance = scannedInstance("/export/1", {
    manufacturer: "Philips",
    manufacturerModelName: "CX50",
    modality: "US",
    pixels: layout,
    ...header,
  });
  return [
    { instance, frame: 1 },
    { instance, frame: 2 },
  ];
}

const strip: MaskShape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: 800,
  height: 60,
};
const fan: MaskShape = {
  kind: "outsideFan",
  apexX: 400,
  apexY: 20,
  innerRadius: 50,
  outerRadius: 500,
  fromDegrees: 45,
  toDegrees: 135,
};

function masks(...shapes: readonly MaskShape[]): readonly Mask[] {
  return shapes.map((shape, index) => ({
    maskId: String(index),
    shape,
    images: null,
  }));
}

async function opened(record = new FakeRecord()) {
  return { record, ...(await MaskMemory.open(record)) };
}

describe("the memory of masks", () => {
  it("offers what was used last on the same scanner, after a restart too", async () => {
    const { memory, record } = await opened();
    await memory.remember(images(), masks(strip));
    await memory.remember(images(), masks(fan, strip, fan));

    expect(memory.shapesFor(images())).toEqual([fan, strip]);
    const again = await opened(record);
    expect(again.memory.shapesFor(images())).toEqual([fan, strip]);
    expect(again.failure).toBeNull();
  });

  it.each<readonly [string, Partial<InstanceHeader>]>([
    ["another make", { manufacturer: "GE" }],
    ["another model", { manufacturerModelName: "EPIQ" }],
    ["another modality", { modality: "SC" }],
    ["another matrix", { pixels: { ...layout, columns: 1024 } }],
    ["no name", { manufacturer: "", manufacturerModelName: "" }],
  ])("offers nothing for a scanner with %s", async (_, header) => {
    const { memory } = await opened();
    await memory.remember(images(), masks(strip));

    expect(memory.shapesFor(images(header))).toEqual([]);
  });

  it("neither remembers nor offers for scanners without a name", async () => {
    const nameless = images({ manufacturer: "", manufacturerModelName: "" });
    const { memory, record } = await opened();
    await memory.remember(nameless, masks(strip));

    expect(memory.shapesFor(nameless)).toEqual([]);
    expect(record.writes).toBe(0);
  });

  it("offers nothing for a stack of several kinds", async () => {
    const { memory } = await opened();
    await memory.remember(images(), masks(strip));

    expect(
      memory.shapesFor([...images(), ...images({ modality: "SC" })]),
    ).toEqual([]);
  });

  it("keeps what it knows when masks are taken off a stack", async () => {
    const { memory } = await opened();
    await memory.remember(images(), masks(strip));
    await memory.remember(images(), []);

    expect(memory.shapesFor(images())).toEqual([strip]);
  });

  it("writes only what changed", async () => {
    const { memory, record } = await opened();
    await memory.remember(images(), masks(strip));
    await memory.remember(images(), masks(strip));

    expect(record.writes).toBe(1);
  });

  it("names neither scanner nor patient in what it writes", async () => {
    const { memory, record } = await opened();
    const patient = { ...images()[0]!.instance.header.patient, name: "DOE" };
    await memory.remember(images({ patient }), masks(strip));

    const written = JSON.stringify(record.content);
    expect(written).not.toMatch(/Philips|CX50|DOE/);
    expect(written.replace(/[0-9a-f]{64}/, "HASH")).toBe(
      JSON.stringify({
        version: 1,
        scanners: [{ key: "HASH", shapes: [strip] }],
      }),
    );
  });

  it("forgets everything, on disk too", async () => {
    const { memory, record } = await opened();
    await memory.remember(images(), masks(strip));
    await memory.forget();

    expect(memory.shapesFor(images())).toEqual([]);
    expect(memory.isEmpty).toBe(true);
    expect(record.content).toBeNull();
  });

  it("starts empty from what it cannot read, and says so", async () => {
    const record = new FakeRecord();
    record.failure = full;
    const { memory, failure } = await opened(record);

    expect(memory.isEmpty).toBe(true);
    expect(failure).toEqual({ ...full, memory: "maskMemory" });
  });

  it("starts empty from a document of another form", async () => {
    const record = new FakeRecord();
    record.content = { version: 9 };
    const { memory, failure } = await opened(record);

    expect(memory.isEmpty).toBe(true);
    expect(failure).toBeNull();
  });

  it("answers with the failure of a disk that is full, and still offers", async () => {
    const { memory, record } = await opened();
    record.failure = full;

    expect(await memory.remember(images(), masks(strip))).toEqual(failed(full));
    expect(memory.shapesFor(images())).toEqual([strip]);
  });

  it("remembers no more than 500 scanners, the ones used last", async () => {
    const { memory } = await opened();
    const model = (number: number) =>
      images({ manufacturerModelName: `M${number}` });
    for (let number = 0; number < 501; number += 1)
      await memory.remember(model(number), masks(strip));

    expect(memory.shapesFor(model(0))).toEqual([]);
    expect(memory.shapesFor(model(1))).toEqual([strip]);
    expect(memory.shapesFor(model(500))).toEqual([strip]);
  });
});
