// Bundles a benchmark's entry and all worker threads as the app does, so that what is measured is what is shipped.
import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "..");

/**
 * Bundles into a new folder below `scratch`: `<entry>.js`, and `workers/*.js` beside it. Resolves to the entry's path.
 * @param {string} entry @param {string} scratch
 */
export async function bundleForBench(entry, scratch) {
  const outDir = await mkdtemp(join(scratch, "bundle-"));
  const name = basename(entry).replace(/\.m?[jt]s$/, "");
  const workers = (await readdir(join(root, "src/workers"))).filter((file) =>
    file.endsWith("Worker.ts"),
  );
  await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, target: "node" },
    // As electron-vite does for CommonJS modules in the bundle.
    define: { __dirname: "import.meta.dirname" },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: "node20",
      minify: false,
      rolldownOptions: {
        input: {
          [name]: entry,
          ...Object.fromEntries(
            workers.map((file) => [
              `workers/${basename(file, ".ts")}`,
              join(root, "src/workers", file),
            ]),
          ),
        },
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
        },
      },
    },
  });
  // Electron's Node takes a file for an ES module only if a package says so.
  await writeFile(join(outDir, "package.json"), '{ "type": "module" }');
  return join(outDir, `${name}.js`);
}
