/**
 * Ten views of the page as pictures in docs/views/, for a person to look at before a change of style is accepted.
 *
 *   PLANMAP_URL=http://127.0.0.1:8080/ node tests/web/views.mjs [NAME...]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, mapIdle, openPage } from './browser.mjs';

const folder = fileURLToPath(new URL('../../docs/views', import.meta.url));
/** The best of these that keeps a picture small enough for the repository. */
const QUALITIES = [58, 46, 36, 28];
const MOST_BYTES = 150 * 1024;

async function firstProject(page, parameters) {
  return page.evaluate(async (query) => {
    const answer = await fetch(`collections/projects/items?limit=1&skipGeometry=true&${query}`);
    return (await answer.json()).features[0].id;
  }, parameters);
}

async function search(page, words) {
  await page.fill('.search-input', words);
  await page.waitForSelector('.search-option .search-name');
}

const views = {
  'first-screen': { open: {} },
  project: {
    open: {},
    act: async (page) => {
      await search(page, '包银高铁');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.panel .evidence blockquote');
    },
  },
  search: {
    open: { hash: '#category=rail,road&status=construction,planned' },
    act: (page) => search(page, 'hohht'),
  },
  reader: {
    open: { hash: '#read=hbew-2021' },
    act: async (page) => {
      const mark = page.locator('.reader-mark', { hasText: '包头至银川' }).first();
      await mark.click();
      await page.waitForSelector('.panel .evidence blockquote');
    },
  },
  compare: {
    open: { hash: '#compare=hbew-2021..hbew-2023' },
    act: async (page) => {
      await page.waitForSelector('.compare-entry');
      await page.click('[data-group="changed"]');
    },
  },
  site: {
    open: { hash: '#map=8.6/40.65/111.2&site=line:110.45,40.55;111.1,40.7;111.75,40.8~1000' },
    act: (page) => page.waitForSelector('.site-group'),
  },
  take: {
    open: { hash: '#category=road&unit=150600' },
    act: (page) => page.click('text=下载'),
  },
  dark: { open: { colorScheme: 'dark', hash: '#map=7.60/40.4000/110.4000' } },
  phone: {
    open: { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    act: async (page) => {
      const id = await firstProject(page, 'category=airport&grade=exact');
      await page.evaluate((project) => {
        window.location.hash = `#project=${project}`;
      }, id);
      await page.waitForSelector('.panel .evidence blockquote');
    },
  },
  'without-webgl': { flags: ['--disable-3d-apis'], open: {} },
};

async function show(name, { flags = [], open, act }) {
  const browser = await launch(flags);
  const { page } = await openPage(browser, open);
  await mapIdle(page);
  await act?.(page);
  await page.waitForTimeout(600);
  await mapIdle(page);
  const session = await page.context().newCDPSession(page);
  let picture = Buffer.alloc(MOST_BYTES + 1);
  for (const quality of QUALITIES) {
    if (picture.length <= MOST_BYTES) break;
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    picture = Buffer.from(data, 'base64');
  }
  writeFileSync(`${folder}/${name}.webp`, picture);
  console.log(`${name}.webp ${Math.round(picture.length / 1024)} KB`);
  await browser.close();
}

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const [name, view] of Object.entries(views)) {
  if (wanted.length === 0 || wanted.includes(name)) await show(name, view);
}
