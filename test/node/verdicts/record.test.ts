import { hash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { checkSignature } from '../../../checker/src/node/ssh/check-signature.ts';
import { differenceByHand } from '../../support/difference-by-hand.ts';
import { type GitFixture, gitRepository, temporaryFolder } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { sshKey } from '../../support/ssh-key.ts';
import { type Members, verified } from '../../support/verdicts.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false });
ajv.addFormat('date-time', true);
const obeysSchema = ajv.compile(
  JSON.parse(readFileSync(new URL('../../../schemas/verdict.schema.json', import.meta.url), 'utf8')),
);

const NOW = () => new Date('2026-01-31T12:00:00.000Z');
const PARTIES = ['--author', 'agent:claude-code,context=s1,family=claude', '--judge', 'human:grace@example.org'];
const sha256 = (text: string) => hash('sha256', text);

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Records a verdict in a repository, by default on HEAD and by somebody else. */
const record = ({ path }: GitFixture, argv: readonly string[], { cwd = path, env = {} }: Options = {}) =>
  runCli(
    [
      'verdict',
      'record',
      ...['subject', 'verdict'].flatMap((name) => (argv.includes(`--${name}`) ? [] : (DEFAULTS[name] ?? []))),
      ...(argv.includes('--author') ? [] : PARTIES),
      ...argv,
    ],
    { cwd, now: NOW, env: { HOME: temporaryFolder(), ...env } },
  );
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  subject: ['--subject', 'HEAD'],
  verdict: ['--verdict', 'fail'],
};

function example(...init: readonly string[]): GitFixture {
  const repository = gitRepository('my example', ...init);
  repository.commit('Begin', { 'a.txt': 'a\n', '.gitignore': '*.log\n' });
  repository.commit('Go on', { 'src/b.txt': 'b\n' });
  return repository;
}

const ledgerOf = ({ path }: { readonly path: string }, lane = 'main') => {
  const text = readFileSync(join(path, `.agents/verdicts/${lane}.jsonl`), 'utf8');
  expect(verified(text)).toMatchObject({ breaks: { total: 0 } });
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Members);
  for (const each of records) expect(obeysSchema(each), ajv.errorsText(obeysSchema.errors)).toBe(true);
  return records;
};

const nothingIn = ({ path }: GitFixture) => expect(existsSync(join(path, '.agents'))).toBe(false);

