import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../checker/src/node/arguments.ts';
import { COMMAND_NAMES, COMMANDS, type Command, GROUPS, type Group } from '../../checker/src/node/commands.ts';
import { helpOf } from '../../checker/src/node/help.ts';

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
    expect(parseArguments(['--help', 'rules'])).toEqual({ command: 'help', topic: 'rules' });
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

describe('commands of verdicts', () => {
  const RECORD = ['verdict', 'record', '--subject', 'HEAD', '--verdict', 'pass'];
  const PARTIES = ['--author', 'human:ada@example.org', '--judge', 'agent:claude-code,context=12,family=claude'];

  test('record reads parties, evidence and what repeats', () => {
    const evidence = ['path:a b.log', `url:https://x.example/#sha256-${'a'.repeat(64)}`, 'command:npm test > a.log'];
    expect(
      parseArguments([
        ...RECORD,
        ...PARTIES,
        ...evidence.flatMap((text) => ['--evidence', text]),
        ...['--checked', 'It builds', '--checked', 'It runs', '--unchecked', 'Windows', '--lane=main', '--key', 'k'],
      ]),
    ).toEqual({
      command: 'verdict record',
      subject: 'HEAD',
      verdict: 'pass',
      author: { kind: 'human', id: 'ada@example.org' },
      judge: { kind: 'agent', id: 'claude-code', context: '12', family: 'claude' },
      evidence: [
        { kind: 'path', file: 'a b.log' },
        { kind: 'url', url: 'https://x.example/', digest: 'a'.repeat(64) },
        { kind: 'command', command: 'npm test', file: 'a.log' },
      ],
      checked: ['It builds', 'It runs'],
      unchecked: ['Windows'],
      lane: 'main',
      sign: true,
      key: 'k',
      dryRun: false,
    });
  });

  test('a comma belongs to a name unless name= follows it', () => {
    const author = (text: string) => {
      const request = parseArguments([...RECORD, '--author', text, '--judge', 'ci:build']);
      return request.command === 'verdict record' ? request.author : undefined;
    };
    expect(author('human:Lovelace, Ada')).toEqual({ kind: 'human', id: 'Lovelace, Ada' });
    expect(author('human:Lovelace, Ada, context=a,b:c')).toEqual({
      kind: 'human',
      id: 'Lovelace, Ada',
      context: 'a,b:c',
    });
    expect(() => author('agent:x,contxt=5')).toThrow(/no contxt= of a party. Did you mean context=\?/);
    expect(() => author('agent:x,context=5,context=6')).toThrow(/context= is given twice/);
    expect(() => author('agent:x,context=')).toThrow(/context=: is empty/);
    expect(() => author('agent: ')).toThrow(/must name somebody after agent:/);
    expect(() => author('agent:a\u001bb')).toThrow(/control character/);
    expect(() => author('ada')).toThrow(/must be kind:id/);
    expect(() => author('human:')).toThrow(/--author human:: must name somebody after human:/);
    expect(() => author('agent:x,nonsense=5')).toThrow(/no nonsense= of a party\. Known are/);
    expect(() => author('robot:ada')).toThrow(/must be human, agent or ci/);
  });

  test.for<[evidence: string, message: RegExp]>([
    ['a.log', /begin it with path:, url: or command:, as in --evidence path:a.log/],
    ['npm test > a.log', /as in --evidence 'command:npm test > a.log'/],
    ['https://x.example', /as in --evidence url:https:\/\/x.example#sha256-DIGEST/],
    ['pth:a.log', /Did you mean path\?/],
    ['path:', /is empty/],
    ['url:https://x.example', /must end in #sha256-/],
    [`url:https://x.example#sha256-${'A'.repeat(64)}`, /must end in #sha256-/],
    [`url:ftp://x.example#sha256-${'a'.repeat(64)}`, /must be an address/],
    ['command:npm test', /must name the file that holds its output/],
    ['command: > a.log', /must name the file that holds its output/],
  ])('refuses the evidence "%s"', ([evidence, message]) => {
    expect(() => parseArguments([...RECORD, ...PARTIES, '--evidence', evidence])).toThrow(message);
  });

  test('the others take a path', () => {
    expect(parseArguments(['verdict', 'verify'])).toMatchObject({ command: 'verdict verify', path: '.' });
    expect(parseArguments(['verdict', '--lane', 'main', 'list', 'x'])).toMatchObject({
      command: 'verdict list',
      path: 'x',
      lane: 'main',
    });
    expect(parseArguments(['verdict', 'export', '--format', 'in-toto'])).toMatchObject({ command: 'verdict export' });
    expect(parseArguments(['gate', '--base', 'main', '--signed'])).toMatchObject({
      command: 'gate',
      base: 'main',
      signed: true,
    });
  });

  test('folders that are called like commands are given with ./', () => {
    for (const name of ['verdict', 'gate', 'help', 'rules'])
      expect(parseArguments([`./${name}`])).toMatchObject({ command: 'audit', target: `./${name}` });
  });

  test.for<[argv: string, message: RegExp]>([
    ['verdict', /verdict: say what to do: record, verify, list or export. See agentops-audit verdict --help/],
    ['verdict recrod', /There is no command verdict recrod. Did you mean verdict record\?/],
    ['verdict xyzzy', /There is no command verdict xyzzy. See agentops-audit verdict --help/],
    ['help gaet', /There is no command gaet. Did you mean gate\?/],
    ['exlpain learnings-fresh', /Did you mean agentops-audit explain\?/],
    ['verdict list --subject x', /--subject does not go with verdict list: it belongs to verdict record/],
    ['gate --offline', /--offline does not go with gate: it belongs to an audit/],
    ['--lane x', /--lane does not go with an audit: it belongs to verdict record, verdict list and verdict export/],
    ['verdict record --verdit pass', /There is no option --verdit. Did you mean --verdict\?/],
    ['verdict record --verdict pass', /--subject REV is missing. See agentops-audit verdict record --help/],
    ['verdict record x', /takes no further argument: what is "x"\? Put what holds a space into quotes\./],
    ['verdict record --subject --verdict pass', /^--subject: no value follows\. .* --subject=VALUE\. See/],
    ['verdict verify a b', /takes one path: what is "b"\?/],
    ['verdict export --format json', /--format json: must be in-toto/],
    ['gate --ref a --ref b', /--ref is given twice/],
    [
      'record --subject HEAD --verdict pass',
      /it belongs to verdict record\. Did you mean agentops-audit verdict record\?/,
    ],
    ['list --lane main', /Did you mean agentops-audit verdict list\?/],
    ['export . --lane main', /Did you mean agentops-audit verdict export\?/],
    ['verify . x', /Did you mean agentops-audit verdict verify\?/],
    ['help verify', /There is no command verify. Did you mean verdict verify\?/],
  ])('refuses "%s"', ([argv, message]) => {
    expect(() => parseArguments(argv.split(' '))).toThrow(message);
  });
});

describe('help', () => {
  test.for<[argv: string, topic: string]>([
    ['--help', 'audit'],
    ['help', 'audit'],
    ['help audit', 'audit'],
    ['some/folder --help', 'audit'],
    ['verdict --help', 'verdict'],
    ['help verdict', 'verdict'],
    ['verdict record --help', 'verdict record'],
    ['help verdict record', 'verdict record'],
    ['verdict record --subject x --help --nonsense', 'verdict record'],
    ['gate --help', 'gate'],
  ])('"%s" is that of %s', ([argv, topic]) => {
    expect(parseArguments(argv.split(' '))).toEqual({ command: 'help', topic });
  });

  test.for([...COMMAND_NAMES, ...(Object.keys(GROUPS) as Group[])])('of %s fits 80 columns', (topic) => {
    const help = helpOf(topic);
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(help).toMatch(/^Usage: agentops-audit/);
    expect(help).toMatch(/[^\n]\n$/);
  });

  test('names every option of its command', () => {
    for (const name of COMMAND_NAMES)
      for (const option of Object.keys(COMMANDS[name].options)) expect(helpOf(name)).toContain(`  --${option}`);
  });
});

test('an option of one name takes a value in every command or in none', () => {
  const seen = new Map<string, string>();
  for (const name of COMMAND_NAMES)
    for (const [option, { type }] of Object.entries((COMMANDS[name] as Command).options)) {
      expect(seen.get(option) ?? type, `${name} --${option}`).toBe(type);
      seen.set(option, type);
    }
});
