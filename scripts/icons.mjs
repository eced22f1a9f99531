// Draws assets/icon.png, icon.ico and icon.icns from assets/icon.svg, with the Chromium of this system.
import { chromium } from "@playwright/test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { browserPaths } from "./debianPackages.mjs";

const assets = resolve(import.meta.dirname, "../assets");
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's type codes of PNG icons, by side length in pixels. */
const appleTypes = new Map([
  [32, "ic11"],
  [64, "ic12"],
  [128, "ic07"],
  [256, "ic08"],
  [512, "ic09"],
  [1024, "ic10"],
]);

/** PNG of the drawing at each size, transparent where it is. */
async function draw(sizes) {
  const svg = readFileSync(join(assets, "icon.svg"), "utf8");
  const browser = await chromium.launch({
    executablePath: browserPaths.find((path) => existsSync(path)),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = await browser.newPage();
    const images = new Map();
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      );
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

/** An ICO file: a directory of 16-byte entries, then the PNG files. */
function encodeIco(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(([size, png], index) => {
    const entry = 6 + 16 * index;
    // One byte each for width and height, where 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

/** An ICNS file: blocks of type, length (with these 8 bytes) and PNG file. */
function encodeIcns(images) {
  const block = (type, content) => {
    const head = Buffer.alloc(8);
    head.write(type, "ascii");
    head.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([head, content]);
  };
  return block(
    "icns",
    Buffer.concat(
      images.map(([size, png]) => block(appleTypes.get(size), png)),
    ),
  );
}

const images = await draw(new Set([...windowsSizes, ...appleTypes.keys()]));
const select = (sizes) => [...sizes].map((size) => [size, images.get(size)]);
writeFileSync(join(assets, "icon.png"), images.get(512));
writeFileSync(join(assets, "icon.ico"), encodeIco(select(windowsSizes)));
writeFileSync(join(assets, "icon.icns"), encodeIcns(select(appleTypes.keys())));
