// Pictures of every page, desktop and phone, light and dark: `node shots.mjs http://127.0.0.1:4000 FOLDER`.
// For people to look at: overlap, cut text, empty charts and unreadable labels are defects.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, SIZES, visit } from './browser.mjs';

const [hub = 'http://127.0.0.1:4000', folder = 'shots'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const reply = await fetch(`${hub}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ accounts(orderBy: {field: "atRisk", desc: true}, first: 1) { nodes { id } } }' }),
});
const first = (await reply.json()).data.accounts.nodes[0].id;
const PAGES = { start: '/', account: `/accounts/${first}`, executive: '/executive', experience: '/experience', sources: '/sources', review: '/review' };

const browser = await launch();
for (const size of Object.keys(SIZES)) {
  for (const theme of ['light', 'dark']) {
    for (const [name, path] of Object.entries(PAGES)) {
      const { page, wrong, close } = await open(browser, { size, theme });
      await visit(page, hub + path);
      const file = join(folder, `${name}-${size}-${theme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file, ...wrong);
      await close();
    }
  }
}
await browser.close();
