import type { Figure } from './figure.ts'
export async function* measureDesk(): AsyncGenerator<Figure> {}
