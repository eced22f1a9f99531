// Tests of the house rule that keeps imports pointing one way.
import { describe, expect, it } from "vitest";
import { layerOf, packageName, violation } from "./layers.js";

const check = (fileInSrc, specifier, targetInSrc = null) =>
  violation({ fileInSrc, specifier, targetInSrc });

describe("layers", () => {
  it("finds the innermost layer of a file", () => {
    expect(layerOf("adapters/electron/safeStorage.ts")).toBe(
      "adapters/electron",
    );
    expect(layerOf("adapters/fileSpool.ts")).toBe("adapters");
    expect(layerOf("elsewhere.ts")).toBeNull();
  });

  it("reads package names with and without a scope", () => {
    expect(packageName("@base-ui/react/dialog")).toBe("@base-ui/react");
    expect(packageName("zod/v4")).toBe("zod");
  });

  it("lets core import shared and refuses the way back", () => {
    expect(
      check(
        "core/deid/planDeid.ts",
        "../../shared/result.ts",
        "shared/result.ts",
      ),
    ).toBeNull();
    expect(check("shared/result.ts", "../core/x.ts", "core/x.ts")).toContain(
      "must not import src/core",
    );
  });

  it("keeps electron, file system and network out of core", () => {
    for (const specifier of ["electron", "node:fs", "node:http", "undici"])
      expect(check("core/scan/scanFiles.ts", specifier)).not.toBeNull();
    expect(check("core/deid/uidMapper.ts", "node:crypto")).toBeNull();
  });

  it("keeps the sandbox from sharing the app's own policy code", () => {
    expect(
      check(
        "sandbox/policyCheck.ts",
        "../core/deid/policy.ts",
        "core/deid/policy.ts",
      ),
    ).not.toBeNull();
  });

  it("keeps adapters apart, but lets one adapter have several files", () => {
    expect(
      check(
        "adapters/fileSpool.ts",
        "./fileJournal.ts",
        "adapters/fileJournal.ts",
      ),
    ).not.toBeNull();
    expect(
      check("adapters/http/client.ts", "./body.ts", "adapters/http/body.ts"),
    ).toBeNull();
  });

  it("keeps Node and Electron out of the renderer, tests included", () => {
    expect(check("renderer/app.tsx", "electron")).not.toBeNull();
    expect(check("renderer/app.tsx", "node:path")).not.toBeNull();
    expect(
      check("renderer/app.test.ts", "../core/x.ts", "core/x.ts"),
    ).not.toBeNull();
  });

  it("lets tests use test packages", () => {
    expect(check("core/x.test.ts", "vitest")).toBeNull();
    expect(check("core/x.ts", "vitest")).not.toBeNull();
  });
});
