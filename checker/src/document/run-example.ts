import { collectors } from '../collect/index.ts';
import type { Doctrine } from '../doctrine.ts';
import { audit } from '../engine.ts';
import { withheld } from '../outcome.ts';
import type { Platform } from '../platform.ts';
import { probes } from '../probes/index.ts';
import { renderEvidence, renderFinding } from '../report/text.ts';
import type { Finding } from '../scorecard.ts';
import { memoryRepository } from '../source/memory.ts';
import { openForge } from '../source/open-forge.ts';
import { type Example, repositoryOf } from './example.ts';

/** What the checker really answers to an example. */
export interface ExampleRun {
  readonly finding: Finding;
  /** The finding as the terminal prints it, without colour, unwrapped. */
  readonly text: string;
  /** The places that prove a pass or a part of one, with what each shows; the scorecard prints only the first. */
  readonly proof: readonly string[];
  /** Why this is not what the example says, in one sentence; undefined where it is. */
  readonly lie: string | undefined;
}

const UNWRAPPED = 100_000;

/** Audits the repository of an example by one rule, through the real collectors, probe and GitHub client. */
export async function runExample(
  example: Example,
  ruleId: string,
  doctrine: Doctrine,
  platform: Platform,
): Promise<ExampleRun> {
  const spec = repositoryOf(example);
  const crashes: string[] = [];
  const scorecard = await audit({
    repository: memoryRepository(spec),
    doctrine,
    probes,
    collectors,
    platform,
    forge:
      example.forge === undefined
        ? withheld('No forge was asked: the audit ran offline.', 'Run the audit without --offline.')
        : openForge(
            spec.remote,
            { token: { value: 'example', from: 'GITHUB_TOKEN' } },
            { ...platform, fetch: answering(example.forge) },
          ),
    tool: { name: 'agentops-audit', version: '0.0.0' },
    ...(example.asOf !== undefined && { asOf: example.asOf }),
    only: [ruleId],
    onCrash: (where, error) => crashes.push(`${where}: ${error instanceof Error ? error.message : String(error)}`),
  });
  const finding = scorecard.factors[0]?.findings[0];
  if (finding === undefined) throw new Error(`the doctrine has no rule "${ruleId}"`);
  const text = renderFinding(finding, { width: UNWRAPPED, colour: false });
  const proof = 'evidence' in finding.outcome ? finding.outcome.evidence.map(renderEvidence) : [];
  return { finding, text, proof, lie: crashes[0] ?? lieOf(example, finding, text, proof) };
}

function lieOf(
  { outcome, says }: Example,
  finding: Finding,
  text: string,
  proof: readonly string[],
): string | undefined {
  if (finding.outcome.status !== outcome)
    return `says ${outcome}, but the checker answers ${finding.outcome.status}: ${text}`;
  const said = [text, ...proof].join('\n');
  return says === undefined || said.includes(says) ? undefined : `says "${says}", but the checker answers: ${said}`;
}

/** A GitHub that gives the answers of an example, and 404 to every other call. */
function answering(forge: NonNullable<Example['forge']>): typeof globalThis.fetch {
  const answers: Readonly<Record<string, unknown>> = {
    'GET /repos/ada/engine': { full_name: 'ada/engine', default_branch: 'main' },
    ...forge,
  };
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const answer = answers[`${init?.method ?? 'GET'} ${pathname}`] ?? 404;
    const [status, body] = typeof answer === 'number' ? [answer, { message: 'refused' }] : [200, answer];
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  };
}
