/** The page in a real browser, on a running server with the real release. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  axeFaults,
  base,
  coloursIn,
  launch,
  mapIdle,
  openPage,
  PATIENCE_MS,
  picture,
  strangers,
} from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

async function closed(page) {
  await page.context().close();
}

describe('the first screen', () => {
  it('draws the region, says what it is, and asks only its own server', async () => {
    const { page, record } = await openPage(browser);
    await mapIdle(page);
    await picture(page, 'first-screen');
    const colours = await coloursIn(page, '.map canvas');
    assert.ok(colours > 200, `the map has ${colours} colours`);
    const foot = await page.textContent('.status');
    assert.match(foot, /本图读取 5 份/);
    assert.match(foot, /不含“十五五”规划/);
    assert.match(foot, /底图界线来源：天地图/);
    assert.match(foot, /本图未经地图审核，仅供内部使用/);
    assert.deepEqual(strangers(record), []);
    assert.deepEqual(record.failed, []);
    assert.deepEqual(record.errors, []);
    await closed(page);
  });

  it('loads at most 350 KB of page, worker included, and few answers before the map can be drawn', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const finished = [];
    page.on('requestfinished', (request) => finished.push(request));
    await page.goto(base);
    await page.waitForSelector('.map canvas', { timeout: PATIENCE_MS });
    const before = finished.filter(
      (request) => /^http/.test(request.url()) && !/\/tiles\/.*\d$/.test(request.url()),
    );
    const ofPage = before.filter((request) => /\/(assets\/[^/]*)?$/.test(new URL(request.url()).pathname));
    const sizes = await Promise.all(ofPage.map((request) => request.sizes()));
    const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    assert.ok(bytes <= 350 * 1024, `${bytes} bytes in ${before.length} answers`);
    assert.ok(before.length <= 16, `${before.length} answers`);
    await context.close();
  });

  it('has the seven categories at start on, and counts the others too', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.tags-count');
    const on = await page.$$eval('[data-key^="category-"][aria-pressed="true"]', (buttons) =>
      buttons.map((button) => button.dataset.key.replace('category-', '')),
    );
    assert.deepEqual(on.sort(), ['airport', 'ecology', 'energy', 'port', 'rail', 'road', 'water']);
    const industry = await page.textContent('[data-key="category-industry"] .count');
    assert.ok(Number(industry) > 0, 'industry is off and still counted');
    await closed(page);
  });

  it('draws lines, zones and badges, and no shape for what is known only to a county', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.map .badge');
    const badges = await page.$$eval('.map .badge', (buttons) => buttons.map((button) => button.textContent));
    assert.ok(badges.length > 3, `badges: ${badges.join(' ')}`);
    assert.match(badges[0], /\d+ 项$/);
    await closed(page);
  });
});

describe('包银高铁', () => {
  it('is found by its short name, and its panel shows the sentences of the plans', async () => {
    const { page, record } = await openPage(browser);
    await page.waitForSelector('.map canvas');
    await page.fill('.search-input', '包银高铁');
    await page.waitForSelector('.search-option .search-name');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.panel .evidence blockquote');
    const quotes = await page.$$eval('.panel blockquote', (items) => items.map((item) => item.textContent));
    assert.ok(
      quotes.some((quote) => /包头至银川|包银/.test(quote)),
      quotes.join('\n'),
    );
    assert.ok(quotes.some((quote) => quote.includes('包头至银川')));
    const marked = await page.$$eval('.panel blockquote mark', (marks) =>
      marks.map((mark) => mark.textContent),
    );
    assert.ok(marked.length >= quotes.length, 'every sentence has its words marked');
    assert.match(await page.textContent('.panel .panel-status'), /规划表述（\d{4}）/);
    assert.match(await page.textContent('.panel .panel-status'), /现状/);
    await mapIdle(page);
    await picture(page, 'baoyin');
    assert.deepEqual(record.errors, []);
    await closed(page);
  });

  it('is found by initials and by pinyin', async () => {
    const { page } = await openPage(browser);
    for (const typed of ['bygt', 'baoyin']) {
      await page.fill('.search-input', typed);
      await page.waitForFunction(() =>
        /包头至银川/.test(document.querySelector('.search-results')?.textContent ?? ''),
      );
    }
    await closed(page);
  });

  it('comes back from its link, with view and filters', async () => {
    const { page } = await openPage(browser, {
      hash: '#category=rail,ecology',
    });
    await mapIdle(page);
    await page.fill('.search-input', '包银高铁');
    await page.waitForSelector('.search-option .search-name');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.panel .evidence blockquote');
    await page.waitForFunction(() => window.location.hash.includes('map='));
    await mapIdle(page);
    const link = await page.evaluate(() => window.location.hash);
    const name = await page.textContent('.panel h2');

    const again = await openPage(browser, { hash: link });
    await again.page.waitForSelector('.panel .evidence blockquote');
    await mapIdle(again.page);
    assert.equal(await again.page.textContent('.panel h2'), name);
    assert.equal(await again.page.evaluate(() => window.location.hash), link);
    const on = await again.page.$$eval('[data-key^="category-"][aria-pressed="true"]', (all) => all.length);
    assert.equal(on, 2);
    await closed(again.page);
    await closed(page);
  });
});

describe('a link to a place in a plan', () => {
  it('restores the text, the project and the view', async () => {
    const link = '#map=8.00/40.5000/110.0000&read=hbew-2021';
    const { page } = await openPage(browser, { hash: link });
    await page.waitForSelector('.reader-mark');
    const { mention, project } = await page
      .locator('.reader-mark', { hasText: '包头至银川' })
      .first()
      .evaluate((mark) => ({ ...mark.dataset }));
    await closed(page);

    const whole = `${link.replace('&read', `&project=${project}&read`)}&mention=${mention}`;
    const again = await openPage(browser, { hash: whole });
    await again.page.waitForSelector('.panel .evidence blockquote');
    await mapIdle(again.page);
    await again.page.waitForFunction((id) => {
      const { top, bottom } = document.getElementById(`m-${id}`)?.getBoundingClientRect() ?? {};
      return top > 0 && bottom < window.innerHeight;
    }, mention);
    await again.page.waitForTimeout(600);
    assert.equal(await again.page.evaluate(() => window.location.hash), whole);
    await closed(again.page);
  });
});

describe('filters', () => {
  const shown = async (page) => Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);

  it('narrow list and counts together, and go by their tags', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.tags-count');
    const all = await shown(page);
    const promised = Number(await page.textContent('[data-key="statuses-construction"] .count'));
    await page.click('[data-key="statuses-construction"]');
    assert.equal(await shown(page), promised, 'the count beside the choice is what it gives');
    assert.ok(promised < all);
    assert.match(await page.evaluate(() => window.location.hash), /status=construction/);

    await page.click('[data-key="only-rail"]', { force: true });
    const rail = await shown(page);
    await page.click('.tab#tab-list');
    assert.equal(await page.$$eval('.row', (rows) => rows.length), Math.min(rail, 150));

    await page.click('.tag[aria-label*="铁路"]');
    await page.click('.tag');
    assert.equal(await page.evaluate(() => /status=/.test(window.location.hash)), false);
    await closed(page);
  });

  it('by year and by body count what the choice gives', async () => {
    for (const group of ['years', 'bodies']) {
      const { page } = await openPage(browser, { hash: '#plan=hbyy-2013' });
      await page.waitForSelector(`[data-key="fold-${group}"]`);
      await page.click(`[data-key="fold-${group}"]`);
      const choice = page.locator(`[data-key^="${group}-"]`).first();
      const promised = Number(await choice.locator('.count').textContent());
      assert.ok(promised > 0, group);
      await choice.click();
      assert.equal(await shown(page), promised, group);
      assert.equal(await page.$$eval('.tag', (tags) => tags.length), 2, 'the plan and the choice');
      await closed(page);
    }
  });

  it('by plan count what the plan names', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('[data-key="category-all"]');
    await page.click('[data-key="category-all"]');
    const promised = Number(await page.textContent('[data-key="plans-hbew-2023"] .count'));
    await page.click('[data-key="plans-hbew-2023"]');
    assert.equal(await shown(page), promised);
    await closed(page);
  });
});

describe('a box on the map', () => {
  it('narrows list and counts, is kept in the link, and goes by its tag', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.region summary');
    const all = Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
    await page.click('.region summary');
    await page.click('[data-region="box"]');
    await page.mouse.move(600, 300);
    await page.mouse.down();
    await page.mouse.move(900, 500, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('.tags-count').textContent)[0]) < n,
      all,
    );
    const inBox = Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
    const link = await page.evaluate(() => window.location.hash);
    assert.match(link, /box=1\d\d\./);

    const again = await openPage(browser, { hash: link });
    await again.page.waitForFunction(
      (words) => document.querySelector('.tags-count')?.textContent === words,
      `当前 ${inBox} 项`,
    );
    await closed(again.page);

    await page.click('.tag');
    await page.waitForFunction(
      (words) => document.querySelector('.tags-count').textContent === words,
      `当前 ${all} 项`,
    );
    await closed(page);
  });
});

describe('a click on a county', () => {
  it('narrows list and counts to it, as the filter does', async () => {
    const { page } = await openPage(browser, { hash: '#map=8.5/40.3/111.6' });
    await mapIdle(page);
    await page.click('.region summary');
    await page.click('[data-region="county"]');
    const { x, y, width, height } = await page.locator('.map canvas').boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.waitForFunction(() => /unit=15\d{4}/.test(window.location.hash));
    const code = /unit=(\d{6})/.exec(await page.evaluate(() => window.location.hash))[1];
    const promised = Number(await page.textContent(`[data-key="units-${code}"] .count`));
    assert.equal(Number(/\d+/.exec(await page.textContent('.tags-count'))[0]), promised);
    assert.equal(await page.getAttribute('.panel', 'hidden'), '', 'the click opened no project');
    await closed(page);
  });
});

describe('a link in an open page', () => {
  it('that names a project without a view moves the map to it', async () => {
    const { page } = await openPage(browser, { hash: '#map=9.00/40.8000/111.7000' });
    await mapIdle(page);
    const { id, at } = await page.evaluate(async () => {
      const answer = await fetch('collections/projects/items?category=airport&grade=exact&limit=50');
      const { features } = await answer.json();
      const far = features.find(({ properties: { label_point: point } }) => point && point[0] < 109);
      return { id: far.id, at: far.properties.label_point };
    });
    await page.evaluate((project) => {
      window.location.hash = `#project=${project}`;
    }, id);
    await page.waitForFunction(([lon, lat]) => {
      const [, north, east] = /map=[\d.]+\/([\d.]+)\/([\d.]+)/.exec(window.location.hash) ?? [];
      return Math.abs(east - lon) < 0.3 && Math.abs(north - lat) < 0.3;
    }, at);
    await page.waitForSelector('.panel .evidence blockquote');
    await closed(page);
  });

  it('of the server, with the project after the question mark, opens it too', async () => {
    const { page } = await openPage(browser, { hash: '?project=airport-baotoujichang' });
    await page.waitForSelector('.panel .evidence blockquote');
    assert.match(await page.textContent('.panel h2'), /机场/);
    await page.waitForFunction(() => Number(/map=([\d.]+)/.exec(window.location.hash)?.[1]) > 9);
    await closed(page);
  });
});

describe('the table of the map', () => {
  it('has a row for everything selected, and each row opens its project', async () => {
    const { page } = await openPage(browser, { hash: '#category=airport' });
    await page.waitForSelector('.tags-count');
    const all = Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
    await page.click('#tab-list');
    await page.click('text=以表格查看');
    assert.equal(await page.$$eval('.table tbody tr', (rows) => rows.length), all);
    const first = page.locator('.table tbody th button').first();
    const name = await first.textContent();
    await first.click();
    await page.waitForSelector('.panel .evidence blockquote');
    assert.equal(await page.textContent('.panel h2'), name);
    await closed(page);
  });
});

describe('the cross table', () => {
  it('adds up to the selection, and each number is what its filter gives', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.tags-count');
    const all = Number(/\d+/.exec(await page.textContent('.tags-count'))[0]);
    await page.click('text=交叉表');
    const sums = await page.$$eval('.cross-table tr:not(.cross-sum) td:last-child', (cells) =>
      cells.reduce((sum, cell) => sum + Number(cell.textContent), 0),
    );
    assert.equal(sums, all);
    const cell = page.locator('.cross-table tr td:nth-child(3) button').first();
    const promised = Number(await cell.textContent());
    await cell.click();
    await page.waitForSelector('.dialog', { state: 'detached' });
    assert.equal(Number(/\d+/.exec(await page.textContent('.tags-count'))[0]), promised);
    await closed(page);
  });
});

describe('badges', () => {
  it('open the list of their unit', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.map .badge');
    const badge = page.locator('.map .badge').first();
    const n = Number(/(\d+) 项$/.exec(await badge.textContent())[1]);
    await badge.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.list-heading');
    assert.equal(await page.$$eval('.row', (rows) => rows.length), Math.min(n, 150));
    await picture(page, 'badge');
    await closed(page);
  });
});

describe('the reader', () => {
  it('shows a plan with its mentions marked; a mention opens its project', async () => {
    const { page, record } = await openPage(browser, {
      hash: '#read=hbew-2021',
    });
    await page.waitForSelector('.reader-mark');
    await mapIdle(page);
    const mark = page.locator('.reader-mark', { hasText: '包头至银川' }).first();
    await mark.scrollIntoViewIfNeeded();
    await mark.click();
    await page.waitForSelector('.panel .evidence blockquote');
    assert.match(await page.textContent('.panel h2'), /包头至银川/);
    await mapIdle(page);
    await picture(page, 'reader');
    assert.deepEqual(record.errors, []);
    await closed(page);
  });

  it('has a table of contents that leads to the chapter', async () => {
    const { page } = await openPage(browser, { hash: '#read=hbew-2021' });
    await page.waitForSelector('.reader-contents summary');
    await page.click('.reader-contents summary');
    const entry = page.locator('.reader-contents button', { hasText: '第六章' }).last();
    await entry.click();
    const top = await page.evaluate(() => {
      const heading = [...document.querySelectorAll('.reader-heading')]
        .filter((item) => /第六章/.test(item.textContent))
        .pop();
      return (
        heading.getBoundingClientRect().top -
        document.querySelector('.reader-text').getBoundingClientRect().top
      );
    });
    assert.ok(Math.abs(top) < 60, `the heading is ${top} px from the top`);
    await closed(page);
  });
});

describe('everyone', () => {
  it('finds no serious fault with axe, with panel and reader open too', async () => {
    for (const hash of ['', '#read=hbew-2021', '#badge=unplaced&q=铁路', '#lang=en']) {
      const { page } = await openPage(browser, { hash });
      await page.waitForSelector('.map canvas');
      assert.deepEqual(await axeFaults(page), [], hash);
      await closed(page);
    }
  });

  it('can walk the page by keyboard', async () => {
    const { page } = await openPage(browser);
    await page.waitForSelector('.tags-count');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), '以表格查看');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.panel .evidence blockquote');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.panel', { state: 'hidden' });
    await closed(page);
  });

  it('reads English, dark and on a phone', async () => {
    const english = await openPage(browser, { hash: '#lang=en' });
    await mapIdle(english.page);
    assert.match(await english.page.textContent('.status'), /Reads 5 plan documents/);
    await picture(english.page, 'english');
    await closed(english.page);

    const dark = await openPage(browser, { colorScheme: 'dark' });
    await mapIdle(dark.page);
    await picture(dark.page, 'dark');
    await closed(dark.page);

    const phone = await openPage(browser, {
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
    });
    await mapIdle(phone.page);
    const overflow = await phone.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await picture(phone.page, 'phone');
    await closed(phone.page);
  });
});
