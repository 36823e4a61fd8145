// Bundles static/css and static/js into static/dist under hashed names, with a manifest.
// A script whose name begins with "_" is a part of others and gets no bundle of its own; of styles,
// SHEETS do.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = "static/dist";
const SHEETS = ["static/css/site.css", "static/css/room.css"];
// Cheap phones keep old browsers: what esbuild can write in older words, it does.
const TARGET = ["es2020", "chrome87", "firefox78", "safari15"];

const scripts = (await readdir("static/js"))
  .filter((name) => name.endsWith(".js") && !name.startsWith("_"))
  .map((name) => `static/js/${name}`);

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

const result = await build({
  entryPoints: [...SHEETS, ...scripts],
  outdir: OUT,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: TARGET,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  manifest[basename(entryPoint)] = basename(path);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(`${OUT}/manifest.json`, `${JSON.stringify(sorted, null, 2)}\n`);

// Compressed once here, so that the server never spends a worker's wait on it.
for (const [name, file] of Object.entries(sorted)) {
  const bytes = await readFile(`${OUT}/${file}`);
  const gz = gzipSync(bytes, { level: 9 });
  const br = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  await Promise.all([writeFile(`${OUT}/${file}.gz`, gz), writeFile(`${OUT}/${file}.br`, br)]);
  console.log(`${name.padEnd(18)} ${bytes.length} bytes, gzip ${gz.length}, brotli ${br.length}`);
}
