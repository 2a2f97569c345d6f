import {healthOf} from '../../domain/fitness.ts';
import {commandText, noCommand, stepDownCommand, type Command} from '../nats-command.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {notify, type Handler} from './result.ts';

/** Terminals drop what is longer: 74,994 bytes in base64 (hterm, kitty), which carries four bytes for three. */
const longest = 56_000;

/** Copies the commands of the open question, or of the groups that `S` would step down. */
export const copyCommand: Handler = (state, scene) => {
	const commands = commandsOf(state, scene);
	if (commands.length === 0) {
		return notify(state, whyNothing(state), 'muted', scene);
	}

	const texts = commands.map(commandText);
	const text = texts.join('\n');
	if (texts.includes(undefined)) {
		return notify(state, noCommand, 'warning', scene);
	}

	if (text.length > longest) {
		return notify(state, `Not copied: ${texts.length} commands are too long`, 'warning', scene);
	}

	const words = texts.length === 1 ? 'Command copied' : `${texts.length} commands copied`;
	return {...notify(state, words, 'good', scene), intents: [{type: 'copy', text}]};
};

function commandsOf(
	{dialog, pane, tags, selected}: ScreenState,
	{view}: Scene,
): readonly Command[] {
	if (dialog.type === 'question') {
		return dialog.question.commands;
	}

	const isList = dialog.type === 'none' || dialog.type === 'details';
	const {id} = selected.groups;
	const selection = pane === 'groups' && id !== undefined ? [id] : [];
	const keys = isList ? (dialog.type === 'none' && tags.size > 0 ? [...tags] : selection) : [];
	return keys.flatMap(key => {
		const found = view.groups.get(key);
		const canElect = found && found.leader !== undefined && healthOf(found) !== 'pinned';
		return canElect ? [stepDownCommand(found, undefined)] : [];
	});
}

function whyNothing({dialog, pane}: ScreenState): string {
	const isList = dialog.type === 'none' || dialog.type === 'details';
	return isList && pane === 'servers'
		? 'This copies the command of a group: Tab goes to them'
		: 'There is no command to copy';
}
