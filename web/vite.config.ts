/**
 * The build: `web/dist`, which the Rust executable embeds.
 * Relative asset paths, so that the page also works under a path prefix.
 */
import { defineConfig, type Plugin } from 'vite';

/** The oldest supported browser. MapLibre GL JS 5.22 is the last that still runs on it. */
const OLDEST_BROWSER = 'chrome88';

/** MapLibre ships as it is (its worker is made from its own source text), and starts to load with the page. */
function preloadMapLibre(): Plugin {
  return {
    name: 'preload-maplibre',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const file = Object.keys(context.bundle ?? {}).find((name) => /maplibre-gl-[^/]*\.js$/.test(name));
        if (!file) return [];
        return [
          { tag: 'link', attrs: { rel: 'preload', as: 'script', href: `./${file}` }, injectTo: 'head' },
        ];
      },
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [preloadMapLibre()],
  build: {
    target: OLDEST_BROWSER,
    cssTarget: OLDEST_BROWSER,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    outDir: 'dist',
    emptyOutDir: true,
  },
  server: {
    proxy: Object.fromEntries(
      ['/collections', '/tiles', '/search', '/plans', '/quality', '/map.svg'].map((path) => [
        path,
        process.env.PLANMAP_URL ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
});
