import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/desk/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: fileURLToPath(new URL('../dist/desk', import.meta.url)),
    emptyOutDir: true,
    // The content security policy allows no data: scripts, fonts or styles.
    assetsInlineLimit: 0,
    // What counts is the gzipped whole, and that is measured by the bench.
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Schemas stay on the server: `Type.Object(…)` may be dropped where only its type is used.
      treeshake: { manualPureFunctions: ['Type', 'Line', 'Text', 'Nullable'] },
    },
  },
})
