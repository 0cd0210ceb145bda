// How the dashboard is built. What comes out lies in `dist/` and is embedded by the hub.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const hub = process.env.ACCORD_HUB ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy lets nothing inline pass
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  // As the hub serves it, `npm run build && npx vite preview` shows what the policy refuses.
  preview: {
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
  },
  server: {
    proxy: {
      '/graphql': { target: hub, ws: true, headers: { host: new URL(hub).host } },
      '/export': { target: hub, headers: { host: new URL(hub).host } },
    },
  },
});
