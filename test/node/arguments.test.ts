import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../checker/src/node/arguments.ts';
import { HELP } from '../../checker/src/node/options.ts';

describe('parseArguments', () => {
  test('audits the current folder when nothing is said', () => {
    expect(parseArguments([])).toMatchObject({
      command: 'audit',
      target: '.',
      format: 'text',
      offline: false,
      only: undefined,
    });
  });

  test('reads every option', () => {
    const request = parseArguments(
      '../x --format json --output o.json --ref v1 --as-of 2026-01-31 --factors f --fail-under 62.5 --offline --only b,a,b --quiet --no-color'.split(
        ' ',
      ),
    );
    expect(request).toEqual({
      command: 'audit',
      target: '../x',
      format: 'json',
      output: 'o.json',
      ref: 'v1',
      asOf: '2026-01-31T23:59:59Z',
      factors: 'f',
      failUnder: 62.5,
      level: undefined,
      offline: true,
      only: ['b', 'a'],
      quiet: true,
      color: false,
    });
    expect(parseArguments(['--level', 'foundation'])).toMatchObject({ level: 'Foundation' });
    expect(parseArguments(['--as-of', '2026-01-31T10:00:00+02:00'])).toMatchObject({
      asOf: '2026-01-31T10:00:00+02:00',
    });
  });

  test('knows its commands', () => {
    expect(parseArguments(['rules'])).toMatchObject({ command: 'rules' });
    expect(parseArguments(['explain', 'learnings-present', '--format=json'])).toMatchObject({
      command: 'explain',
      rule: 'learnings-present',
      format: 'json',
    });
    expect(parseArguments(['--version'])).toEqual({ command: 'version' });
    expect(parseArguments(['--help', 'rules'])).toEqual({ command: 'help' });
    expect(parseArguments(['./rules'])).toMatchObject({ command: 'audit', target: './rules' });
  });

  test.for<[argv: string, message: RegExp]>([
    ['--ofline', /There is no option --ofline\. Did you mean --offline\?/],
    ['--xyzzy', /There is no option --xyzzy\. See agentops-audit --help/],
    ['-q', /There is no option -q/],
    ['--format xml', /--format xml: must be text or json/],
    ['--output', /--output/],
    ['--offline=yes', /--offline/],
    ['--fail-under ten', /--fail-under ten: must be a number from 0 to 100/],
    ['--fail-under 101', /--fail-under 101/],
    ['--fail-under=', /--fail-under/],
    ['--level Top', /--level Top: must be one of Quickstart, Foundation/],
    ['--level Flow --only a', /--level cannot be decided with --only/],
    ['--as-of yesterday', /--as-of yesterday: must be a date such as/],
    ['--as-of 2026-02-30', /--as-of 2026-02-30/],
    ['--as-of 2026-01-31T10:00', /--as-of/],
    ['--only ,', /--only: name at least one rule/],
    ['a b', /takes one target: what is "b"\?/],
    ['explain', /explain: name a rule/],
    ['explain a b', /takes one rule/],
    ['rules --ref x', /--ref does not go with rules/],
    ['rules x', /takes no further argument/],
  ])('refuses "%s"', ([argv, message]) => {
    expect(() => parseArguments(argv.split(' '))).toThrow(message);
  });
});

test('the help fits 80 columns', () => {
  for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
