import type { Collector } from '../collector.ts';

/** Every collector, one for each kind of facts. */
export const collectors: readonly Collector[] = [];
