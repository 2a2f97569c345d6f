import process from 'node:process';
import {askSecret} from '../../../source/nats/access/ask-secret.ts';

/** Run in a terminal of its own: asks, and tells what came of it. The answer is told as its char codes, to prove that nothing echoed it. */
const {stdin, stdout} = process;
stdin.setRawMode(process.argv[2] === 'raw');
try {
	const answer = await askSecret('Password: ', stdin, stdout);
	const codes = Array.from(answer.reveal(), character => character.codePointAt(0)).join(' ');
	stdout.write(`answer ${codes}.`);
} catch (error) {
	stdout.write(error instanceof Error ? `${error.name}.` : 'no error.');
}

stdout.write(` raw ${String(stdin.isRaw)}.`);
