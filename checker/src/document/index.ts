/** The text of the factor documents, for those who write and publish the doctrine. The published package leaves it out. */

export { problemLine, readCheckedYaml } from '../checked-yaml.ts';
export { parseMarkdown } from '../collect/safe-markdown.ts';
export { type CheckedDocuments, checkDocuments } from './check-document.ts';
export { isFactorFile } from './document-set.ts';
export type { Example, ExampleCommit, ExampleFile } from './example.ts';
export type { FactorDocument } from './read-document.ts';
export { beginsWith, type DocumentedRule, isExample, LIMITS, SEEN } from './rules.ts';
export type { ExampleRun } from './run-example.ts';
