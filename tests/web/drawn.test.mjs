/** The page in a browser without WebGL: the server draws the map. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeFaults, launch, mapIdle, openPage, strangers } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch(['--disable-3d-apis']);
});
after(async () => {
  await browser?.close();
});

describe('without WebGL', () => {
  it('shows the map as the server draws it, whose projects open by a click', async () => {
    const { page, record } = await openPage(browser, { hash: '#category=airport' });
    await mapIdle(page);
    assert.match(await page.textContent('.notice'), /WebGL/);
    const link = page.locator('.drawn-sheet a').first();
    const id = await link.evaluate((element) =>
      new URL(element.getAttribute('href')).searchParams.get('project'),
    );
    await link.evaluate((element) =>
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
    );
    await page.waitForSelector('.panel .evidence blockquote');
    assert.match(await page.evaluate(() => window.location.hash), new RegExp(`project=${id}`));
    await mapIdle(page);
    assert.deepEqual(await axeFaults(page), []);
    assert.deepEqual(strangers(record), []);
    assert.deepEqual(record.errors, []);
    await page.context().close();
  });

  it('draws anew for a filter and for a view, and keeps the view in the address', async () => {
    const { page } = await openPage(browser, { hash: '#category=airport,rail' });
    await mapIdle(page);
    const links = () => page.$$eval('.drawn-sheet a', (all) => all.length);
    const both = await links();
    await page.click('[data-key="category-rail"]');
    await page.waitForFunction((n) => document.querySelectorAll('.drawn-sheet a').length < n, both);
    const airports = await links();
    assert.ok(airports > 0);
    await page.click('.drawn-buttons .tool');
    await page.waitForFunction(() => /map=/.test(window.location.hash));
    await page.waitForFunction((n) => document.querySelectorAll('.drawn-sheet a').length < n, airports);
    await page.context().close();
  });
});

describe('a sheet to print', () => {
  it('of the selection has title, scale, legend and credit', async () => {
    const { page } = await openPage(browser, { hash: '#category=rail' });
    await mapIdle(page);
    const words = await page.evaluate(async () => {
      const query = new URLSearchParams({
        category: 'rail',
        page: 'a4',
        orientation: 'landscape',
        title: '铁路图',
      });
      return (await fetch(`map.svg?${query}`)).text();
    });
    for (const part of ['铁路图', '图例', '公里', '天地图', '仅供内部使用'])
      assert.ok(words.includes(part), part);
    await page.click('.top-end >> text=下载');
    await page.fill('.take-page input', '铁路图');
    const [sheet] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('page=a4')),
      page.click('[data-form="page"]'),
    ]);
    assert.equal(sheet.status(), 200);
    assert.match(decodeURIComponent(sheet.url()), /category=rail&page=a4&orientation=landscape&title=铁路图/);
    await page.context().close();
  });
});
