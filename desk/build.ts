import { build, mergeConfig } from 'vite'
import config from './vite.config.ts'

/** Builds the desk into `outDir`, which is emptied first. */
export async function buildDesk({ outDir }: { outDir: string }): Promise<void> {
  await build(mergeConfig(config, { configFile: false, logLevel: 'warn', build: { outDir } }))
}
