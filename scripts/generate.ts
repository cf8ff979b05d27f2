import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJSONSchema } from 'zod/mini';
import { factorSchema } from '../checker/src/factor-schema.ts';
import { HELP } from '../checker/src/node/options.ts';

/** Writes every generated file and block. CI runs this and fails when anything changed. */

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const factor = {
  $id: 'factor.schema.json',
  title: 'Factor',
  description: 'Frontmatter of a factor document. Generated from checker/src/factor-schema.ts; do not edit.',
  ...toJSONSchema(factorSchema, { io: 'input' }),
};
await writeFile(at('schemas/factor.schema.json'), `${JSON.stringify(factor, null, 2)}\n`);

await fillBlock('README.md', 'help', `\`\`\`text\n${HELP}\`\`\``);

/** Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
async function fillBlock(path: string, name: string, content: string): Promise<void> {
  const text = await readFile(at(path), 'utf8');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${path} has no block ${start} … ${end}`);
  await writeFile(at(path), `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`);
}
