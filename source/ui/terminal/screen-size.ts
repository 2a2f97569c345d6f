import {createContext, useContext} from 'react';

/** The terminal's size in cells. */
export type ScreenSize = {readonly columns: number; readonly rows: number};

/** Outside a mounted screen, as in a test of one component, the design size. */
export const ScreenSizeContext = createContext<ScreenSize>({columns: 80, rows: 24});

/** The terminal's size; draws the component again when it changes. */
export function useScreenSize(): ScreenSize {
	return useContext(ScreenSizeContext);
}
