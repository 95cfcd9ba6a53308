/** Taking the selection away, in a real browser on the real release. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { axeFaults, launch, mapIdle, openPage } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** Selections of each kind: by parameters of the service, and by what only the page knows. */
const selections = [
  '#category=airport,rail&unit=150200',
  '#category=rail&q=包头',
  '#category=road&year=2014',
  '#category=water,energy&box=109,39.5,112,41.5',
];

async function opened(hash) {
  const { page, record } = await openPage(browser, { hash });
  await mapIdle(page);
  const count = Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
  await page.click('.top-end >> text=下载');
  await page.waitForSelector('.take-part');
  return { page, record, count };
}

describe('the links of a download', () => {
  for (const hash of selections) {
    it(`of ${hash} hold exactly what the page shows`, async () => {
      const { page, count } = await opened(hash);
      const href = await page.getAttribute('[data-form="geojson"]', 'href');
      const features = await page.evaluate(
        async (url) => (await (await fetch(url)).json()).features.length,
        href,
      );
      assert.ok(count > 0);
      assert.equal(features, count);
      await page.context().close();
    });
  }

  it('give files of each form that begin as such files do', async () => {
    const { page, record } = await opened('#category=airport');
    const marks = { xlsx: 'PK', shp: 'PK', gpkg: 'SQLite format 3', fgb: 'fgb', csv: '\ufeff', geojson: '{' };
    for (const [form, mark] of Object.entries(marks)) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-form="${form}"]`)]);
      const content = readFileSync(await file.path());
      assert.ok(content.length > 1000, `${form}: ${content.length} bytes`);
      assert.equal(content.subarray(0, Buffer.byteLength(mark)).toString(), mark, form);
    }
    assert.deepEqual(await axeFaults(page), []);
    assert.deepEqual(record.errors, []);
    await page.context().close();
  });

  it('save the map on the screen as a picture', async () => {
    const { page } = await opened('#category=rail');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('.take-part >> text=PNG')]);
    const png = readFileSync(await file.path());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    const { width, height, colours } = await page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
      return { width: image.width, height: image.height, colours: new Set(pixels).size };
    }, png.toString('base64'));
    assert.ok(width > 800 && height > 600);
    assert.ok(colours > 200, `${colours} colours`);
    await page.context().close();
  });

  it('have a short address that shows the same selection', async () => {
    const { page, count } = await opened('#category=rail&plan=hbew-2021&map=7.123/40.51234/110.61234');
    const short = await page.textContent('.take-address');
    assert.match(short, /map=7\.1\/40\.51\/110\.61$/);
    const again = await openPage(browser, { hash: new URL(short).hash });
    await again.page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('.tags-count')?.textContent)?.[0]) === n,
      count,
    );
    await again.page.context().close();
    await page.context().close();
  });
});
