/**
 * How long a slow office waits for the first image of the map: 9 Mbit/s, 165 ms of latency,
 * a processor slowed to half. Prints figures and judges nothing.
 *
 *   PLANMAP_URL=http://127.0.0.1:8080/ node tests/bench/first-image.mjs [RUNS]
 */
import { base, launch, PATIENCE_MS } from '../web/browser.mjs';

const RUNS = Number(process.argv[2] ?? 3);
const BITS_PER_BYTE = 8;
const NETWORK = {
  offline: false,
  latency: 165,
  downloadThroughput: 9_000_000 / BITS_PER_BYTE,
  uploadThroughput: 9_000_000 / BITS_PER_BYTE,
};
const SLOWED = 2;

/** Milliseconds from the start of the navigation to each stage of one cold visit, and what it brought. */
async function visit(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  const sums = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sums.bytes += encodedDataLength;
    sums.requests += 1;
  });
  const start = performance.now();
  const since = () => Math.round(performance.now() - start);
  await page.goto(base, { waitUntil: 'commit' });
  await page.waitForSelector('.tags-count');
  const list = since();
  await page.waitForSelector('.map-frame[data-first]', { state: 'attached' });
  const first = since();
  const atFirst = { ...sums };
  await page.waitForSelector('.map-frame[data-map="idle"]', { state: 'attached' });
  const whole = since();
  await context.close();
  return { list, first, whole, kilobytes: Math.round(atFirst.bytes / 1024), requests: atFirst.requests };
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const browser = await launch();
const visits = [];
for (let run = 0; run < RUNS; run += 1) visits.push(await visit(browser));
await browser.close();
const figure = (name) => median(visits.map((visited) => visited[name]));
console.log(
  `9 Mbit/s, 165 ms, processor slowed ${SLOWED}x, drawn without a graphics card; median of ${RUNS} cold visits`,
);
console.log(`  legend, list and counts   ${figure('list')} ms`);
console.log(
  `  first image of the map    ${figure('first')} ms  (${figure('kilobytes')} KB in ${figure('requests')} answers until then)`,
);
console.log(`  everything drawn          ${figure('whole')} ms`);
