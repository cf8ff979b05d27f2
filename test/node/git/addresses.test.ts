import { describe, expect, test } from 'vitest';
import { TargetError } from '../../../checker/src/node/git/index.ts';
import { looksRemote, remoteAddress } from '../../../checker/src/node/git/remote-address.ts';

describe('an address of a remote repository', () => {
  test.for<[text: string, url: string, shown: string, name: string]>([
    ['ada/engine', 'https://github.com/ada/engine.git', 'https://github.com/ada/engine.git', 'ada/engine'],
    ['github:ada/engine', 'https://github.com/ada/engine.git', 'https://github.com/ada/engine.git', 'ada/engine'],
    ['ada/engine.git', 'https://github.com/ada/engine.git', 'https://github.com/ada/engine.git', 'ada/engine'],
    ['ada/.github', 'https://github.com/ada/.github.git', 'https://github.com/ada/.github.git', 'ada/.github'],
    ['https://example.org/a/b/c.git', 'https://example.org/a/b/c.git', 'https://example.org/a/b/c.git', 'a/b/c'],
    ['https://ada:pw@example.org/a/b', 'https://ada:pw@example.org/a/b', 'https://example.org/a/b', 'a/b'],
    [
      'https://tok%40en@example.org/a/b?x=tok#tok',
      'https://tok%40en@example.org/a/b?x=tok#tok',
      'https://example.org/a/b',
      'a/b',
    ],
    ['ssh://git@example.org:22/a/b', 'ssh://git@example.org:22/a/b', 'ssh://git@example.org:22/a/b', 'a/b'],
    ['git@example.org:a/b.git', 'git@example.org:a/b.git', 'git@example.org:a/b.git', 'a/b'],
    ['example.org:b.git', 'example.org:b.git', 'example.org:b.git', 'b'],
    ['git://example.org/a/b', 'git://example.org/a/b', 'git://example.org/a/b', 'a/b'],
    ['file:///srv/my repos/b.git', 'file:///srv/my repos/b.git', 'file:///srv/my repos/b.git', 'b'],
  ])('%s', ([text, url, shown, name]) => {
    expect(looksRemote(text)).toBe(true);
    expect(remoteAddress(text)).toEqual({ url, shown, name });
  });

  test.for([
    'ext::sh -c touch% x',
    'fd::17',
    'transport::https://example.org/a/b',
    'ftp://example.org/a/b',
    'https://-oProxyCommand=x/a/b',
    'ssh://-oProxyCommand=x/a/b',
    'ssh://git@-oProxyCommand=x/a/b',
    '-oProxyCommand=x:a/b',
    'git@-oProxyCommand=x:a/b',
    'example.org:-x',
    '--upload-pack=touch x',
    '--upload-pack=x:a/b',
    'https://example.org/a/b\nc',
    'https:///a/b',
    'https://example.org/',
    'C:\\work\\b',
    'a/..',
    './a',
    'engine',
    '',
  ])('%j is refused', (text) => {
    expect(() => remoteAddress(text)).toThrow(TargetError);
    expect(() => remoteAddress(text)).toThrow(/Pass a path, owner\/name/);
  });

  test.for(['engine', './ada/engine', '../ada', 'a/b/c', '/srv/a', 'C:\\work\\b', '.', ''])('%j is a path', (text) => {
    expect(looksRemote(text)).toBe(false);
  });

  test('a refusal does not repeat credentials', () => {
    expect(() => remoteAddress('ftp://ada:hunter2@example.org/a')).toThrow(/^(?!.*hunter2).*example\.org/s);
  });
});
