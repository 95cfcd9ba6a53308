/** Screening a site, in a real browser on the real release. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { axeFaults, launch, mapIdle, openPage, strangers } from './browser.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { zipSync } = require('fflate');

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

const NOTICE = '示意成果，不作为用地审查依据';

async function opened(hash = '#site=new') {
  const { page, record } = await openPage(browser, { hash });
  await page.waitForSelector('.site .tool');
  return { page, record };
}

/** Certain and possible of the two groups, by their headings. */
async function groups(page) {
  await page.waitForSelector('.site-group');
  const counts = await page.$$eval('.site-group h3 .count', (all) =>
    all.map((one) => Number(one.textContent)),
  );
  return { certainly: counts[0], possibly: counts[1] };
}

/** A .shp of one area (ESRI's description of 1998), in longitude and latitude. */
function shapefile(points) {
  const content = 48 + 16 * points.length;
  const view = new DataView(new ArrayBuffer(108 + content));
  view.setInt32(0, 9994);
  view.setInt32(24, view.byteLength / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, 5, true);
  view.setInt32(100, 1);
  view.setInt32(104, content / 2);
  view.setInt32(108, 5, true);
  view.setInt32(144, 1, true);
  view.setInt32(148, points.length, true);
  points.flat().forEach((value, index) => view.setFloat64(156 + 8 * index, value, true));
  return new Uint8Array(view.buffer);
}

describe('screening a site', () => {
  it('of a drawn line gives what the service finds, certain and possible apart, with the notice', async () => {
    const { page, record } = await opened('#map=9.00/40.6500/111.0000&site=new');
    await mapIdle(page);
    await page.click('[data-tool="line"]');
    const { x, y } = await page.locator('.map canvas').boundingBox();
    await page.mouse.click(x + 200, y + 400);
    await page.mouse.click(x + 420, y + 380);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /site=line:/.test(window.location.hash));
    const counts = await groups(page);
    const found = await page.evaluate(async () => {
      const [, line] = /site=line:([^~]+)~/.exec(window.location.hash);
      const coordinates = line.split(';').map((pair) => pair.split(',').map(Number));
      const body = JSON.stringify({ geometry: { type: 'LineString', coordinates }, distance_m: 0 });
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch('screen', { method: 'POST', headers, body })).json();
    });
    assert.deepEqual(counts, found.counts);
    assert.equal(await page.textContent('.site-notice'), NOTICE);
    assert.match(await page.textContent('.site'), /公里|公顷|不足以量算/);
    assert.equal(await page.getAttribute('.panel', 'hidden'), '', 'drawing opened no project');
    assert.deepEqual(await axeFaults(page), []);
    assert.deepEqual(strangers(record), []);
    assert.deepEqual(record.errors, []);
    await page.context().close();
  });

  it('is the same site again from its link, and from typed coordinates', async () => {
    const link = '#site=line:110.45,40.55;111.1,40.7~1000';
    const { page } = await opened(link);
    const counts = await groups(page);
    await page.context().close();
    const typed = await opened();
    await typed.page.selectOption('.site-distance', '1000');
    await typed.page.click('.site-typed summary');
    await typed.page.fill('.site-typed textarea', '110.45,40.55\n111.1，40.7');
    await typed.page.click('[data-tool="typed"]');
    assert.deepEqual(await groups(typed.page), counts);
    await typed.page.context().close();
  });

  it('of a project and a distance comes from its panel', async () => {
    const { page } = await openPage(browser, { hash: '#project=airport-baotoujichang' });
    await page.waitForSelector('.panel .evidence blockquote');
    await page.click('text=筛查此项目');
    await groups(page);
    await page.selectOption('.site-distance', '20000');
    await page.waitForFunction(() => /site=project:airport-baotoujichang~20000/.test(window.location.hash));
    const { certainly, possibly } = await groups(page);
    assert.ok(certainly + possibly > 0);
    await page.context().close();
  });

  it('takes GeoJSON, KML and a zipped shapefile alike, and says what is wrong with a file', async () => {
    const ring = [
      [110.0, 40.5],
      [110.0, 40.8],
      [110.4, 40.8],
      [110.4, 40.5],
      [110.0, 40.5],
    ];
    const prj = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]]]';
    const files = [
      ['a.geojson', JSON.stringify({ type: 'Polygon', coordinates: [ring] })],
      [
        'a.kml',
        `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring.map((at) => `${at.join()},0`).join(' ')}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`,
      ],
      ['a.zip', zipSync({ 'a.shp': shapefile(ring), 'a.prj': new TextEncoder().encode(prj) })],
    ];
    const { page } = await opened();
    const answers = [];
    for (const [name, content] of files) {
      await page.setInputFiles('#site-file', { name, mimeType: '', buffer: Buffer.from(content) });
      await page.waitForFunction((said) => document.querySelector('.site-said').textContent === said, name);
      await page.waitForFunction(
        () => !document.querySelector('.site .dock-body').textContent.includes('正在读取'),
      );
      answers.push(await groups(page));
    }
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    const noPrj = zipSync({ 'a.shp': shapefile(ring) });
    await page.setInputFiles('#site-file', { name: 'b.zip', mimeType: '', buffer: Buffer.from(noPrj) });
    await page.waitForFunction(() => /没有 \.prj/.test(document.querySelector('.site-said').textContent));
    await page.context().close();
  });

  it('is saved as a spreadsheet and as a page that carries the notice', async () => {
    const { page } = await opened('#site=line:110.45,40.55;111.1,40.7~1000');
    await groups(page);
    const [sheet] = await Promise.all([page.waitForEvent('download'), page.click('text=存为表格')]);
    assert.match(sheet.suggestedFilename(), /\.xlsx$/);
    assert.equal(
      readFileSync(await sheet.path())
        .subarray(0, 2)
        .toString(),
      'PK',
    );
    const [table] = await Promise.all([page.waitForEvent('download'), page.click('text=存为 CSV')]);
    assert.match(readFileSync(await table.path(), 'utf8'), new RegExp(NOTICE));
    const [printed] = await Promise.all([page.waitForEvent('popup'), page.click('text=打印页')]);
    await printed.waitForFunction((notice) => document.body.textContent.includes(notice), NOTICE);
    await page.context().close();
  });
});

