import { describe, expect, test } from 'vitest';
import { renderFinding, renderText } from '../../checker/src/report/text.ts';
import { scorecard } from '../support/scorecard.ts';

const lines = (text: string) => text.split('\n');
const report = renderText(scorecard(), { width: 80, colour: false });

describe('renderText', () => {
  test('looks like this at 80 columns', () => {
    expect(report).toMatchSnapshot();
  });

  test('stays inside the width', () => {
    for (const width of [60, 80, 120]) {
      const part = { ...scorecard(), only: Array.from({ length: 9 }, (_, index) => `learnings-of-kind-${index}`) };
      for (const card of [scorecard(), part])
        for (const line of lines(renderText(card, { width, colour: false })))
          expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  test('with colour says the same', () => {
    const coloured = renderText(scorecard(), { width: 80, colour: true });
    expect(coloured).toContain('\u001b[');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(report);
  });

  test('lets no control character of the repository through', () => {
    const hostile = scorecard({ hostile: '\u001b]0;owned\u0007\u202e\nFAKE LINE' });
    const text = renderText(hostile, { width: 80, colour: false });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(lines(text).some((line) => line.startsWith('FAKE LINE'))).toBe(false);
  });

  test('says nothing of what a pass leaves open where that is nothing', () => {
    const finding = scorecard()
      .factors.flatMap(({ findings }) => findings)
      .find(({ outcome }) => outcome.status === 'pass');
    if (finding?.outcome.status !== 'pass') throw new Error('there is no pass');
    const outcome = { ...finding.outcome, gaps: [] };
    expect(renderFinding({ ...finding, outcome }, { width: 80, colour: false })).not.toContain('Note');
  });

  test('says what a pass leaves open, in at most two places', () => {
    expect(report).toContain('Note: AGENTS.md:7 is a hole; AGENTS.md:8 is a hole; 1 more\n');
    expect(report).not.toContain('120 words');
  });

  test('names the place of every unmet rule, and what would decide an unknown', () => {
    expect(report).toContain('c.md:3');
    expect(report).toContain('To decide: git fetch --unshallow');
  });
});
