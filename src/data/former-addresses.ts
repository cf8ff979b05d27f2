/** An address of an earlier edition or of the former site, and the page that answers it now. */
export interface FormerAddress {
  /** Root-absolute, without the site's base path, with a slash at its end. */
  readonly from: string;
  /** A present address in the same form. */
  readonly to: string;
}

const factors = (slugs: Readonly<Record<string, string>>): readonly FormerAddress[] =>
  Object.entries(slugs).map(([from, to]) => ({ from: `/factors/${from}/`, to: `/factors/${to}/` }));

const pages = (paths: Readonly<Record<string, string>>): readonly FormerAddress[] =>
  Object.entries(paths).map(([from, to]) => ({ from, to }));

/**
 * The slugs of edition 1 and 2, in their two generations. Where they lead follows the mapping to edition 3 that its
 * author published, and the crosswalk from there. A factor that was split leads to the first of its parts.
 */
const EDITION_1_AND_2 = factors({
  '01-git-memory-as-knowledge-os': '02-track',
  '02-jit-context-loading': '01-context',
  '03-single-responsibility-agents': '03-scope',
  '04-validation-gates-before-execution': '07-validate',
  '05-operational-telemetry': '12-measure',
  '06-session-continuity-via-bundles': '02-track',
  '07-intelligent-task-routing': '06-isolate',
  '08-human-gate-reviews': '07-validate',
  '09-documented-pattern-extraction': '09-extract',
  '10-continuous-improvement-backlog': '08-lock',
  '11-constitutional-guardrails': '10-compound',
  '12-domain-portability': '10-compound',
  '01-automated-tracking': '02-track',
  '02-context-loading': '01-context',
  '03-focused-agents': '03-scope',
  '04-continuous-validation': '07-validate',
  '05-measure-everything': '12-measure',
  '06-resume-work': '02-track',
  '07-smart-routing': '06-isolate',
  '08-human-validation': '07-validate',
  '09-mine-patterns': '09-extract',
  '10-small-iterations': '08-lock',
  '11-fail-safe-checks': '10-compound',
  '12-package-patterns': '10-compound',
});

/** Edition 3. Four of its slugs were kept by edition 4. */
const EDITION_3 = factors({
  '01-context-is-everything': '01-context',
  '02-track-everything-in-git': '02-track',
  '03-one-agent-one-job': '03-scope',
  '04-research-before-you-build': '05-research',
  '05-validate-externally': '07-validate',
  '06-lock-progress-forward': '08-lock',
  '07-extract-learnings': '09-extract',
  '08-compound-knowledge': '10-compound',
  '09-measure-what-matters': '12-measure',
  '10-isolate-workers': '06-isolate',
  '11-supervise-hierarchically': '11-supervise',
  '12-harvest-failures-as-wisdom': '10-compound',
});

/** The long slugs of edition 4, where they differ from those of edition 3. */
const EDITION_4 = factors({
  '04-enforce-least-privilege': '04-privilege',
  '05-research-before-you-build': '05-research',
  '06-isolate-workers': '06-isolate',
  '07-validate-externally': '07-validate',
  '08-lock-progress-forward': '08-lock',
  '08-ratchet-the-baseline': '08-lock',
  '09-extract-learnings': '09-extract',
  '10-compound-knowledge': '10-compound',
  '12-measure-outcomes': '12-measure',
});

/** Documents of edition 3's repository, by their path without the ending. */
const DOCUMENTS = pages({
  '/docs/': '/factors/',
  '/docs/00-SUMMARY/': '/factors/',
  '/docs/ecosystem/': '/lineage/',
  '/docs/case-studies/enterprise-validation/': '/objections/',
  '/docs/explanation/ai-summit-validation-2025/': '/lineage/',
  '/docs/explanation/beads-workflow-integration/': '/factors/02-track/',
  '/docs/explanation/ecosystem-position/': '/lineage/',
  '/docs/explanation/faafo-north-star/': '/lineage/',
  '/docs/explanation/from-theory-to-production/': '/editions/',
  '/docs/explanation/operator-model/': '/operator-model/',
  '/docs/explanation/pattern-heritage/': '/lineage/',
  '/docs/explanation/phoenix-project-lineage/': '/lineage/',
  '/docs/explanation/standing-on-giants/': '/lineage/',
  '/docs/explanation/three-developer-loops/': '/flywheel/',
  '/docs/explanation/vibe-coding-integration/': '/lineage/',
  '/docs/getting-started/': '/quickstart/',
  '/docs/getting-started/quick-start/': '/quickstart/',
  '/docs/getting-started/solo-developer/': '/solo-developer/',
  '/docs/how-to/': '/adoption/',
  '/docs/plans/2026-02-15-pivot-design/': '/editions/',
  '/docs/principles/': '/why/',
  '/docs/principles/comparison-table/': '/lineage/',
  '/docs/principles/constraint-based-engineering/': '/why/',
  '/docs/principles/context-engineering/': '/factors/01-context/',
  '/docs/principles/evolution-of-12-factor/': '/editions/',
  '/docs/principles/five-pillars/': '/editions/',
  '/docs/principles/knowledge-os/': '/factors/02-track/',
  '/docs/principles/nine-laws/': '/editions/',
  '/docs/reference/': '/factors/',
  '/docs/reference/anthropic-long-running-agents/': '/factors/03-scope/',
  '/docs/reference/failure-patterns/': '/gaps/',
  '/docs/reference/scientific-foundation/': '/lineage/',
  '/docs/tutorials/validate-before-you-ship/': '/factors/07-validate/',
  '/docs/tutorials/workflow-guide/': '/adoption/',
  '/docs/_archived/': '/editions/',
  '/docs/_archived/case-studies/': '/objections/',
  '/docs/_archived/case-studies/factor-mapping/': '/objections/',
  '/docs/_archived/case-studies/metrics/': '/objections/',
  '/docs/_archived/domain-guides/platform-engineering-agent/': '/adoption/',
  '/docs/_archived/principles/five-pillars/': '/editions/',
  '/docs/_archived/principles/nine-laws/': '/editions/',
});

/** Pages of the former site beside its factors. */
const FORMER_SITE = pages({
  '/cdlc/': '/factors/',
  '/comparisons/': '/tool/comparison/',
  '/install/': '/quickstart/',
  '/journey/': '/editions/',
  '/skills/': '/tool-builder/',
  '/sovereignty-proof/': '/objections/',
});

/**
 * Every address under which readers may have linked to the doctrine before, and where it leads now: the redirects of the
 * site, which `/editions/` lists for people.
 *
 * Number and name together tell the edition (`10-isolate-workers` is edition 3, `10-compound-knowledge` is edition 4), so
 * no former address has two meanings. None is a present address.
 */
export const formerAddresses: readonly FormerAddress[] = [
  ...EDITION_1_AND_2,
  ...EDITION_3,
  ...EDITION_4,
  ...DOCUMENTS,
  ...FORMER_SITE,
];
