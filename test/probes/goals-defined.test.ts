import { expect, test } from 'vitest';
import type { Goal, GoalsFacts } from '../../checker/src/facts/goals.ts';
import probe from '../../checker/src/probes/goals-defined.ts';

const goal = (more: Partial<Goal> = {}): Goal => ({ path: 'GOALS.md', line: 5, name: 'tests', ...more });
const CHECKED = goal({ check: 'npm test' });
const inspect = (goals: readonly Goal[], more: Partial<GoalsFacts> = {}) =>
  probe.inspect({ goals: { goals, files: ['GOALS.md'], unread: [], broken: [], ...more } }, {});

test('speaks of one goal as one', () => {
  expect(inspect([goal()])).toMatchObject({ because: 'The only goal has no command that checks it.' });
});

test('passes when every goal has a command or a gate', () => {
  expect(inspect([CHECKED, goal({ gate: 'tests' })])).toEqual({
    status: 'pass',
    evidence: [
      { at: 'file', path: 'GOALS.md', line: 5, note: 'tests: npm test' },
      { at: 'file', path: 'GOALS.md', line: 5, note: 'tests: checked by tests' },
    ],
  });
});

test('is partial from half, and fails below', () => {
  expect(inspect([CHECKED, goal({ line: 6 })])).toMatchObject({ status: 'partial', ratio: 0.5, gaps: [{ line: 6 }] });
  expect(inspect([CHECKED, goal(), goal()])).toMatchObject({
    status: 'fail',
    because: '1 of 3 goals has a command that checks it.',
  });
});

test('names a script that is not tracked', () => {
  expect(inspect([CHECKED, goal({ absent: 'check.sh' })])).toMatchObject({
    gaps: [{ note: 'tests: check.sh is not tracked' }],
  });
});

test('fails without goals, saying what was looked for', () => {
  expect(inspect([], { files: [] })).toMatchObject({ status: 'fail', because: expect.stringContaining('GOALS.yaml') });
  expect(inspect([])).toMatchObject({ status: 'fail', because: expect.stringContaining('GOALS.md holds no goal') });
});

test('a file that does not parse is a gap', () => {
  const broken = [{ path: 'GOALS.yaml', line: 3, because: 'a quote is open' }];
  expect(inspect([CHECKED], { broken })).toMatchObject({ status: 'partial', gaps: [{ path: 'GOALS.yaml', line: 3 }] });
});

test('is unknown when a file could not be read', () => {
  expect(inspect([CHECKED], { unread: [{ path: 'GOALS.yaml', because: 'is not in this clone' }] })).toMatchObject({
    status: 'unknown',
  });
});
