import * as z from 'zod/mini';
import { type Evidence, fail, isSome, notApplicable, type Outcome, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Is every file that agents keep, read or are configured by free of credentials?
 *
 * One credential fails. It is named by place and kind, never by value. Files in scope that were not read leave the
 * question open: the credential may be there. A pass speaks for the files in scope at the audited commit only, not for
 * the rest of the tree and not for history; a ledger too long to be searched whole is named in it.
 */
export default defineProbe({
  rule: 'secrets-absent',
  needs: ['secrets'],
  params: z.strictObject({}),

  inspect({ secrets: { scanned, found, foundTotal, placeholders, partly, unread, unreadTotal } }): Outcome {
    if (found.length > 0) {
      const files = new Set(found.map(({ path }) => path)).size;
      return fail(
        `${foundTotal} ${foundTotal === 1 ? 'place looks' : 'places look'} like a credential, in ${files} ${files === 1 ? 'file' : 'files'}.`,
        found.map(({ path, line, kind }): Evidence => ({ at: 'file', path, line, note: `looks like a ${kind}` })),
      );
    }
    const [first] = unread;
    if (first !== undefined) {
      return unknown(
        `${unreadTotal} ${unreadTotal === 1 ? 'file' : 'files'} in scope could not be scanned: ${first.path} ${first.because}.`,
        'Run a secret scanner over these files, or audit a clone that holds them.',
      );
    }
    const evidence = scanned.map(({ scope, files, path }): Evidence => {
      const which = files === 1 ? 'this file holds' : `this file and ${files - 1} more hold`;
      return { at: 'file', path, note: `${scope}: ${which} no credential that the scanner knows` };
    });
    if (!isSome(evidence))
      return notApplicable(
        'No file of agent state, instructions, environment, configuration or credentials is tracked.',
      );
    const left = partly.map(({ path, because }): Evidence => ({ at: 'file', path, note: because }));
    if (placeholders === 0) return pass([evidence[0], ...evidence.slice(1), ...left]);
    const note = `${evidence[0].note}; ${placeholders} ${placeholders === 1 ? 'example' : 'examples'} left out`;
    return pass([{ ...evidence[0], note }, ...evidence.slice(1), ...left]);
  },
});