describe('a polygon on the map', () => {
  it('narrows list and counts to what the service finds in it, and goes by its tag', async () => {
    const { page } = await openPage(browser, { hash: '#map=8.00/40.6000/110.5000' });
    await mapIdle(page);
    const count = async () => Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
    const all = await count();
    await page.click('.region summary');
    await page.click('[data-region="area"]');
    const { x, y } = await page.locator('.map canvas').boundingBox();
    for (const [dx, dy] of [
      [300, 250],
      [600, 250],
      [600, 500],
    ])
      await page.mouse.click(x + dx, y + dy);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /area=1\d\d\./.test(window.location.hash));
    await page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('.tags-count').textContent)[0]) < n,
      all,
    );
    const promised = await page.evaluate(async () => {
      const [, corners] = /area=([^&]+)/.exec(window.location.hash);
      const ring = corners.split(';').map((pair) => pair.replace(',', ' '));
      const filter = `S_INTERSECTS(geometry,POLYGON((${[...ring, ring[0]].join()})))`;
      const category = 'rail,road,airport,port,water,energy,ecology';
      const query = new URLSearchParams({ filter, category, limit: 1, skipGeometry: true });
      return (await (await fetch(`collections/projects/items?${query}`)).json()).numberMatched;
    });
    assert.equal(await count(), promised);
    await page.click('.tag');
    await page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('.tags-count').textContent)[0]) === n,
      all,
    );
    await page.context().close();
  });
});
