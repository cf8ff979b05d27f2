/** Runs Astro's command line so that it asks and tells nobody: no telemetry, no look-up of a newer version. */

process.env.ASTRO_TELEMETRY_DISABLED = '1';
process.env.ASTRO_DISABLE_UPDATE_CHECK = 'true';
// Astro would take these for what it knows itself, and the site would link to wherever BASE_URL happens to say.
for (const name of ['ASSETS_PREFIX', 'BASE_URL', 'DEV', 'MODE', 'PROD', 'SITE', 'SSR']) delete process.env[name];
// The package exports no way to its command, only to its library, which has no options from the command line.
await import('../node_modules/astro/bin/astro.mjs' as string);
