import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { type Doctrine, numeral, PHASES } from '#checker';
import { SITE_PAGES } from './page-id.ts';
import { isServed } from './routes.ts';

type Sidebar = NonNullable<StarlightUserConfig['sidebar']>;

const DOCTRINE: readonly Entry[] = [
  ['why', 'Why'],
  ['quickstart', 'Quickstart'],
  ['adoption', 'Adoption path'],
  ['layers', 'Layers'],
  ['flywheel', 'Knowledge flywheel'],
  ['gaps', 'Three gaps'],
  ['operator-model', 'Operator model'],
  ['solo-developer', 'For the solo developer'],
  ['tech-lead', 'For the tech lead'],
  ['tool-builder', 'For the tool builder'],
  ['objections', 'Objections'],
  ['lineage', 'Lineage'],
  ['editions', 'Editions'],
  ['cite', 'How to cite'],
  ['licences', 'Licences'],
];
const TOOL: readonly Entry[] = [
  ['tool', 'Install and first audit'],
  ['tool/scorecard', 'Reading the scorecard'],
  ['rules', 'All rules'],
  ['tool/cli', 'Command line'],
  ['tool/exit-codes', 'Exit codes'],
  ['tool/formats', 'File formats'],
  ['tool/security', 'Security model'],
  ['tool/comparison', 'Comparison'],
];
const PROJECT: readonly Entry[] = [
  ['contribute', 'Contribute'],
  ['decisions', 'Decisions'],
  ['changelog', 'Changelog'],
];

/** The address of a page without the slashes around it, and its label. */
type Entry = readonly [id: string, label: string];

/** The navigation: what to read in which order. The factors in it are those of the doctrine, under their phases. */
export function sidebar(root: string, { factors }: Doctrine): Sidebar {
  const shown = ([id]: Entry) =>
    existsSync(join(root, SITE_PAGES, `${id}.md`)) ||
    existsSync(join(root, SITE_PAGES, id, 'index.md')) ||
    isServed(root, `${id}/`);
  const links = (entries: readonly Entry[]) => entries.filter(shown).map(([id, label]) => ({ label, link: `/${id}/` }));
  return [
    { label: 'Doctrine', items: links(DOCTRINE) },
    {
      label: 'Factors',
      items: [
        ...links([
          ['factors', 'Overview'],
          ['all', 'All on one page'],
        ]),
        ...PHASES.map((phase) => ({
          label: phase,
          items: factors
            .filter((factor) => factor.phase === phase)
            .map(({ number, title, path }) => ({
              label: `${numeral(number)} ${title}`,
              link: `/${path.replace(/\.md$/, '')}/`,
            })),
        })),
      ],
    },
    { label: 'Tool', items: links(TOOL) },
    { label: 'Project', items: links(PROJECT) },
  ];
}
