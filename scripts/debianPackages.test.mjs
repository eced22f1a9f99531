// What the tests need from a Debian system, and that the build server installs it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { endToEndPackages, integrationPackages } from "./debianPackages.mjs";

/** Of the build server itself, whose Chrome needs the libraries as well. */
const alreadyThere = [
  "chromium",
  "libasound2",
  "libgbm1",
  "libgtk-3-0",
  "libnss3",
];

it("names the proxies that cases are sent through in tests", () => {
  expect(integrationPackages).toEqual(
    expect.arrayContaining(["squid", "tinyproxy", "openssl"]),
  );
});

it("names what the build server installs", () => {
  const workflow = readFileSync(
    resolve(import.meta.dirname, "../.github/workflows/check.yml"),
    "utf8",
  );
  const [, installed = ""] =
    /apt-get install -y --no-install-recommends ((?:.*\\\n)*.*)/.exec(
      workflow,
    ) ?? [];
  const needed = new Set([...integrationPackages, ...endToEndPackages]);
  expect(installed.match(/[\w.-]+/g)?.sort()).toEqual(
    [...needed].filter((name) => !alreadyThere.includes(name)).sort(),
  );
});
