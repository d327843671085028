import type { Figure } from './figure.ts'
export async function* measureWidget(): AsyncGenerator<Figure> {}
