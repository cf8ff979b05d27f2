import type { Node } from 'mdast';
import type { DoctrineProblem } from '../checked-yaml.ts';

/** Says what is wrong at a node of a document's syntax tree; without a node, at the first line of its file. */
export type Report = (node: Node | undefined, message: string) => void;

/** A report that adds to `problems`. */
export const reportTo =
  (problems: DoctrineProblem[], path: string): Report =>
  (node, message) => {
    const { line, column } = node?.position?.start ?? { line: 1, column: 1 };
    problems.push({ path, line, column, message });
  };
