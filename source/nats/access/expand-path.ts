import os from 'node:os';
import path from 'node:path';
import type {Surroundings} from './access-request.ts';

type Env = Surroundings['env'];

/** Replaces `$VAR`, `${VAR}` and a leading `~`. As in a shell, a variable that is not set stands for nothing. */
export function expandPath(text: string, env: Env): string {
	const expanded = text.replaceAll(
		/\$(?:\{(\w+)\}|(\w+))/g,
		(_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '',
	);
	return /^~(?=$|\/)/.test(expanded) ? path.join(homeFolder(env), expanded.slice(1)) : expanded;
}

/** Where `nats` keeps its contexts on every system: `$XDG_CONFIG_HOME/nats` or `~/.config/nats`. */
export function natsFolder(env: Env): string {
	const xdg = env['XDG_CONFIG_HOME'];
	const config = xdg === undefined || xdg === '' ? path.join(homeFolder(env), '.config') : xdg;
	return path.join(config, 'nats');
}

function homeFolder(env: Env): string {
	const home = env['HOME'];
	return home === undefined || home === '' ? os.homedir() : home;
}
