import manifest from '../../package.json' with { type: 'json' };

/** The version of this tool, from its manifest. */
export const VERSION: string = manifest.version;

/** What reports name as their maker. */
export const TOOL = { name: 'agentops-audit', version: VERSION } as const;
