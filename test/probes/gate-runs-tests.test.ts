import { describe, expect, test } from 'vitest';
import type { GatesFacts, TestGate } from '../../checker/src/facts/gates.ts';
import probe from '../../checker/src/probes/gate-runs-tests.ts';

const CI = '.github/workflows/ci.yml';

const gate = (
  of: TestGate['reach']['of'],
  is: TestGate['failure']['is'] = 'kept',
  rest: Partial<TestGate> = {},
): TestGate => ({
  path: CI,
  line: 7,
  job: 'test',
  command: 'go test ./...',
  narrow: false,
  via: [],
  failure: { is, how: is === 'kept' ? '' : '`|| true` swallows its failure' },
  reach: { of, because: of === 'every' ? '' : 'it runs for some' },
  ...rest,
});

const inspect = (gates: readonly TestGate[], rest: Partial<GatesFacts> = {}) =>
  probe.inspect(
    {
      gates: {
        gates,
        declared: [],
        unfollowed: [],
        coverage: undefined,
        otherSystems: [],
        hasWorkflows: true,
        unreadable: [],
        ...rest,
      },
    },
    {},
  );

describe('gate-runs-tests', () => {
  test('passes when the tests run on every proposed change', () => {
    expect(inspect([gate('every', 'kept', { via: ['Makefile'] }), gate('none')])).toEqual({
      status: 'pass',
      evidence: [{ at: 'file', path: CI, line: 7, note: 'job test runs `go test ./...` through Makefile' }],
    });
  });

  test('passes when a path filter covers the tested code', () => {
    expect(inspect([gate('paths')], { coverage: 0.95 })).toMatchObject({ status: 'pass' });
  });

  test('is partial by the share of the code that a path filter lets through', () => {
    expect(inspect([gate('paths')], { coverage: 0.7 })).toMatchObject({ status: 'partial', ratio: 0.7 });
  });

  test('is half where only some changes are tested', () => {
    expect(inspect([gate('some')])).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: expect.stringContaining('it runs for some'),
    });
  });

  test('a few files that are always tested are not the suite', () => {
    expect(inspect([gate('every', 'kept', { narrow: true }), gate('some')])).toMatchObject({ status: 'partial' });
    expect(inspect([gate('every', 'kept', { narrow: true })])).toMatchObject({ status: 'pass' });
  });

  test('fails when the failure is swallowed, citing how', () => {
    expect(inspect([gate('every', 'swallowed')])).toMatchObject({
      status: 'fail',
      gaps: [{ line: 7, note: 'job test runs `go test ./...`: `|| true` swallows its failure' }],
    });
  });

  test('fails when the tests run only after the change has landed', () => {
    expect(inspect([gate('none')])).toMatchObject({
      status: 'fail',
      because: 'CI runs tests, but not when a change is proposed.',
    });
  });

  test('fails without CI or without a test in it, citing what is declared', () => {
    const declared = [{ command: 'npm run test', path: 'package.json', line: 4 }];
    expect(inspect([], { declared })).toMatchObject({ status: 'fail', gaps: [{ path: 'package.json', line: 4 }] });
    expect(inspect([], { hasWorkflows: false })).toMatchObject({
      status: 'fail',
      because: expect.stringContaining('no CI'),
    });
  });

  test.for<[why: string, gates: readonly TestGate[], rest: Partial<GatesFacts>]>([
    ['whether a failure counts is not clear', [gate('every', 'unsure')], {}],
    ['another system is not read', [gate('none')], { otherSystems: [{ name: 'GitLab CI', path: '.gitlab-ci.yml' }] }],
    ['a workflow is unreadable', [], { unreadable: [{ path: CI, line: 3, because: 'is not valid YAML' }] }],
    ['a trail could not be followed', [], { unfollowed: [{ path: CI, line: 3, because: 'calls another' }] }],
  ])('does not know when %s', ([, list, rest]) => {
    expect(inspect(list, rest)).toMatchObject({ status: 'unknown', decide: expect.any(String) });
  });
});
