import { createHash } from 'node:crypto'
import { copyFile, glob, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, type Plugin } from 'vite'
import type { LauncherTexts, Texts } from './panel/texts/texts.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Two years of browsers: Safari 16.4 brought style sheets made by script, which a strict CSP calls for. */
const browsers = ['chrome109', 'edge109', 'firefox115', 'safari16.4', 'ios16.4']

/**
 * Builds the chat window into `outDir`: `widget.js`, the classic script that shops put on their pages, and beside it
 * `panel-HASH.js` and one `LANGUAGE-HASH.js` a language, which it loads when a visitor reaches for the launcher. What few
 * visitors need is a `PART-HASH.js` that the panel loads when it is needed. `preview/` is the page on which the desk shows it.
 */
export async function buildWidget({ outDir }: { outDir: string }): Promise<void> {
  const languages = await readLanguages()
  const unnamed = await bundlePanel(languages)
  const hash = createHash('sha256').update(JSON.stringify(unnamed)).digest('hex').slice(0, 10)
  const panel = unnamed.map(({ name, code }) => ({ name, code: code.replaceAll(HASH, hash) }))
  const loader = await bundleLoader(languages, hash)

  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'widget.js'), loader)
  for (const { name, code } of panel) await writeFile(join(outDir, `${name}-${hash}.js`), code)
  await buildPreview(join(outDir, 'preview'))
}

async function buildPreview(outDir: string) {
  const lib = { entry: join(here, 'preview/preview.ts'), formats: ['iife' as const], name: 'preview' }
  const [preview] = await bundle({ lib })
  await mkdir(outDir)
  await writeFile(join(outDir, 'preview.js'), preview?.code ?? '')
  for (const name of ['index.html', 'preview.css']) await copyFile(join(here, 'preview', name), join(outDir, name))
}

/** Stands for the hash until it is known: parts name each other. */
const HASH = '__HASH__'
const PICK = /^(texts|more) of (.+)$/

type Language = { name: string; file: string; launcher: LauncherTexts }

async function readLanguages(): Promise<Language[]> {
  const languages: Language[] = []
  for await (const file of glob(join(here, 'panel/texts/??.ts'))) {
    const { texts }: { texts: Texts } = await import(file)
    languages.push({ name: basename(file, '.ts'), file, launcher: texts.launcher })
  }
  return languages.sort((a, b) => a.name.localeCompare(b.name))
}

/** The texts of rarely drawn parts are bundled apart, so that a language's first texts come without them. */
async function bundlePanel(languages: Language[]) {
  const inputs = (part: string, suffix: string) =>
    languages.map(({ name, file }) => [`${name}${suffix}`, `${part} of ${file}`] as const)
  const output = { format: 'es', entryFileNames: `[name]-${HASH}.js`, chunkFileNames: `[name]-${HASH}.js` } as const
  const bundleInputs = (input: (readonly [string, string])[]) =>
    bundle(
      {
        rolldownOptions: {
          input: Object.fromEntries(input),
          output,
          preserveEntrySignatures: 'allow-extension',
        },
      },
      { PARTS_HASH: JSON.stringify(HASH) },
    )
  const chunks = [
    ...(await bundleInputs([['panel', join(here, 'panel/panel.ts')], ...inputs('texts', '')])),
    ...(await bundleInputs(inputs('more', 'More'))),
  ]
  return chunks.map(({ name, code }) => ({ name, code }))
}

/** `texts of FILE` is a module with that one export of the file. */
const pickExports: Plugin = {
  name: 'pick-exports',
  resolveId: { filter: { id: PICK }, handler: (id) => id },
  load: {
    filter: { id: PICK },
    handler(id) {
      const [, part, file] = PICK.exec(id) ?? []
      return `export { ${part} } from ${JSON.stringify(file)}`
    },
  },
}

async function bundleLoader(languages: Language[], hash: string) {
  const define = {
    LAUNCHER_TEXTS: JSON.stringify(Object.fromEntries(languages.map(({ name, launcher }) => [name, launcher]))),
    PANEL_HASH: JSON.stringify(hash),
  }
  const lib = { entry: join(here, 'loader/loader.ts'), formats: ['iife' as const], name: 'infolett' }
  const [loader] = await bundle({ lib }, define)
  return loader?.code ?? ''
}

/** The automatic JSX runtime would be half a kilobyte more than Preact's own `h`. */
const importJsxFactory: Plugin = {
  name: 'import-jsx-factory',
  enforce: 'pre',
  transform: {
    filter: { id: /\.tsx$/ },
    handler: (code) => `import { Fragment, h } from 'preact'; ${code}`,
  },
}

/** Vite would look for style sheets before each `import()`; our parts have none. */
const importPlainly: Plugin = {
  name: 'import-plainly',
  enforce: 'pre',
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load()',
  },
}

async function bundle(options: InlineConfig['build'], define: Record<string, string> = {}) {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
    plugins: [importJsxFactory, importPlainly, pickExports],
    define: { ...define, 'process.env.NODE_ENV': '"production"' },
    build: { ...options, write: false, target: browsers, modulePreload: false, minify: true },
  })
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : []
  return outputs.flatMap(({ output }) => output).filter((part) => part.type === 'chunk')
}
