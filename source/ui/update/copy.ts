import {healthOf} from '../../domain/group-health.ts';
import {commandText, noCommand, stepDownCommand, type Command} from '../act/nats-command.ts';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {tell, type Handler} from './result.ts';

/** Terminals drop what is longer: 74,994 bytes in base64 (hterm, kitty), which carries four bytes for three. */
const longest = 56_000;

/** Copies the commands of the open question, or of the groups that `S` would step down. */
export const copyCommand: Handler = (state, scene) => {
	const commands = commandsOf(state, scene);
	if (commands.length === 0) {
		return tell(state, whyNothing(state), 'muted', scene);
	}

	const texts = commands.map(commandText);
	const text = texts.join('\n');
	if (texts.includes(undefined)) {
		return tell(state, noCommand, 'warning', scene);
	}

	if (text.length > longest) {
		return tell(state, `Not copied: ${texts.length} commands are too long`, 'warning', scene);
	}

	const words = texts.length === 1 ? 'Command copied' : `${texts.length} commands copied`;
	return {...tell(state, words, 'good', scene), intents: [{type: 'copy', text}]};
};

function commandsOf({front, pane, tags, group}: ScreenState, {view}: Scene): readonly Command[] {
	if (front.type === 'question') {
		return front.question.commands;
	}

	const isList = front.type === 'nothing' || front.type === 'details';
	const selected = pane === 'groups' && group.id !== undefined ? [group.id] : [];
	const keys = isList ? (front.type === 'nothing' && tags.size > 0 ? [...tags] : selected) : [];
	return keys.flatMap(key => {
		const found = view.groups.get(key);
		const canElect = found && found.leader !== undefined && healthOf(found) !== 'pinned';
		return canElect ? [stepDownCommand(found, undefined)] : [];
	});
}

function whyNothing({front, pane}: ScreenState): string {
	const isList = front.type === 'nothing' || front.type === 'details';
	return isList && pane === 'servers'
		? 'This copies the command of a group: Tab goes to them'
		: 'There is no command to copy';
}
