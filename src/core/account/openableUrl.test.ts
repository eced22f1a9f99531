// Which addresses reach the browser.
import { describe, expect, it } from "vitest";
import { openableUrl } from "./openableUrl.ts";

const sandbox = "http://127.0.0.1:4711";

describe("addresses for the browser", () => {
  it.each([
    "https://radiopaedia.org/cases/1",
    "http://127.0.0.1:4711/cases/1?x=y",
  ])("lets %s pass", (address) => {
    expect(openableUrl(address, sandbox)).toBe(address);
  });

  it.each([
    "http://radiopaedia.org/",
    "http://127.0.0.1:4712/",
    "http://localhost:4711/",
    "http://127.0.0.1:4711@evil.test/",
    "https://user:secret@radiopaedia.org/",
    "file:///etc/passwd",
    "smb://server/share",
    "javascript:alert(1)",
    "ms-msdt:/id",
    "not an address",
    "",
  ])("refuses %s", (address) => {
    expect(openableUrl(address, sandbox)).toBeNull();
  });

  it("opens nothing on this computer while the sandbox is not running", () => {
    expect(openableUrl("http://127.0.0.1:4711/", null)).toBeNull();
  });
});
