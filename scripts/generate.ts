import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJSONSchema } from 'zod/mini';
import { collectors } from '../checker/src/collect/index.ts';
import { audit } from '../checker/src/engine.ts';
import { factorSchema } from '../checker/src/factor-schema.ts';
import { doctrineFrom } from '../checker/src/node/doctrine-files.ts';
import { HELP } from '../checker/src/node/options.ts';
import { nodePlatform } from '../checker/src/node/platform.ts';
import { VERSION } from '../checker/src/node/version.ts';
import { withheld } from '../checker/src/outcome.ts';
import { probes } from '../checker/src/probes/index.ts';
import { renderText } from '../checker/src/report/text.ts';
import { memoryRepository } from '../checker/src/source/memory.ts';
import { exemplary, FILES } from '../test/support/exemplary-repository.ts';

/** Writes every generated file and block. CI runs this and fails when anything changed. */

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const factor = {
  $id: 'https://boshu2.github.io/12-factor-agentops/schemas/v1/factor.schema.json',
  title: 'Factor',
  description: 'Frontmatter of a factor document. Generated from checker/src/factor-schema.ts; do not edit.',
  ...toJSONSchema(factorSchema, { io: 'input' }),
};
await writeFile(at('schemas/factor.schema.json'), `${JSON.stringify(factor, null, 2)}\n`);

await fillBlock('README.md', 'scorecard', `\`\`\`text\n${await exampleScorecard()}\`\`\``);
await fillBlock('README.md', 'help', `\`\`\`text\n${HELP}\`\`\``);

/** The audit of a repository that is on its way: it keeps lessons and gates, and no verdicts or goals yet. */
async function exampleScorecard(): Promise<string> {
  const {
    '.agents/verdicts/main.jsonl': _ledger,
    'GOALS.md': _goals,
    '.agents/citations.jsonl': _log,
    ...files
  } = FILES;
  const scorecard = await audit({
    repository: memoryRepository(exemplary(files)),
    doctrine: await doctrineFrom(undefined),
    probes,
    collectors,
    platform: nodePlatform,
    forge: withheld('No forge was asked: the audit ran offline.', 'Run the audit without --offline.'),
    tool: { name: 'agentops-audit', version: VERSION },
  });
  return renderText(scorecard, { width: 80, colour: false });
}

/** Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
async function fillBlock(path: string, name: string, content: string): Promise<void> {
  const text = await readFile(at(path), 'utf8');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${path} has no block ${start} … ${end}`);
  await writeFile(at(path), `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`);
}
