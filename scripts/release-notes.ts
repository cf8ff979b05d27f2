import { readFile } from 'node:fs/promises';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { parseMarkdown } from '../checker/src/collect/safe-markdown.ts';

/**
 * Checks that a tag may be released and prints what its release says: `node scripts/release-notes.ts v1.2.3` wants that
 * version in checker/package.json and a dated section of it in CHANGELOG.md, and prints that section.
 */

/**
 * The part of the changelog below the heading of a version.
 * @throws when the tag is not that of the version, or the changelog says nothing of it.
 */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`)
    throw new Error(
      `The tag is ${tag} and checker/package.json has version ${version}: tag v${version}, or change it.`,
    );
  const children = parseMarkdown(changelog)?.children ?? [];
  const headings = children.filter((node) => node.type === 'heading' && node.depth <= 2);
  const index = headings.findIndex((node) => textOf(node).replace(/[[\]]/g, '').split(' ')[0] === version);
  const heading = headings[index];
  if (heading === undefined) throw new Error(`CHANGELOG.md has no section ${version}: rename "Unreleased" to it.`);
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(textOf(heading)))
    throw new Error(`CHANGELOG.md: the heading of ${version} has no date: write "## [${version}] - YYYY-MM-DD".`);

  const next = headings[index + 1];
  const inside = children.slice(children.indexOf(heading) + 1, next && children.indexOf(next));
  if (inside.every(({ type }) => type === 'heading' || type === 'definition'))
    throw new Error(`CHANGELOG.md: the section of ${version} is empty.`);

  const from = heading.position?.end.offset ?? 0;
  let notes = changelog.slice(from, next?.position?.start.offset);
  // GitHub breaks the lines of a release where its text does, and the changelog's are broken at a width. Marked first,
  // one character for one, so that the places of the nodes stay true.
  visit({ type: 'root', children: inside }, 'text', ({ position }) => {
    const [start, end] = [(position?.start.offset ?? from) - from, (position?.end.offset ?? from) - from];
    notes = notes.slice(0, start) + notes.slice(start, end).replace(/\n/g, '\0') + notes.slice(end);
  });
  return `${notes.replace(/\0[ \t]*/g, ' ').trim()}\n`;
}

if (import.meta.main) {
  const at = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');
  try {
    const { version } = JSON.parse(await at('checker/package.json')) as { version: string };
    process.stdout.write(releaseNotes(process.argv[2] ?? '', version, await at('CHANGELOG.md')));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
