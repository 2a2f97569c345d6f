import {useWindowSize} from 'ink';
import {usePicture} from '../hooks/use-picture.ts';
import type {Screen} from './screen.ts';
import {Frame} from '../views/frame.tsx';

/** The live screen: draws the newest picture in the size of the terminal. */
export function App({screen}: {readonly screen: Screen}) {
	const {columns, rows} = useWindowSize();
	const picture = usePicture(screen.subscribe, () => screen.picture({columns, rows}));
	return <Frame picture={picture} features={screen.features} />;
}
