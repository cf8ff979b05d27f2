import { describe, expect, test } from 'vitest';
import { releaseNotes } from '../../scripts/release-notes.ts';

const CHANGELOG = `# Changelog

What changed.

## [Unreleased]

- Not yet.

## [0.2.0] - 2026-11-20

### Added

- A rule that is told of
  on two lines, with \`## code\`.
- Another: scores fall.

| a | b |
|---|---|
| 1 | 2 |

\`\`\`text
## not a heading
kept  as
  it is
\`\`\`

## [0.1.0]

- First.

## [0.0.2] - 2026-01-02

### Added

## 0.0.1 - 2026-01-01

- Begun.

[0.2.0]: https://example.org/compare
`;

describe('the notes of a release', () => {
  test('are the section of its version, without breaks inside of sentences', () => {
    expect(releaseNotes('v0.2.0', '0.2.0', CHANGELOG)).toBe(
      '### Added\n\n- A rule that is told of on two lines, with `## code`.\n- Another: scores fall.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n' +
        '```text\n## not a heading\nkept  as\n  it is\n```\n',
    );
  });

  test('are found without brackets, at the end of the file', () => {
    expect(releaseNotes('v0.0.1', '0.0.1', CHANGELOG)).toMatch(/^- Begun\./);
  });

  test.for([
    ['v0.2.1', '0.2.0', /^The tag is v0\.2\.1 and checker\/package\.json has version 0\.2\.0/],
    ['0.2.0', '0.2.0', /^The tag is 0\.2\.0/],
    ['v0.3.0', '0.3.0', /^CHANGELOG\.md has no section 0\.3\.0/],
    ['v0.1.0', '0.1.0', /the heading of 0\.1\.0 has no date/],
    ['v0.0.2', '0.0.2', /the section of 0\.0\.2 is empty/],
  ] as const)('are refused for the tag %s of version %s', ([tag, version, message]) => {
    expect(() => releaseNotes(tag, version, CHANGELOG)).toThrow(message);
  });
});
