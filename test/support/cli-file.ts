import path from 'node:path';

/** The built command line: `npm test` builds it before anything else. */
export const cliFile = path.join(import.meta.dirname, '../../dist/leadertop.js');
