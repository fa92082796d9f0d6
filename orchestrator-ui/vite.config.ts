import { defineConfig } from 'vite'

// Addresses in the page are relative to its <base>, which the server sets: so it works under any context root.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://localhost:8080', '/health': 'http://localhost:8080' } },
  test: { include: ['src/test/**/*.test.{ts,tsx}'] },
} as Parameters<typeof defineConfig>[0])
