import { observable } from './observable.ts'

/** The newest thing that a person who does not see the list should hear of. */
export const news = observable({ conversationId: '', text: '' })
