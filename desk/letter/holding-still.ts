import { createContext } from 'react'

/** Call it before something is unfolded: a timeline that follows its end would carry the reader away from it. */
export const HoldStill = createContext<() => void>(() => {})
