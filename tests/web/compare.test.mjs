/** Two plans held against each other, in a real browser on the real release. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeFaults, launch, mapIdle, openPage, strangers } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

const link =
  '#category=rail,road,airport,hub,port,water,energy,ecology,industry,digital,innovation,culture,urban,other&compare=hbew-2021..hbew-2023';

describe('comparing plans', () => {
  it('shows the scope and the three groups of the service, with the sentences side by side', async () => {
    const { page, record } = await openPage(browser, { hash: link });
    await page.waitForSelector('.compare-entry');
    const diff = await page.evaluate(async () => (await fetch('diff?from=hbew-2021&to=hbew-2023')).json());
    assert.match(await page.textContent('.compare-scope'), new RegExp(diff.scope.admin_names[0]));
    for (const group of ['newly_named', 'not_named_again', 'changed']) {
      const words = await page.textContent(`[data-group="${group}"] .count`);
      assert.equal(Number(words), diff[group].length, group);
    }
    await page.click('[data-group="changed"]');
    assert.equal(await page.$$eval('.compare-entry', (all) => all.length), diff.changed.length);
    const sides = await page.$$eval('.compare-entry:first-of-type .compare-side', (all) =>
      all.map((side) => side.querySelector('blockquote mark')?.textContent),
    );
    assert.equal(sides.length, 2);
    assert.ok(sides.every(Boolean), 'both sentences have their words marked');
    await mapIdle(page);
    assert.deepEqual(await axeFaults(page), []);
    assert.deepEqual(strangers(record), []);
    assert.deepEqual(record.errors, []);
    await page.context().close();
  });

  it('narrows map and list to what it names, and never says that a project was given up', async () => {
    const { page } = await openPage(browser, { hash: link });
    await page.waitForSelector('.compare-entry');
    const named = await page.$$eval('.compare-group .count', (all) =>
      all.reduce((sum, count) => sum + Number(count.textContent), 0),
    );
    assert.equal(Number(/\d+/.exec(await page.textContent('.tags-count'))[0]), named);
    await page.click('[data-group="not_named_again"]');
    const words = await page.textContent('.compare');
    assert.match(words, /未再提及/);
    assert.doesNotMatch(words.replace(/<[^>]+>/g, ''), /已取消|已放弃|被取消/);
    await page.click('.compare .close');
    await page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('.tags-count').textContent)[0]) > n,
      named,
    );
    await page.context().close();
  });

  it('has a slider over the dates of issue, and a project opens beside it', async () => {
    const { page } = await openPage(browser, { hash: link });
    await page.waitForSelector('.compare-entry');
    await page.focus('.compare input[type=range]');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => /compare=hbyy-2013\.\.hbey-2018/.test(window.location.hash));
    await page.waitForSelector('.compare-entry');
    const name = page.locator('.compare-name').first();
    const words = await name.textContent();
    await name.click();
    await page.waitForSelector('.panel .evidence blockquote');
    assert.equal(await page.textContent('.panel h2'), words);
    await page.context().close();
  });
});
