/**
 * What the browser tests share: Debian's chromium, a page on the server under test,
 * a record of every request, and a folder for pictures.
 *
 * PLANMAP_URL      address of the running server (needed)
 * PLANMAP_PICTURES folder for the pictures (target/web-pictures)
 * CHROMIUM         the browser (/usr/bin/chromium)
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// The packages belong to the page, so they are looked up from there.
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axeSource = require.resolve('axe-core');

if (!process.env.PLANMAP_URL)
  throw new Error('PLANMAP_URL must name a running server, such as http://127.0.0.1:8080/');
export const base = process.env.PLANMAP_URL.replace(/\/?$/, '/');

const pictures =
  process.env.PLANMAP_PICTURES ?? fileURLToPath(new URL('../../target/web-pictures', import.meta.url));

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const PATIENCE_MS = 120_000;

/** `flags`: more of the browser's own, such as `--disable-3d-apis` for one without WebGL. */
export function launch(flags = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...FLAGS, ...flags],
    headless: true,
  });
}

/** A fresh page with its record of requests, failed answers and script errors. */
export async function openPage(browser, { hash = '', ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const record = { requests: [], failed: [], errors: [] };
  page.on('request', (request) => record.requests.push(request.url()));
  page.on('response', (response) => {
    if (response.status() >= 400) record.failed.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => record.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') record.errors.push(message.text());
  });
  await page.goto(base + hash);
  return { page, record };
}

/** The page says in `data-map` of its map frame when the map has drawn everything it asked for. */
export async function mapIdle(page) {
  await page.waitForSelector('.map-frame[data-map="idle"]', {
    state: 'attached',
  });
}

export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

/** Requests that left the server under test; addresses made by the page itself do not count. */
export function strangers(record) {
  const origin = new URL(base).origin;
  return record.requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(blob|data):/.test(url));
}

/** Faults that axe calls serious or critical, in a few words each. */
export async function axeFaults(page) {
  await page.addScriptTag({ path: axeSource });
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html)
          .join(' | ')}`,
    );
}

/** How many different colours a picture of one element has: a blank map has a handful. */
export async function coloursIn(page, selector) {
  const png = (await page.locator(selector).screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(pixels.buffer)).size;
  }, png);
}
