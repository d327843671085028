import type { Figure } from './figure.ts'
export async function* measureStart(): AsyncGenerator<Figure> {}
