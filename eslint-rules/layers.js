// House rule `casedrop/layers`: imports point one way, and every package is classified for the layers that may use it.
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * What each folder of src may import: `layers` are other folders, `packages` npm packages, `node` built-in modules
 * (true: any). The longest matching folder wins. A new npm package is added here in the commit that adds it.
 */
export const layers = {
  shared: { layers: [], packages: ["zod"], node: [] },
  core: {
    layers: ["shared"],
    packages: ["zod"],
    node: ["node:crypto", "node:stream", "node:zlib"],
  },
  adapters: {
    layers: ["shared", "core"],
    packages: [
      "undici",
      "yauzl",
      "zod",
      "@cornerstonejs/codec-charls",
      "@cornerstonejs/codec-openjpeg",
      "@tesseract.js-data/eng",
      "tesseract.js-core",
    ],
    node: true,
    isolatedChildren: true,
  },
  "adapters/electron": {
    layers: ["shared", "core"],
    packages: ["electron", "electron-store", "zod"],
    node: true,
  },
  sandbox: {
    // Never core: the fake service must not agree with the app by sharing its code.
    layers: ["shared"],
    packages: ["dicom-parser", "yaml", "zod"],
    node: true,
  },
  workers: {
    layers: ["shared", "core", "adapters", "sandbox"],
    packages: ["zod"],
    node: true,
  },
  main: {
    layers: ["shared", "core", "adapters", "adapters/electron", "workers"],
    packages: ["electron", "zod"],
    node: true,
  },
  preload: { layers: ["shared"], packages: ["electron"], node: [] },
  renderer: {
    layers: ["shared"],
    packages: [
      "react",
      "react-dom",
      "zustand",
      "zod",
      "@base-ui/react",
      "react-hook-form",
      "@hookform/resolvers",
      "lucide-react",
      "@tanstack/react-virtual",
      "prosemirror-commands",
      "prosemirror-history",
      "prosemirror-keymap",
      "prosemirror-model",
      "prosemirror-schema-list",
      "prosemirror-state",
      "prosemirror-view",
    ],
    node: [],
  },
  cli: {
    layers: ["shared", "core", "adapters", "workers", "sandbox"],
    packages: ["commander", "yaml", "zod"],
    node: true,
  },
  testing: {
    layers: ["shared", "core", "adapters", "workers", "sandbox"],
    packages: ["dicom-parser", "fast-check", "vite", "vitest", "zod"],
    node: true,
  },
};

/** Tests may also use these, and the test support in src/testing. */
const testPackages = [
  "vitest",
  "fast-check",
  "dicom-parser",
  "yaml",
  "@cornerstonejs/codec-openjph",
];

/** Folder of `layers` that holds a path relative to src, or null. */
export function layerOf(pathInSrc) {
  const path = pathInSrc.split(sep).join("/");
  const matches = Object.keys(layers).filter((layer) =>
    path.startsWith(`${layer}/`),
  );
  return matches.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Name of the npm package in an import specifier. */
export function packageName(specifier) {
  const parts = specifier.split("/");
  return specifier.startsWith("@")
    ? parts.slice(0, 2).join("/")
    : (parts[0] ?? specifier);
}

/** Why an import is not allowed, or null. */
export function violation({ fileInSrc, specifier, targetInSrc }) {
  const layer = layerOf(fileInSrc);
  if (layer === null) return null;
  const rules = layers[layer];
  const isTest = /\.test\.tsx?$/.test(fileInSrc);
  if (targetInSrc !== null) {
    // The version number has one home; bundling copies it in.
    if (targetInSrc === join("..", "package.json") && layer === "cli")
      return null;
    const target = layerOf(targetInSrc);
    if (target === null)
      return `'${specifier}' lies outside the layers of src.`;
    if (target === layer) {
      if (rules.isolatedChildren !== true || isTest) return null;
      const child = (path) =>
        path
          .split(sep)
          .join("/")
          .slice(layer.length + 1)
          .split("/")[0];
      const isSameChild =
        child(fileInSrc) === child(targetInSrc) &&
        fileInSrc
          .split(sep)
          .join("/")
          .slice(layer.length + 1)
          .includes("/");
      return isSameChild ? null : "One adapter never imports another.";
    }
    if (rules.layers.includes(target)) return null;
    if (isTest && target === "testing") return null;
    if (isTest && layer !== "sandbox" && target === "sandbox") return null;
    if (
      isTest &&
      ["core", "adapters", "workers"].includes(target) &&
      layer !== "renderer" &&
      layer !== "sandbox"
    )
      return null;
    return `src/${layer} must not import src/${target}.`;
  }
  if (specifier.startsWith("node:")) {
    if (rules.node === true || isTest || rules.node.includes(specifier))
      return null;
    return `src/${layer} must not import ${specifier}.`;
  }
  const name = packageName(specifier);
  if (rules.packages.includes(name)) return null;
  if (isTest && testPackages.includes(name)) return null;
  return `Package '${name}' is not classified for src/${layer} (eslint-rules/layers.js).`;
}

export default {
  meta: { type: "problem", schema: [], messages: { layer: "{{reason}}" } },
  create(context) {
    const srcRoot = resolve(context.cwd, "src");
    const fileInSrc = relative(srcRoot, context.filename);
    if (fileInSrc.startsWith("..")) return {};
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== "string") return;
      const isRelative = specifier.startsWith(".");
      const target = isRelative
        ? relative(srcRoot, resolve(dirname(context.filename), specifier))
        : null;
      const reason = violation({ fileInSrc, specifier, targetInSrc: target });
      if (reason !== null)
        context.report({ node, messageId: "layer", data: { reason } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
