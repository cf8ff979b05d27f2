import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { loadDoctrine } from '../checker/src/doctrine.ts';
import { factorFiles } from '../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../checker/src/node/platform.ts';
import { probes } from '../checker/src/probes/index.ts';

/** Bundles the checker into `checker/dist`, with the doctrine as data, and copies what the package ships beside it. */

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const doctrine = loadDoctrine(await factorFiles(at('factors'), 'factors'), probes, nodePlatform.sha256);

await rm(at('checker/dist'), { recursive: true, force: true });
await build({
  entryPoints: [at('checker/src/node/bin.ts'), at('checker/src/index.ts')],
  outdir: at('checker/dist'),
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  define: { __DOCTRINE__: JSON.stringify(doctrine) },
  // Some bundled packages are CommonJS and ask for Node's modules at run time.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});

await rm(at('checker/factors'), { recursive: true, force: true });
await mkdir(at('checker/factors'), { recursive: true });
for (const { path } of doctrine.factors) await cp(at(path), at(`checker/${path}`));
await copyFile(at('LICENSE'), at('checker/LICENSE'));

if (process.argv.includes('--types')) {
  const tsc = JSON.parse(await readFile(at('node_modules/typescript/package.json'), 'utf8')).bin.tsc;
  await promisify(execFile)(process.execPath, [
    at(`node_modules/typescript/${tsc}`),
    '-p',
    at('checker/tsconfig.json'),
  ]);
}
