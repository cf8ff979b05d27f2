import { describe, expect, test } from 'vitest';
import type { InstructionFile, UnreadFile } from '../../checker/src/facts/instructions.ts';
import probe from '../../checker/src/probes/instructions-present.ts';

const file = (path: string, more: Partial<InstructionFile> = {}): InstructionFile => ({
  path,
  twins: [],
  harnesses: ['Claude Code'],
  loading: 'always',
  words: 120,
  placeholders: [],
  ...more,
});
const HOLE = { line: 3, text: '<command>' };
const HIDDEN = { path: 'CLAUDE.md', because: 'is larger than 128 KiB' };

const inspect = (files: readonly InstructionFile[], unread: readonly UnreadFile[] = []) =>
  probe.inspect({ instructions: { files, unread, references: [] } }, {});

describe('instructions-present', () => {
  test('passes when one file that is always loaded says something', () => {
    expect(
      inspect([file('CLAUDE.md', { twins: ['AGENTS.md'] }), file('src/CLAUDE.md', { loading: 'scoped' })]),
    ).toEqual({
      status: 'pass',
      evidence: [{ at: 'file', path: 'CLAUDE.md', note: '120 words, loaded by Claude Code; also as AGENTS.md' }],
    });
  });

  test('passes with a few placeholders left, and names them', () => {
    expect(inspect([file('CLAUDE.md', { placeholders: [HOLE] })])).toMatchObject({
      status: 'pass',
      gaps: [{ path: 'CLAUDE.md', line: 3, note: '<command> is not filled in' }],
    });
  });

  test('passes on a filled file beside one that cannot be read', () => {
    expect(inspect([file('AGENTS.md')], [HIDDEN]).status).toBe('pass');
  });

  test('is partial for a template that nobody filled in', () => {
    expect(inspect([file('AGENTS.md', { words: 30, placeholders: [HOLE, HOLE] })])).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: 'The instructions are a template that is not filled in.',
      gaps: [{ line: 3 }, { line: 3 }],
    });
  });

  test('is partial where only parts of the repository have instructions', () => {
    expect(inspect([file('src/AGENTS.md', { loading: 'scoped' })])).toMatchObject({ status: 'partial', ratio: 0.5 });
  });

  test('is partial where only an older version of a harness loads them, and says which', () => {
    const former = file('docs/style.md', { loading: 'formerly', harnesses: ['OpenCode 1'] });
    expect(inspect([former, file('src/AGENTS.md', { loading: 'scoped' })])).toEqual({
      status: 'partial',
      ratio: 0.5,
      because: 'Only OpenCode 1 loads the instructions; the version after it ignores the setting that brings them in.',
      evidence: [{ at: 'file', path: 'docs/style.md', note: '120 words, loaded by OpenCode 1' }],
      gaps: [],
    });
    expect(inspect([former, file('AGENTS.md')]).status).toBe('pass');
  });

  test('fails when the files say next to nothing', () => {
    expect(inspect([file('AGENTS.md', { words: 3 })])).toMatchObject({
      status: 'fail',
      gaps: [{ path: 'AGENTS.md', note: 'says 3 words' }],
    });
  });

  test('fails when there is none', () => {
    expect(inspect([])).toMatchObject({ status: 'fail', gaps: [] });
  });

  test.for([
    ['nothing else', []],
    ['a template', [file('AGENTS.md', { words: 30, placeholders: [HOLE] })]],
    ['a part', [file('src/AGENTS.md', { loading: 'scoped' })]],
  ] as const)('is unknown when a file cannot be read beside %s', ([, files]) => {
    expect(inspect(files, [HIDDEN])).toMatchObject({
      status: 'unknown',
      because: 'Instructions could not be read: CLAUDE.md is larger than 128 KiB.',
    });
  });
});
