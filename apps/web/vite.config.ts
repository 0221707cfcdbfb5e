import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const gateway = `http://127.0.0.1:${process.env['GATEWAY_PORT'] ?? '8080'}`

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The page and the API share an origin, here as in production.
  server: { proxy: { '/api': gateway } },
  build: {
    sourcemap: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // In one file with the contracts, the setting for zod runs before the first of them.
          groups: [{ name: 'contracts', test: /zod|packages.(contracts|money)/ }],
        },
      },
    },
  },
})
