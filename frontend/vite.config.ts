import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../src/hotwash/site/static/built',
    emptyOutDir: true,
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    manifest: 'manifest.json',
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: { input: { app: 'app.ts', page: 'styles/page.css' } },
  },
  test: { environment: 'jsdom', include: ['**/*.test.ts'] },
});
