import { defineCollector } from '../collector.ts';
import type { StateKind } from '../facts/work-state.ts';
import { known } from '../outcome.ts';
import { isStatePath, statePlaceOf } from './state-places.ts';

const RESEARCH = new Set<StateKind | undefined>(['research', 'plan', 'spec', 'design']);

/** The documents of work state that say what was found out, or intended, before the code. */
export const research = defineCollector({
  kind: 'research',
  reads: (path) => isStatePath(path) && RESEARCH.has(statePlaceOf(path)?.kind),
  async collect({ facts }) {
    const state = await facts('workState');
    if (!state.known) return state;
    const { asOf, documents, dates } = state.value;
    return known({ asOf, documents: documents.filter(({ kind }) => RESEARCH.has(kind)), dates });
  },
});