describe('verdict record', () => {
  test.for(['sha1', 'sha256'])('writes what was asked for, with object names of %s', async (format) => {
    const repository = example(`--object-format=${format}`);
    repository.write({ 'test.log': 'ok\n', 'docs/proof of it.md': 'seen\n' });
    const page = `https://example.org/run/1?a=b#sha256-${sha256('page')}`;
    const evidence = ['path:docs/proof of it.md', `url:${page}`, 'command:npm test 2>&1 > out > test.log'];
    const { code, out, err } = await record(repository, [
      ...['--verdict', 'pass', '--unchecked', 'Windows'],
      ...evidence.flatMap((text) => ['--evidence', text]),
    ]);
    expect([code, err]).toEqual([0, '']);
    const [written] = ledgerOf(repository);
    expect(out).toBe(`.agents/verdicts/main.jsonl:1 ${written?.hash}\n`);
    expect(written).toMatchObject({
      prev: null,
      subject: {
        commit: repository.git('rev-parse', 'HEAD'),
        tree: repository.git('rev-parse', 'HEAD^{tree}'),
        ...differenceByHand(repository, 'HEAD~1', 'HEAD'),
      },
      author: { kind: 'agent', id: 'claude-code', context: 's1', family: 'claude' },
      judge: { kind: 'human', id: 'grace@example.org' },
      verdict: 'pass',
      evidence: [
        { path: 'docs/proof of it.md', digest: sha256('seen\n') },
        { url: 'https://example.org/run/1?a=b', digest: sha256('page') },
        { command: 'npm test 2>&1 > out', digest: sha256('ok\n') },
      ],
      checked: [
        'The content of docs/proof of it.md',
        'The content of https://example.org/run/1?a=b',
        'The output of npm test 2>&1 > out',
      ],
      unchecked: ['Windows'],
      time: '2026-01-31T12:00:00.000Z',
    });
    expect(await record(repository, ['--subject', 'HEAD~1', '--checked', 'All'])).toMatchObject({ code: 0 });
    expect(ledgerOf(repository)[1]).toMatchObject({ prev: written?.hash, checked: ['All'], evidence: [] });
  });

  test('of a range names where it begins, and its patch leaves ledgers out', async () => {
    const repository = example();
    const patchOf = async (subject: string) => {
      const { out } = await record(repository, ['--subject', subject, '--dry-run']);
      return (JSON.parse(out) as { subject: Members }).subject;
    };
    const before = await patchOf('HEAD~1..HEAD');
    expect(before).toMatchObject({ base: repository.git('rev-parse', 'HEAD~1') });
    expect(await patchOf('HEAD~1..')).toEqual(before);
    await record(repository, []);
    repository.commit('Keep the verdict');
    expect(await patchOf('HEAD~2..HEAD')).toMatchObject({ patch: before.patch, difference: before.difference });
    const { err, out } = await record(repository, ['--subject', 'HEAD', '--dry-run']);
    expect(err).toContain('The record does not name what was changed');
    expect(Object.keys(JSON.parse(out).subject).sort()).toEqual(['commit', 'tree']);
  });

  test('works from a subfolder', async () => {
    const repository = example();
    const cwd = join(repository.path, 'src');
    expect((await record(repository, ['--evidence', 'path:b.txt'], { cwd })).code).toBe(0);
    expect(ledgerOf(repository)[0]).toMatchObject({ evidence: [{ path: 'src/b.txt' }] });
  });

  test('--dry-run prints the record and writes nothing', async () => {
    const repository = example();
    const { code, out } = await record(repository, ['--dry-run']);
    expect(code).toBe(0);
    expect(obeysSchema(JSON.parse(out))).toBe(true);
    nothingIn(repository);
    expect(existsSync(join(repository.path, '.git/agentops-audit'))).toBe(false);
  });

  test('says when git ignores the ledger', async () => {
    const repository = example();
    repository.commit('Ignore', { '.gitignore': '/.agents/\n' });
    const { code, err } = await record(repository, []);
    expect(code).toBe(0);
    expect(err).toContain('git ignores .agents/verdicts/main.jsonl, so the verdict will not be committed');
  });

  test('says of evidence that git ignores that nobody else will find it, and not of one that is tracked', async () => {
    const repository = example();
    repository.write({ 'x.log': 'seen', 'tracked.log': 'seen', 'out.log': 'printed' });
    repository.git('add', '--force', 'tracked.log');
    repository.commit('Keep a log');
    const named = ['path:x.log', 'path:tracked.log', 'path:a.txt', 'command:npm test > out.log'];
    const { code, err } = await record(
      repository,
      named.flatMap((each) => ['--evidence', each]),
    );
    expect(code).toBe(0);
    expect(err).toBe(
      "agentops-audit: git ignores x.log, so nobody else will find this evidence. Add it with git add --force, or name the command that made it: 'command:… > FILE'.\n",
    );
  });

  test('minds the work tree only where it shows the subject', async () => {
    const repository = example();
    repository.write({ 'a.txt': 'changed\n', 'new file.txt': '', 'x.log': 'ignored\n', 'proof.txt': 'p' });
    const refused = await record(repository, ['--evidence', 'path:proof.txt']);
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toBe(
      `agentops-audit: The subject ${repository.git('rev-parse', 'HEAD').slice(0, 12)} is checked out, and the work tree is not what it holds:\n  a.txt\n  new file.txt\nCommit, ignore or stash these first; or name evidence among them with --evidence.\n`,
    );
    nothingIn(repository);
    expect((await record(repository, ['--subject', 'HEAD~1', '--evidence', 'path:proof.txt'])).code).toBe(0);
    rmSync(join(repository.path, 'new file.txt'));
    repository.git('checkout', '--quiet', 'a.txt');
    expect((await record(repository, ['--evidence', 'path:proof.txt'])).code).toBe(0);
  });

  test.for<[what: string, argv: readonly string[], message: string]>([
    ['the author as judge', ['--author', 'human:Ada', '--judge', 'human:ada'], 'nobody judges their own work'],
    [
      'one session under two names',
      ['--author', 'agent:a,context=1', '--judge', 'agent:b,context=1'],
      'author and judge worked in the same session',
    ],
    ['the same agent without sessions', ['--author', 'agent:a', '--judge', 'agent:a'], 'give both a context='],
    ['a judge that is nobody', ['--author', 'agent:a', '--judge', 'agent:unknown'], '--judge: nobody judges'],
    ['a pass without evidence', ['--verdict', 'pass'], 'A pass rests on evidence'],
    ['evidence that is not there', ['--evidence', 'path:nope'], '--evidence path:nope does not exist'],
    ['evidence that is a folder', ['--evidence', 'path:src'], '--evidence path:src is a folder'],
    ['evidence that is no file', ['--evidence', 'command:x > /dev/null'], 'is not a file'],
    ['evidence outside', ['--evidence', 'path:/etc/passwd'], '/etc/passwd lies outside the repository'],
    ['evidence of git itself', ['--evidence', 'path:.git/HEAD'], 'lies outside the repository'],
    ['an unknown revision', ['--subject', 'nope'], 'has no branch, tag or commit named nope'],
    ['an option at the end of a range', ['--subject', 'HEAD..--all'], 'is no name of a commit'],
    ['a file as revision', ['--subject', 'HEAD:a.txt'], 'has no branch, tag or commit named HEAD:a.txt'],
    ['an empty range', ['--subject', 'HEAD..HEAD'], 'the range is empty'],
    ['a range the wrong way round', ['--subject', 'HEAD..HEAD~1'], 'give HEAD~1..HEAD'],
    [
      'three dots',
      ['--subject', 'HEAD~1...HEAD'],
      'git reads three dots in two ways. For all since the two parted, give ',
    ],
    ['a lane in a folder', ['--lane', 'a/b'], '--lane a/b: must be a plain file name'],
    ['a lane above', ['--lane', '..'], 'must be a plain file name'],
    ['a lane with its ending', ['--lane', 'a.jsonl'], 'as in --lane a'],
    ['a lane by its path', ['--lane', '.agents/verdicts/a.jsonl'], 'as in --lane a\n'],
    ['a long lane', ['--lane', 'a'.repeat(200)], 'at most 120 bytes'],
    ['a key that is not there', ['--key', 'nope'], 'could not be signed with'],
    ['--sign without a key', ['--sign'], 'git has no user.signingKey'],
  ])('refuses %s, and writes nothing', async ([, argv, message]) => {
    const repository = example();
    const { code, out, err } = await record(repository, argv);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
    nothingIn(repository);
  });

  test('refuses a range whose ends parted, and names the commit to give', async () => {
    const repository = example();
    repository.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
    repository.commit('Part', { 'c.txt': 'c\n' });
    const { code, err } = await record(repository, ['--subject', 'main..other']);
    expect(code).toBe(2);
    expect(err).toContain('main is no ancestor of other');
    expect(err).toContain(`give ${repository.git('merge-base', 'main', 'other').slice(0, 12)}..other`);
  });

  test('says that evidence is empty, and records it: some commands print nothing', async () => {
    const repository = example();
    repository.write({ 'silent.log': '' });
    const { code, err } = await record(repository, ['--evidence', 'command:lint > silent.log']);
    expect([code, err]).toEqual([
      0,
      'agentops-audit: --evidence command:silent.log is empty: make sure that it is what the command printed.\n',
    ]);
  });

  test('refuses to record where npm went, when it was called in another repository', async () => {
    const [tool, project] = [example(), example()];
    const env = { npm_package_json: join(tool.path, 'package.json'), INIT_CWD: project.path };
    const { code, err } = await record(tool, [], { env });
    expect(code).toBe(2);
    expect(err).toContain(`npm was called in ${project.path} and went to ${tool.path} first`);
    nothingIn(tool);
    expect((await record(tool, [], { env: { ...env, INIT_CWD: join(tool.path, 'src') } })).code).toBe(0);
    expect((await record(project, [], { env: { ...env, INIT_CWD: tool.path } })).code).toBe(0);
  });

  test('refuses a lane in a merge conflict, of which git keeps one side in the work tree', async () => {
    const repository = example();
    for (const branch of ['ours', 'theirs']) {
      repository.git('checkout', '--quiet', '-b', branch, 'main');
      await record(repository, ['--lane', 'shared', '--checked', branch]);
      repository.commit(`Record ${branch}`);
    }
    expect(() => repository.git('merge', '--quiet', 'ours')).toThrow();
    const { code, err } = await record(repository, ['--subject', 'HEAD~1', '--lane', 'shared']);
    expect(code).toBe(2);
    expect(err).toContain('.agents/verdicts/shared.jsonl is in a merge conflict. Undo the merge.');
    expect((await record(repository, ['--subject', 'HEAD~1', '--lane', 'own'])).code).toBe(0);
  });

  test('refuses evidence that links out, and the lane itself', async () => {
    const repository = example();
    symlinkSync('/etc/passwd', join(repository.path, 'link.log'));
    expect((await record(repository, ['--evidence', 'path:link.log'])).err).toContain('lies outside the repository');
    await record(repository, []);
    const { err } = await record(repository, ['--evidence', 'path:.agents/verdicts/main.jsonl']);
    expect(err).toContain('is the lane that is written to');
  });

  test.for<[what: string, make: () => string, message: RegExp]>([
    ['a folder outside git', () => temporaryFolder(), /not in a git repository/],
    ['a bare repository', () => gitRepository('bare', '--bare').path, /lies in no work tree/],
    ['a repository without a commit', () => gitRepository().path, /the current branch has no commit yet/],
  ])('refuses %s', async ([, make, message]) => {
    const path = make();
    const { code, err } = await runCli(
      ['verdict', 'record', ...(DEFAULTS.subject ?? []), ...(DEFAULTS.verdict ?? []), ...PARTIES],
      { cwd: path, now: NOW },
    );
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('the lane', () => {
  test.for<[branch: string, lane: string]>([
    ['feature/login', 'feature--login'],
    ['fix/#12,x', 'fix---12-x'],
    ['größe', 'größe'],
    ['v1.2', 'v1.2'],
  ])('of the branch %s is %s', async ([branch, lane]) => {
    const repository = example();
    repository.git('checkout', '--quiet', '-b', branch);
    expect((await record(repository, [])).out).toMatch(`.agents/verdicts/${lane}.jsonl:1 `);
  });

  test('has to be named where no branch is checked out', async () => {
    const repository = example();
    repository.git('checkout', '--quiet', '--detach');
    expect(await record(repository, [])).toMatchObject({
      code: 2,
      err: expect.stringContaining('name one with --lane'),
    });
    expect((await record(repository, ['--lane', 'ci'])).code).toBe(0);
    expect(ledgerOf(repository, 'ci')).toHaveLength(1);
  });
});

describe('a linked worktree', () => {
  test('has its own lane and its own lock', async () => {
    const repository = example();
    const path = join(temporaryFolder(), 'linked tree');
    repository.git('worktree', 'add', '--quiet', '-b', 'feature/x', path);
    expect((await record(repository, [], { cwd: path })).out).toContain('.agents/verdicts/feature--x.jsonl:1 ');
    expect(ledgerOf({ path }, 'feature--x')).toHaveLength(1);
    nothingIn(repository);
    const gitDir = repository.git('-C', path, 'rev-parse', '--absolute-git-dir');
    expect(existsSync(join(gitDir, 'agentops-audit/lanes/feature--x/floor'))).toBe(true);
  });
});

describe('a signed record', () => {
  const unsigned = (written: Members | undefined) => {
    const { hash: _, signature, ...rest } = written ?? {};
    return { text: canonicalize(rest) ?? '', signature: signature as string };
  };

  test.for<[what: string, use: (repository: GitFixture, file: string) => readonly string[]]>([
    ['--key', (_, file) => ['--key', file]],
    [
      "git's user.signingKey",
      (repository, file) => {
        repository.git('config', 'user.signingKey', file);
        return ['--sign'];
      },
    ],
    [
      "the public half as git's user.signingKey",
      (repository, file) => {
        repository.git('config', 'gpg.format', 'ssh');
        repository.git('config', 'user.signingKey', `${file}.pub`);
        return ['--sign'];
      },
    ],
  ])('by %s can be checked with the allowed signers', async ([, use]) => {
    const repository = example();
    const key = sshKey();
    const { code, err } = await record(repository, use(repository, key.file));
    expect([code, err]).toEqual([0, '']);
    const [written] = ledgerOf(repository);
    const signed = {
      ...unsigned(written),
      namespace: 'agentops-verdict',
      principal: 'grace@example.org',
      allowedSigners: `grace@example.org ${key.publicKey}\n`,
      time: written?.time as string,
    };
    expect(await checkSignature(signed)).toMatchObject({ state: 'good' });
    expect(await checkSignature({ ...signed, text: signed.text.replace('fail', 'pass') })).toEqual({ state: 'bad' });
  });

  test('uses the program that git is told to sign with, and reports what it said', async () => {
    const repository = example();
    const program = join(temporaryFolder(), 'sign me');
    writeFileSync(program, '#!/bin/sh\necho "no card in the reader" >&2\nexit 1\n', { mode: 0o755 });
    repository.git('config', 'gpg.ssh.program', program);
    const { code, err } = await record(repository, ['--key', sshKey().file]);
    expect(code).toBe(2);
    expect(err).toContain('no card in the reader. Nothing was recorded');
    nothingIn(repository);
  });

  test('is refused with a key of gpg', async () => {
    const repository = example();
    repository.git('config', 'user.signingKey', '0123456789ABCDEF');
    expect((await record(repository, ['--sign'])).err).toContain('is a key of gpg');
  });
});
