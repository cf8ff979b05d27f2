/** Whether a text is an object name in full. Others are never handed to git, which would take them for revisions or options. */
export const isObjectName = (name: string) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
