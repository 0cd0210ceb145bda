// What the start page costs with many accounts: `node large.mjs http://127.0.0.1:4000`. A hub over a portfolio as
// `accord bench insight --accounts 5000 --until $(date +%F)` makes one: what ends earlier is stale. Prints the medians of some
// visits with nothing kept in the browser; judges nothing: milliseconds depend on the machine.
import { launch, open } from './browser.mjs';

const hub = process.argv[2] ?? 'http://127.0.0.1:4000';
const VISITS = 5;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Notes in the page when the summary and the first account to call are there, and every task that held it up. */
function watch() {
  window.noted = { longest: 0, held: 0 };
  const useful = () => document.querySelector('[data-as-of]') && document.querySelector('.first h2, .first h3, .first a');
  new MutationObserver(() => {
    if (!useful() || window.noted.useful) return;
    requestAnimationFrame(() => setTimeout(() => { window.noted.useful ??= performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      window.noted.longest = Math.max(window.noted.longest, task.duration);
      window.noted.held += task.duration;
    }
  }).observe({ type: 'longtask', buffered: true });
}

async function measure(browser) {
  const { page, wrong, close } = await open(browser);
  await page.addInitScript(watch);
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  let transferred = 0;
  network.on('Network.loadingFinished', (event) => { transferred += event.encodedDataLength; });
  await page.goto(hub, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => document.querySelectorAll('.waiting').length === 0);
  const bubbles = await page.locator('.bubble').count();
  const { first, useful, longest, held } = await page.evaluate(() => ({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, ...window.noted,
  }));
  // From the pointer's move to the next frame, over the plane.
  const plane = page.locator('.plane svg').first();
  const moves = await plane.evaluate(async (svg) => {
    const box = svg.getBoundingClientRect();
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const taken = [];
    for (let at = 0; at < 40; at += 1) {
      const [clientX, clientY] = [box.left + box.width * ((at * 7) % 40) / 40, box.top + box.height * ((at * 11) % 40) / 40];
      await frame();
      const began = performance.now();
      svg.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, bubbles: true }));
      await Promise.resolve();
      svg.getBoundingClientRect();
      taken.push(performance.now() - began);
    }
    return taken;
  });
  await close();
  return { first, useful, transferred, bubbles, longest, held, move: median(moves), worst: Math.max(...moves), wrong };
}

const browser = await launch();
const all = [];
for (let visit = 0; visit < VISITS; visit += 1) all.push(await measure(browser));
await browser.close();
const of = (key) => median(all.map((it) => it[key]));
console.log(`${of('bubbles')} bubbles; ${all.flatMap((it) => it.wrong).join('; ') || 'no error'}`);
console.log(`first paint ${of('first').toFixed(0)} ms, summary and first account ${of('useful').toFixed(0)} ms, of the first visit ${all[0].useful.toFixed(0)} ms`);
console.log(`transferred ${(of('transferred') / 1024).toFixed(0)} KB`);
console.log(`tasks over 50 ms: longest ${of('longest').toFixed(0)} ms, ${of('held').toFixed(0)} ms in all`);
console.log(`pointer moved: ${of('move').toFixed(1)} ms, worst ${of('worst').toFixed(1)} ms`);
