import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Io } from '../../checker/src/node/io.ts';
import { progress } from '../../checker/src/node/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is written to standard error in three seconds of work. */
function written({
  terminal = true,
  quiet = false,
  env = {},
}: {
  terminal?: boolean;
  quiet?: boolean;
  env?: Io['env'];
}) {
  let text = '';
  const stderr = {
    write: (piece: string) => {
      text += piece;
    },
    isTerminal: terminal,
    columns: 80,
  };
  const shown = progress({ stdout: stderr, stderr, env, cwd: '/', now: () => new Date() }, quiet);
  shown.step('Reading the repository');
  vi.advanceTimersByTime(3000);
  shown.done();
  return text;
}

test('spins on a terminal, and removes what it drew', () => {
  expect(written({})).toContain('Reading the repository');
  expect(written({})).toMatch(/\r\u001b\[2K$/);
});

test.for([{ terminal: false }, { quiet: true }, { env: { CI: 'true' } }, { env: { TERM: 'dumb' } }])(
  'writes nothing with %o',
  (where) => {
    expect(written(where)).toBe('');
  },
);
