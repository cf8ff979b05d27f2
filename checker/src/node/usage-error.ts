/** What was typed, configured or written into a factor cannot be used: exit code 2. The message is for a person. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
