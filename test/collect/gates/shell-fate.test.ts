import { describe, expect, test } from 'vitest';
import { commandsOf, type ShellStart } from '../../../checker/src/collect/gates/shell-fate.ts';

const STRICT: ShellStart = { errexit: true, pipefail: false, folder: '' };

/** What becomes of the command that starts with `go`. */
function fateOf(script: string, start: Partial<ShellStart> = {}) {
  const ran = commandsOf(script, { ...STRICT, ...start }).filter(({ words }) => words[0] === 'go');
  return ran.map(({ fate }) => fate.is).join(' ');
}

describe('what becomes of a failing command', () => {
  test.for<[script: string, fate: string]>([
    ['go test ./...', 'kept'],
    ['npm ci\ngo test\necho done', 'kept'],
    ['cd cli && go test', 'kept'],
    ['A=1 B=2 go test', 'kept'],
    ['go test || true', 'swallowed'],
    ['go test || :', 'swallowed'],
    ['go test || echo "::warning::failed"', 'swallowed'],
    ['go test || exit 0', 'swallowed'],
    ['go test || exit 1', 'kept'],
    ['go test || { cat log; exit 1; }', 'kept'],
    ['go test || (cat log && exit 1)', 'kept'],
    ['go test || go test', 'kept kept'],
    ['go test || handle', 'unsure'],
    ['go test || status=$?\nexit $status', 'kept'],
    ['go test || status=$?\necho $status', 'unsure'],
    ['go test | tee log', 'swallowed'],
    ['set -o pipefail\ngo test | tee log', 'kept'],
    ['set -euo pipefail && go test 2>&1 | tee log', 'kept'],
    ['echo x | go test', 'kept'],
    ['go test && echo ok', 'kept'],
    ['go test && echo ok\necho next', 'swallowed'],
    ['set +e\ngo test\necho done', 'swallowed'],
    ['set +e\ngo test\nrc=$?\nset -e\nexit $rc', 'kept'],
    ['set +e\ngo test\nrc=$?\necho "rc=$rc" >> out', 'unsure'],
    ['go test &', 'unsure'],
    ['! go test', 'unsure'],
    ['if ! go test; then exit 1; fi', 'kept'],
    ['if go test; then ok=1; fi', 'unsure'],
    ['if [ -f x ]; then go test; fi', 'unsure'],
    ['if [ "$S" = a ]; then go test ./a; else go test ./b; fi', 'kept kept'],
    ['for d in a b; do (cd $d && go test); done', 'kept'],
    ['run() {\n  go test\n}\nrun', 'kept'],
    ['run() { go test; }', ''],
    ['bash -c "go test"', 'kept'],
    ['bash -c "go test; echo x"', 'swallowed'],
    ['out=$(go test)', 'kept'],
    ['echo "$(go test)"', 'unsure'],
    ['# go test', ''],
    ['echo "go test"', ''],
    ['cat <<EOF\ngo test\nEOF\necho', ''],
    ['go \\\n  test', 'kept'],
    ['[[ "$x" =~ ^(a|b)$ ]] && echo y\ngo test', 'kept'],
    ['case $x in\n a) go test ;;\n *) echo ;;\nesac', 'unsure'],
  ])('%j', ([script, fate]) => {
    expect(fateOf(script)).toBe(fate);
  });

  test('without `set -e` only the last command counts', () => {
    expect(fateOf('go test\necho done', { errexit: false })).toBe('swallowed');
    expect(fateOf('echo start\ngo test', { errexit: false })).toBe('kept');
  });

  test('knows lines and folders', () => {
    const ran = commandsOf('cd cli\n\ngo test\n(cd sub; go vet)\ngo build', STRICT).filter(
      ({ words }) => words[0] === 'go',
    );
    expect(ran.map(({ line, folder }) => [line, folder])).toEqual([
      [2, 'cli'],
      [3, 'cli/sub'],
      [4, 'cli'],
    ]);
  });

  test('a script that is no shell is read line by line, and nothing is sure', () => {
    expect(fateOf('if broken {\ngo test\n')).toBe('unsure');
  });

  test('nesting without end is no danger', () => {
    expect(fateOf(`${'('.repeat(5000)}go test`)).toBe('');
  });
});
