import type { Figure } from './figure.ts'
export async function* measureConnections(): AsyncGenerator<Figure> {}
