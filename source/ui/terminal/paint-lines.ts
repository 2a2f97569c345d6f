import {createContext} from 'react';

/** Shows lines that fill the whole screen. */
export type PaintLines = (lines: readonly string[]) => void;

/**
 * The way to the terminal for who has all lines of the screen anyway, past React and Ink: to have them hand over frames in
 * which nothing but these lines has changed takes a twentieth of the main thread's time while 1,000 leaders move in 2 s.
 * Nothing of Ink's is reached into. It still mounts the screen, lays it out when the terminal's size changes and takes it
 * down, and paints the same lines whenever it paints (picture.tsx). Without a mounted screen and for a screen reader there is
 * no such way: React and Ink paint each frame then.
 */
export const PaintLinesContext = createContext<PaintLines | undefined>(undefined);
