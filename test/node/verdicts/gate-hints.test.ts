import { describe, expect, test } from 'vitest';
import { gitRepository } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { LANE, ledgerOn } from '../../support/verdict-repository.ts';

/** A change that is judged, and whose verdict is not in git yet. */
function judged() {
  const fixture = gitRepository();
  const base = fixture.commit('Begin', { 'a.txt': 'a\n' });
  const change = fixture.commit('Add b', { 'b.txt': 'b\n' });
  fixture.write({ [LANE]: ledgerOn([change]) });
  return { fixture, base };
}

describe('a gate that stays shut', () => {
  test('says that a verdict waits to be committed', async () => {
    const { fixture, base } = judged();
    const { code, out } = await runCli(['gate', fixture.path, '--base', base]);
    expect(code).toBe(1);
    expect(out).toContain(`? ${LANE}: what is not committed yet does not count here.`);
    fixture.git('add', '--all');
    fixture.commit('Record');
    expect((await runCli(['gate', fixture.path, '--base', base])).code).toBe(0);
    fixture.write({ [LANE]: `${fixture.git('show', `HEAD:${LANE}`)}\n\n` });
    const open = await runCli(['gate', fixture.path, '--base', base]);
    expect(open.code).toBe(0);
    expect(open.out).not.toContain('not committed');
  });

  test('asks for a signature where signed passes alone count', async () => {
    const { fixture, base } = judged();
    fixture.commit('Record', {});
    const { out } = await runCli(['gate', fixture.path, '--base', base, '--signed']);
    expect(out.replace(/\s+/g, ' ')).toContain(
      `Not covered, counting signed passes alone: the pass in ${LANE}:1 is not signed.`,
    );
    expect(out).toContain("--evidence 'command:npm test > FILE' --sign");
  });

  test('knows a base that was typed in place of the path, or with an end', async () => {
    const { fixture } = judged();
    const asked = async (...argv: string[]) => (await runCli(['gate', ...argv], { cwd: fixture.path })).err;
    expect(await asked('origin/main')).toContain('If it is where the changes begin, say --base origin/main');
    expect(await asked('--base', 'main..HEAD')).toContain('as in --base main, and where they end with --ref');
  });

  test('names a base that this clone does not know in full', async () => {
    const { fixture } = judged();
    const shallow = gitRepository();
    fixture.commit('Record', {});
    shallow.git('fetch', '--quiet', '--depth', '1', `file://${fixture.path}`, 'HEAD');
    shallow.git('checkout', '--quiet', 'FETCH_HEAD');
    const { out } = await runCli(['gate', shallow.path, '--base', 'origin/main~1']);
    expect(out).toContain(': origin/main~1..');
  });
});

describe('a base that was named and after which nothing can come', () => {
  const asked = async (path: string, ...argv: string[]) => {
    const { code, err } = await runCli(['gate', path, ...argv]);
    return [code, err];
  };

  test('is the tip itself: it names the commit before the push', async () => {
    const { fixture } = judged();
    for (const base of ['HEAD', 'main', fixture.git('rev-parse', 'HEAD')])
      expect(await asked(fixture.path, '--base', base)).toEqual([
        2,
        expect.stringMatching(/that is the commit .* itself.*github\.event\.before.*CI_COMMIT_BEFORE_SHA/s),
      ]);
  });

  test('holds the tip: it says which way round is right', async () => {
    const { fixture, base } = judged();
    const [code, err] = await asked(fixture.path, '--base', 'main', '--ref', base);
    expect(code).toBe(2);
    expect(err).toContain(`--base ${base} --ref main`);
    expect(err).toContain('github.event.before');
    fixture.git('checkout', '--quiet', '--detach', base);
    expect(await asked(fixture.path, '--base', 'main')).toEqual([2, expect.stringContaining('--base HEAD --ref main')]);
  });

  test('is the nothing before the first push of a branch', async () => {
    const { fixture } = judged();
    expect(await asked(fixture.path, '--base', '0'.repeat(40))).toEqual([
      2,
      expect.stringContaining('there was no commit before this push'),
    ]);
  });
});
