import {createContext, useContext} from 'react';

/** The terminal's size in cells. */
export type ScreenSize = {readonly columns: number; readonly rows: number};

/** A terminal may not know its size, as in some containers; then it is taken for one of the design size. */
export function screenSize({columns, rows}: ScreenSize): ScreenSize {
	return {columns: columns || designSize.columns, rows: rows || designSize.rows};
}

const designSize: ScreenSize = {columns: 80, rows: 24};

/** Outside a mounted screen, as in a test of one component, the design size. */
export const ScreenSizeContext = createContext(designSize);

/** The terminal's size; draws the component again when it changes. */
export function useScreenSize(): ScreenSize {
	return useContext(ScreenSizeContext);
}
