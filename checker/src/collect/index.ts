import type { Collector } from '../collector.ts';
import { learnings } from './learnings/index.ts';
import { protection } from './protection/index.ts';
import { secrets } from './secrets/index.ts';
import { workflows } from './workflows/index.ts';

/** Every collector, one for each kind of facts. */
export const collectors: readonly Collector[] = [learnings, protection, workflows, secrets];
