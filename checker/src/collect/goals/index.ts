import { defineCollector } from '../../collector.ts';
import type { Goal, GoalsFacts } from '../../facts/goals.ts';
import { known } from '../../outcome.ts';
import type { Tree } from '../../tree.ts';
import { scriptOf } from './command.ts';
import { goalsOfMarkdown } from './markdown.ts';
import { goalsOfYaml } from './yaml.ts';

const LARGEST_FILE = 512 * 1024;

/** `GOALS.md`, `GOALS.yaml` or `GOALS.yml`, in any case, at the root, in `docs` or in `.agents`. */
const isGoals = (path: string) => /^(?:docs\/|\.agents\/)?goals\.(?:md|ya?ml)$/i.test(path);

/** Reads what the repository calls its goals, gates and directives, and the command that checks each. Runs nothing. */
export const goals = defineCollector({
  kind: 'goals',
  // A check may start with a script, and be none without it.
  reads: (path) => isGoals(path) || /\.(?:sh|bash)$/.test(path),
  async collect({ repository }) {
    const tree = await repository.tree();
    const files = tree.filter(isGoals).map(({ path }) => path);
    const contents = await repository.read(files, LARGEST_FILE);
    const facts: { [K in keyof GoalsFacts]: GoalsFacts[K][number][] } = {
      goals: [],
      files: [],
      unread: [],
      broken: [],
    };
    for (const path of files) {
      const content = contents.get(path);
      facts.files.push(path);
      if (content?.state === 'text') {
        const read = /\.md$/i.test(path) ? goalsOfMarkdown(content.text) : goalsOfYaml(content.text);
        facts.goals.push(
          ...withoutAbsent(
            read.goals.map((goal) => ({ path, ...goal })),
            tree,
          ),
        );
        if (read.broken !== undefined) facts.broken.push({ path, ...read.broken });
      } else if (content?.state === 'binary') facts.broken.push({ path, line: 1, because: 'is not text' });
      else if (content?.state === 'too-large')
        facts.unread.push({ path, because: `is larger than ${LARGEST_FILE / 1024} KiB` });
      else facts.unread.push({ path, because: content?.because ?? 'was not handed over' });
    }
    return known(facts);
  },
});

/** A script that is not in the tree checks nothing, and neither does a gate that runs it. */
function withoutAbsent(goals: readonly Goal[], tree: Tree): readonly Goal[] {
  const absent = new Map<string, string>();
  const judged = goals.map((goal): Goal => {
    const script = goal.check === undefined ? undefined : scriptOf(goal.check);
    if (script === undefined || tree.cut || tree.has(script)) return goal;
    absent.set(goal.name, script);
    const { check: _, ...rest } = goal;
    return { ...rest, absent: script };
  });
  return judged.map((goal): Goal => {
    const script = goal.gate === undefined ? undefined : absent.get(goal.gate);
    if (script === undefined) return goal;
    const { gate: _, ...rest } = goal;
    return { ...rest, absent: script };
  });
}
