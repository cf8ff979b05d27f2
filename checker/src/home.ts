/** Where the project lives: issues, source and documentation. */
export const HOME = 'https://github.com/boshu2/12-factor-agentops';
