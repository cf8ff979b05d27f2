import { BEGINNING } from '../../collect/coverage/coverage-of.ts';
import { coverage } from '../../collect/coverage/index.ts';
import { history } from '../../collect/history.ts';
import { ledgerHistory } from '../../collect/ledger-history/index.ts';
import { wholeLedgers as ledgers } from '../../collect/ledgers.ts';
import { verdicts } from '../../collect/verdicts/index.ts';
import { type FactsOf, factsOf } from '../../engine.ts';
import { withheld } from '../../outcome.ts';
import { plain } from '../../report/plain.ts';
import type { Repository } from '../../repository.ts';
import type { Io } from '../io.ts';
import { nodePlatform } from '../platform.ts';

/** Those that know of verdicts: to load the others would cost more time than most ledgers do. */
const COLLECTORS = [ledgers, ledgerHistory, verdicts, coverage, history] as const;

/** Facts of a repository over its whole history. No hosting service is asked: what counts here is what git holds. */
export function gather(repository: Repository, asOf: string, io: Io): FactsOf {
  return factsOf(
    {
      repository,
      collectors: COLLECTORS,
      platform: nodePlatform,
      forge: withheld('No hosting service was asked.', 'Run an audit: agentops-audit'),
      onCrash(where, error) {
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const lines = [`agentops-audit: a bug of this tool, ${where}.`, ...detail.split('\n')];
        io.stderr.write(`${lines.map(plain).join('\n')}\n`);
      },
    },
    asOf,
    BEGINNING,
    new Set(),
  );
}
