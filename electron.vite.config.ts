// Builds everything that runs: main process, worker threads and command line tool as one Node bundle set, then preload and renderer.
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";

const root = import.meta.dirname;

/** One entry per file in src/workers that starts a thread: `xyzWorker.ts` becomes `out/workers/xyzWorker.js`. */
const workerEntries = Object.fromEntries(
  readdirSync(resolve(root, "src/workers"))
    .filter((file) => file.endsWith("Worker.ts"))
    .map((file) => [
      `workers/${basename(file, ".ts")}`,
      resolve(root, "src/workers", file),
    ]),
);

export default defineConfig({
  main: {
    build: {
      outDir: "out",
      // The oldest runtime we start in is Electron 33 (Node 20.18); see scripts/electronRuntime.mjs.
      target: "node20",
      // Everything is bundled, so that the package and the command line tool need no node_modules.
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: {
          "main/main": resolve(root, "src/main/main.ts"),
          "cli/casedrop": resolve(root, "src/cli/casedrop.ts"),
          ...workerEntries,
        },
        external: ["electron"],
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
        },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { bridge: resolve(root, "src/preload/bridge.ts") },
        // A sandboxed preload must be one CommonJS file.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: resolve(root, "src/renderer"),
    plugins: [react()],
    build: {
      outDir: resolve(root, "out/renderer"),
      target: "chrome130",
      minify: true,
      sourcemap: true,
      // Inlined assets would need data: in the content security policy.
      assetsInlineLimit: 0,
      // One page from disk: splitting it would only delay the window.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: {
        input: { index: resolve(root, "src/renderer/index.html") },
      },
    },
  },
});
