import type { Published } from '../doctrine/published.ts';
import { cliPage } from './cli-page.ts';
import { type Decision, decisionsOverview } from './decisions-overview.ts';
import { factorsOverview, onePage, rulesOverview } from './overviews.ts';
import type { GeneratedPage } from './page.ts';
import { rulePages } from './rule-pages.ts';

/** Every page that is made from the doctrine or the checker. */
export const generatedPages = (
  { doctrine, documents }: Published,
  decisions: readonly Decision[],
): readonly GeneratedPage[] => [
  factorsOverview(doctrine),
  onePage(doctrine, documents),
  rulesOverview(doctrine),
  ...rulePages(documents),
  cliPage(),
  decisionsOverview(decisions),
];
