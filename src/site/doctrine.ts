import { type Doctrine, loadDoctrine, probes } from '#checker';
import { factorFiles } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';

/** The doctrine as the checker reads it, from the factor documents in a folder of the repository. */
export async function readDoctrine(root: string): Promise<Doctrine> {
  return loadDoctrine(await factorFiles(`${root}/factors`, 'factors'), probes, nodePlatform.sha256);
}
