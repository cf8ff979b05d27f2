import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Io } from '../../../checker/src/node/io.ts';
import { verifyFile } from '../../../checker/src/node/verdicts/verify-file.ts';
import { NoRegularFileError, openRegular } from '../../../checker/src/node/verdicts/work-tree-files.ts';
import { temporaryFolder } from '../../support/git-repository.ts';

test('what is no regular file is refused by an error of its own name', async () => {
  const folder = temporaryFolder();
  await expect(openRegular(folder)).rejects.toThrow(NoRegularFileError);
  await expect(openRegular(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('to verify a file says why it was refused', async () => {
  const folder = temporaryFolder();
  const at = (path: string) =>
    verifyFile({ path } as Parameters<typeof verifyFile>[0], undefined, { cwd: folder } as Io);
  const because = async (path: string) => (await at(path)).ledgers[0]?.problems.first[0]?.detail;
  expect(await because('.')).toContain('it is no regular file');
  expect(await because('none')).toContain('ENOENT');
});
