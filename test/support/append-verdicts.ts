import { writeSync } from 'node:fs';
import { seal } from '../../checker/src/ledger/seal.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { append } from '../../checker/src/node/verdicts/record/append.ts';

/**
 * A program for tests that kill it: adds record after record to one lane, and prints the hash of each that was
 * confirmed. It starts much faster than the whole command line.
 */
const [root = '', lockFolder = '', most = 'Infinity'] = process.argv.slice(2);

for (let number = 1; number <= Number(most); number += 1) {
  const { hash } = await append(
    { root, path: '.agents/verdicts/main.jsonl', lockFolder },
    async (previous) =>
      seal(
        {
          subject: { commit: '1'.repeat(40) },
          author: { kind: 'agent', id: 'Ada' },
          judge: { kind: 'human', id: 'Grace' },
          verdict: 'not-proven',
          evidence: [],
          checked: [`${process.pid}-${number}`],
          unchecked: [],
          time: new Date().toISOString(),
        },
        previous,
        nodePlatform,
      ),
    { platform: nodePlatform },
  );
  writeSync(1, `${hash}\n`);
}
