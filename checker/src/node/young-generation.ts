import { setFlagsFromString } from 'node:v8';

/** How the young generation grows: not at all, or twofold, as V8 does by itself. */
export const youngGeneration = (factor: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);
