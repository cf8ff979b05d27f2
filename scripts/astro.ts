import { missingRepository } from '../src/site/git.ts';

/**
 * Runs Astro's command line so that it asks and tells nobody: no telemetry, no look-up of a newer version. Before a build
 * it looks at what would stop it half-way, and says that alone.
 */

process.env.ASTRO_TELEMETRY_DISABLED = '1';
process.env.ASTRO_DISABLE_UPDATE_CHECK = 'true';
// Astro would take these for what it knows itself, and the site would link to wherever BASE_URL happens to say.
for (const name of ['ASSETS_PREFIX', 'BASE_URL', 'DEV', 'MODE', 'PROD', 'SITE', 'SSR']) delete process.env[name];
if (process.argv[2] === 'build') {
  const wrong = (await missingRepository(process.cwd())) ?? (await doctrineProblems());
  if (wrong !== undefined) {
    console.error(wrong);
    process.exit(1);
  }
}

// The package exports no way to its command, only to its library, which has no options from the command line.
await import('../node_modules/astro/bin/astro.mjs' as string);

async function doctrineProblems(): Promise<string | undefined> {
  const [{ publishedDoctrine }, { DoctrineError }] = await Promise.all([
    import('../src/doctrine/published.ts'),
    import('#checker'),
  ]);
  return publishedDoctrine().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DoctrineError) return error.message;
      throw error;
    },
  );
}
