// Every usual form of an entry that means "not through the proxy".
import { describe, expect, it } from "vitest";
import {
  chromiumBypassRules,
  isBypassed,
  parseBypassList,
} from "./bypassRules.ts";

function bypasses(list: string, url: string): boolean {
  return isBypassed(parseBypassList(list), new URL(url));
}

describe("bypass rules", () => {
  it.each([
    ["*", "https://radiopaedia.org"],
    ["radiopaedia.org", "https://radiopaedia.org"],
    ["RADIOPAEDIA.ORG", "https://radiopaedia.org"],
    ["radiopaedia.org", "https://api.radiopaedia.org"],
    [".radiopaedia.org", "https://api.radiopaedia.org"],
    [".radiopaedia.org", "https://radiopaedia.org"],
    ["*.radiopaedia.org", "https://api.radiopaedia.org"],
    ["radiopaedia.org.", "https://radiopaedia.org"],
    ["radiopaedia.org:443", "https://radiopaedia.org"],
    ["radiopaedia.org:8443", "https://radiopaedia.org:8443"],
    ["radiopaedia.org/", "https://radiopaedia.org"],
    ["https://radiopaedia.org/", "https://radiopaedia.org"],
    ["https://radiopaedia.org:443/", "https://api.radiopaedia.org"],
    ["https://radiopaedia.org/cases?page=2", "https://radiopaedia.org"],
    ["https://10.1.2.3/", "https://10.1.2.3"],
    ["röntgen.example", "https://röntgen.example"],
    [".RÖNTGEN.example", "https://pacs.xn--rntgen-wxa.example"],
    ["a.example, radiopaedia.org", "https://radiopaedia.org"],
    ["a.example;radiopaedia.org", "https://radiopaedia.org"],
    ["a.example\nradiopaedia.org", "https://radiopaedia.org"],
    ["<local>", "https://pacs"],
    ["10.0.0.0/8", "https://10.200.1.1"],
    ["192.168.1.1", "https://192.168.1.1"],
    ["192.168.1.1:8443", "https://192.168.1.1:8443"],
    ["10.1.*", "https://10.1.2.3"],
    ["pacs*.example.org", "https://pacs2.example.org"],
    ["fd00::/8", "https://[fdab::1]"],
    ["[fd00::]/8", "https://[fdab::1]"],
    ["fd00::1", "https://[fd00:0::1]"],
    ["[fd00::1]", "https://[fd00::1]"],
    ["[fd00::1]:8443", "https://[fd00::1]:8443"],
    ["::ffff:10.0.0.1", "https://10.0.0.1"],
  ])("%s lets %s go directly", (list, url) => {
    expect(bypasses(list, url)).toBe(true);
  });

  it.each([
    ["", "https://radiopaedia.org"],
    ["radiopaedia.org", "https://notradiopaedia.org"],
    ["radiopaedia.org", "https://radiopaedia.org.evil.example"],
    ["radiopaedia.org:8443", "https://radiopaedia.org"],
    ["<local>", "https://radiopaedia.org"],
    ["<local>", "https://[fd00::1]"],
    ["10.0.0.0/8", "https://11.0.0.1"],
    ["10.0.0.0/33", "https://10.0.0.1"],
    ["10.0.0.0/8", "https://10.example.org"],
    ["192.168.1.1:8443", "https://192.168.1.1"],
    ["10.1.*", "https://10.2.1.1"],
    ["fd00::/8", "https://[fe80::1]"],
    ["fd00::1", "https://[fd00::2]"],
    ["[fd00::1]:8443", "https://[fd00::1]"],
    [",,;;  ", "https://radiopaedia.org"],
  ])("%s does not concern %s", (list, url) => {
    expect(bypasses(list, url)).toBe(false);
  });
});

describe("bypass rules for Chromium", () => {
  it.each([
    ["", ""],
    ["radiopaedia.org", "radiopaedia.org,*.radiopaedia.org"],
    [
      "https://Röntgen.example:8443/; <local>",
      "xn--rntgen-wxa.example:8443,*.xn--rntgen-wxa.example:8443,<local>",
    ],
    [
      "10.0.0.0/8 10.1.* [fd00::1]:8443 *",
      "10.0.0.0/8,10.1.*,[fd00::1]:8443,*",
    ],
    [
      "https://10.1.2.3/ http://pacs*.example.org/x 10.1.2.4:8443/ fd00::/8",
      "10.1.2.3,pacs*.example.org,10.1.2.4:8443,fd00::/8",
    ],
  ])("%s is %s", (list, rules) => {
    expect(chromiumBypassRules(list)).toBe(rules);
  });
});
