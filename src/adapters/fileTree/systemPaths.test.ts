// Names as bytes and as text: whatever the bytes are, the text leads back to them.
import { describe, expect, it } from "vitest";
import { pathText, systemPath } from "./systemPaths.ts";

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

describe.skipIf(process.platform === "win32")("the text of a path", () => {
  it.each([
    // "Iä" in Latin-1
    ["49 e4", "I\udce4"],
    // "dép/é" with its first name in Latin-1 and its second in UTF-8
    ["64 e9 70 2f c3 a9", "d\udce9p/é"],
    // a character that is cut off
    ["61 e2 82", "a\udce2\udc82"],
    // what UTF-8 would make of the escape itself
    ["ed b3 a4", "\udced\udcb3\udca4"],
    // an emoji beside a stray byte
    ["f0 9f 98 80 80", "\u{1f600}\udc80"],
  ])("keeps the bytes %s", (hex, text) => {
    expect(pathText(bytes(hex))).toBe(text);
    expect(systemPath(text)).toEqual(bytes(hex));
  });

  it.each(["/data/I\u00e4.dcm", "/\u{1f480}/\u{1f600}\udbff", "/a\ufffd"])(
    "is the path itself where no byte is escaped: %j",
    (path) => {
      expect(systemPath(path)).toBe(path);
    },
  );
});
