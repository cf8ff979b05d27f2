import { describe, expect, test } from 'vitest';
import type { InstructionFile, InstructionsFacts, Reference } from '../../checker/src/facts/instructions.ts';
import probe from '../../checker/src/probes/instructions-true.ts';

const FILE: InstructionFile = {
  path: 'AGENTS.md',
  twins: [],
  harnesses: [],
  loading: 'always',
  words: 9,
  placeholders: [],
};

const named = (text: string, more: Partial<Reference> = {}): Reference => ({
  path: 'AGENTS.md',
  line: 4,
  kind: 'span',
  text,
  state: 'resolved',
  to: text,
  said: 'named',
  ...more,
});
const dead = (text: string): Reference => {
  const { to: _to, ...rest } = named(text, { state: 'dead', because: 'is not in the repository' });
  return rest;
};
const unread = (text: string): Reference => ({
  ...dead(text),
  state: 'unread',
  because: 'may be in package.json, which could not be read',
});
const alive = (count: number) => Array.from({ length: count }, (_, index) => named(`docs/${index}.md`));

const inspect = (references: readonly Reference[], more: Partial<InstructionsFacts> = {}) =>
  probe.inspect({ instructions: { files: [FILE], unread: [], references, ...more } }, {});

describe('instructions-true', () => {
  test('passes when what is named exists', () => {
    expect(inspect([named('make test', { kind: 'target', to: 'Makefile' })])).toEqual({
      status: 'pass',
      evidence: [{ at: 'file', path: 'AGENTS.md', line: 4, note: 'make test: Makefile' }],
    });
  });

  test('passes with one dead reference in ten, and cites it', () => {
    expect(inspect([...alive(9), dead('docs/gone.md')])).toMatchObject({
      status: 'pass',
      gaps: [{ path: 'AGENTS.md', line: 4, note: 'docs/gone.md is not in the repository' }],
    });
  });

  test('is partial by the share that exists', () => {
    expect(inspect([...alive(3), dead('docs/gone.md')])).toMatchObject({
      status: 'partial',
      ratio: 0.75,
      because: '1 of 4 paths, scripts and targets that the instructions name does not exist.',
    });
  });

  test('fails when most is dead', () => {
    expect(inspect([named('docs/a.md'), dead('x/a.md'), dead('x/b.md')])).toMatchObject({
      status: 'fail',
      gaps: [{}, {}],
    });
  });

  test('speaks of one thing as one', () => {
    expect(inspect([dead('docs/gone.md')])).toMatchObject({
      because: 'The only path, script or target that the instructions name does not exist.',
    });
  });

  test('counts a thing once, however often it is named', () => {
    const often = Array.from({ length: 20 }, () => named('docs/a.md', { text: './docs/a.md' }));
    expect(inspect([...often, dead('docs/gone.md')])).toMatchObject({ status: 'partial', ratio: 0.5 });
  });

  test('leaves out plain prose and what the text keeps out', () => {
    const out = [named('docs/a.md', { kind: 'prose' }), named('docs/b.md', { said: 'refused' })];
    expect(inspect([...out, dead('docs/gone.md')]).status).toBe('fail');
    expect(inspect(out)).toMatchObject({ status: 'not-applicable' });
  });

  test('does not apply when nothing is named', () => {
    expect(inspect([])).toMatchObject({
      status: 'not-applicable',
      because: expect.stringContaining('name nothing in a form that could be looked up'),
    });
  });

  test('fails without instructions, and points there', () => {
    expect(inspect([], { files: [] })).toMatchObject({
      status: 'fail',
      because: expect.stringContaining('instructions-present'),
    });
  });

  test('is unknown when a text could not be read', () => {
    const more = { unread: [{ path: 'CLAUDE.md', because: 'is not text' }] };
    expect(inspect(alive(9), more)).toMatchObject({ status: 'unknown', because: expect.stringContaining('CLAUDE.md') });
    expect(inspect([], { ...more, files: [] }).status).toBe('unknown');
  });

  test('is unknown only where what could not be looked up would decide', () => {
    expect(inspect([...alive(3), unread('npm run build')])).toMatchObject({
      status: 'unknown',
      because: 'npm run build in AGENTS.md may be in package.json, which could not be read.',
    });
    expect(inspect([...alive(19), unread('npm run build')]).status).toBe('pass');
    expect(inspect([dead('docs/a.md'), dead('docs/b.md'), unread('npm run build')]).status).toBe('fail');
  });
});
