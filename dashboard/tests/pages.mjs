// Uses every page as people do. `node pages.mjs http://127.0.0.1:4000`; ends with 1 and says what is wrong.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, visit } from './browser.mjs';
import { HOSTILE, poison } from './hostile.mjs';

const hub = process.argv[2] ?? 'http://127.0.0.1:4000';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];
let checks = 0;
const holds = (what, is, more = '') => {
  checks += 1;
  if (!is) faults.push(`${what}${more === '' ? '' : `: ${more}`}`);
};
const same = (what, got, wanted) => holds(what, got === wanted, `${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);

async function ask(query, variables = {}) {
  const reply = await fetch(`${hub}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await reply.json();
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

// As the page writes them.
const money = (value) => {
  if (!value) return '–';
  const amount = Number(value.amount);
  const short = Math.abs(amount) >= 1000 ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency: value.currency, ...short }).format(amount);
};
const number = (value, digits = 1) => (value === null ? '–' : new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(value));

const browser = await launch();

/** Runs a story on a fresh page and adds whatever went wrong on it; `ONLY` names the one that is to be run. */
async function story(name, options, tell) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) return;
  const opened = await open(browser, options);
  try {
    await tell(opened.page, opened);
  } catch (error) {
    faults.push(`${name}, at ${opened.page.url()}: ${String(error.message ?? error).split('\n')[0]}`);
  }
  for (const wrong of new Set(opened.wrong)) faults.push(`${name}: ${wrong}`);
  await opened.close();
}

const summary = 'executiveSummary { asOf accounts arr { amount currency } atRisk { amount currency } growthExpected { amount currency } }';
const { executiveSummary: whole, accounts, segments } = await ask(`{ ${summary} accounts(orderBy: {field: "atRisk", desc: true}, first: 1) { nodes { id name opportunity { atRisk { amount currency } } health { value stages { stage score kpis { code contribution } } } trust { value } } } segments { id accountCount } }`);
const first = accounts.nodes[0];
const PAGES = ['/', `/accounts/${first.id}`, '/executive', '/experience', '/sources', '/review'];

await story('the start page', {}, async (page) => {
  await visit(page, hub);
  const headline = (label) => page.locator(`[data-headline="${label}"] .value`).innerText();
  same('revenue at risk', await headline('At risk'), money(whole.atRisk));
  same('growth', await headline('Growth expected'), money(whole.growthExpected));
  same('revenue a year', await headline('Revenue a year'), money(whole.arr));
  same('the day', await page.locator('[data-as-of]').getAttribute('data-as-of'), whole.asOf);
  const call = page.locator('[data-first]');
  same('whom to call first', await call.getAttribute('data-first'), first.id);
  holds('the first call names the account', (await call.innerText()).includes(first.name));
  holds('the first call says what is at risk', (await call.innerText()).includes(money(first.opportunity.atRisk)));
  same('bubbles and those nobody can place', (await page.locator('circle.bubble').count()) + Number((await page.locator('.legend b').count()) ? (await page.locator('.legend b').innerText()).replace(/\D/g, '') : 0), whole.accounts);

  const quadrant = page.locator('[data-picture="risk-and-growth"]');
  await quadrant.getByRole('button', { name: 'Table' }).click();
  holds('the table has the same account', (await quadrant.locator('tbody tr').first().innerText()).includes(first.name));
  const [file] = await Promise.all([page.waitForEvent('download'), quadrant.getByRole('button', { name: 'CSV' }).click()]);
  const csv = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
  same('rows of the CSV', csv.length - 1, whole.accounts);
  await quadrant.getByRole('button', { name: 'GraphQL' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const document = copied.split('\n').filter((line) => !line.startsWith('#')).join('\n');
  const variables = JSON.parse(copied.slice(copied.indexOf('{'), copied.indexOf('\nquery')).replaceAll('\n# ', '\n'));
  holds('the copied question is answered', (await ask(document, variables)).accountFacts.nodes.length > 0);
  await quadrant.getByRole('button', { name: 'Table' }).click();

  await quadrant.locator('svg[role="application"]').focus();
  await page.keyboard.press('ArrowRight');
  holds('the keyboard names a bubble', (await quadrant.getByRole('status').last().innerText()).includes(first.name));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/accounts/${first.id}`);
});

await story('a narrowed list', {}, async (page) => {
  const segment = segments.filter((it) => it.accountCount > 0).sort((a, b) => a.accountCount - b.accountCount)[0];
  await visit(page, hub);
  await page.getByLabel('By segments').selectOption(segment.id);
  await page.waitForURL(`**segment=${encodeURIComponent(segment.id)}*`);
  const narrowed = (await ask(`query($filter: AccountFilter) { executiveSummary(filter: $filter) { accounts atRisk { amount currency } } }`, { filter: { segment: segment.id } })).executiveSummary;
  await page.waitForFunction((said) => document.querySelector('[data-as-of]')?.textContent?.includes(said), `${narrowed.accounts} account`);
  same('what is at risk in a segment', await page.locator('[data-headline="At risk"] .value').innerText(), money(narrowed.atRisk));
});

await story('the account page', {}, async (page) => {
  await visit(page, `${hub}/accounts/${first.id}`);
  const head = page.locator(`[data-account="${first.id}"]`).first();
  holds('health', (await head.innerText()).includes(number(first.health.value)));
  holds('trust', (await head.innerText()).includes(number(first.trust.value)));
  const points = first.health.stages.flatMap((it) => it.kpis).reduce((sum, it) => sum + (it.contribution ?? 0), 0);
  const receipt = page.locator('[data-picture="receipt"]');
  holds('the receipt adds up', (await receipt.locator('tfoot tr').first().innerText()).includes(number(points, 2)));
  const stage = first.health.stages.find((it) => it.score !== null);
  await page.locator('[data-picture="stages"] g.stage').nth(first.health.stages.indexOf(stage)).click();
  await page.waitForURL(`**stage=${stage.stage}`);
  same('KPIs of the stage that was chosen', await receipt.locator('tbody tr:not(.head)').count(), stage.kpis.length);
  const slider = page.locator('[data-picture="What if"] input[type="range"]').first();
  if (await slider.count()) {
    await slider.focus();
    await page.keyboard.press('End');
    await page.locator('[data-picture="What if"] .now .band').nth(1).waitFor();
  }
  await page.goBack();
});

for (const path of PAGES) {
  for (const theme of ['light', 'dark']) {
    await story(`${path} in ${theme}`, { theme }, async (page) => {
      await visit(page, hub + path);
      holds(`${path} has a heading`, (await page.locator('h1').count()) > 0);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const it of violations.filter((it) => it.impact === 'serious' || it.impact === 'critical')) {
        faults.push(`${path} in ${theme}: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
      }
    });
  }
  await story(`${path} on a phone`, { size: 'phone' }, async (page) => {
    await visit(page, hub + path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    holds(`${path} fits a phone`, over <= 0, `${over} px too wide`);
  });
  await story(`${path} with hostile names`, {}, async (page, { wrong }) => {
    await page.route('**/graphql', async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, json: poison(await reply.json()) });
    });
    await visit(page, hub + path);
    holds(`${path} says nothing was refused`, wrong.length === 0);
    holds(`${path} leads nowhere else`, (await page.locator('a[href^="javascript:"], a[href^="//"], iframe, object, embed, base, meta[http-equiv]').count()) === 0);
  });
}
same('hostile names', HOSTILE.length, 100);

// The same hub behind a door, where an issuer lets an account manager in who sees some accounts only: `GUARDED`.
if (process.env.GUARDED) {
  const guarded = process.env.GUARDED;
  await story('signing in with an issuer', {}, async (page, opened) => {
    await page.goto(`${guarded}/?sort=atRisk`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Sign in with Example' }).click();
    // There, to the issuer's page, and back: the address alone does not tell the first from the last.
    await page.waitForFunction(() => sessionStorage.getItem('accord.credential') !== null);
    same('one is back where one was', page.url(), `${guarded}/?sort=atRisk`);
    await page.waitForFunction(() => document.querySelectorAll('[data-picture="whom-to-call"] tbody tr, [data-picture="whom-to-call"] li').length > 0 || document.querySelectorAll('circle.bubble').length > 0);
    const token = await page.evaluate(() => sessionStorage.getItem('accord.credential'));
    holds('a token of the issuer is kept in the tab', token?.startsWith('eyJ'));
    // What came before it was refused, as it had to be.
    opened.wrong.length = 0;
    const asked = await fetch(`${guarded}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ accountFacts(first: 1000) { totalCount nodes { accountId riskShare growthShare } } }' }),
    });
    const { totalCount, nodes } = (await asked.json()).data.accountFacts;
    await visit(page, guarded);
    const shown = await page.$$eval('circle.bubble', (all) => all.map((it) => it.dataset.account).sort().join());
    same('who sees some accounts sees those', shown, nodes.filter((it) => it.riskShare !== null && it.growthShare !== null).map((it) => it.accountId).sort().join());
    holds('they are some', totalCount > 0 && totalCount < 200, totalCount);
    for (const path of ['/executive', '/experience', '/sources', '/review', `/accounts/${nodes[0].accountId}`]) {
      await visit(page, guarded + path);
      holds(`${path} has a heading for them`, (await page.locator('h1').count()) > 0);
      holds(`${path} breaks for nobody`, opened.wrong.length === 0, opened.wrong.join(' | '));
    }
    const more = await page.goto(`${guarded}/sign-in?code=c0de&state=forged`, { waitUntil: 'networkidle' });
    same('the page of signing in is there', more.status(), 200);
    holds('a forged answer is refused', (await page.getByRole('alert').innerText()).includes('not asked for in this tab'));
    same('nothing of it stays in the address', page.url(), `${guarded}/sign-in`);
    opened.wrong.length = 0;
  });
  await story('a key of somebody who is shown no persons', {}, async (page, opened) => {
    await page.goto(guarded, { waitUntil: 'networkidle' });
    await page.getByLabel('API key or token').fill(process.env.GUARDED_KEY);
    await page.getByRole('button', { name: 'Sign in by key or token' }).click();
    await page.locator('circle.bubble').first().waitFor();
    opened.wrong.length = 0;
    const id = await page.locator('circle.bubble').first().getAttribute('data-account');
    await visit(page, `${guarded}/accounts/${id}`);
    holds('what is masked is said', (await page.getByText('Masked for your role').count()) > 0);
    holds('nothing breaks', opened.wrong.length === 0, opened.wrong.join(' | '));
  });
}

// Whoever runs this moves an account when it is told to: `LIVE=1`.
if (process.env.LIVE) {
  await story('a bubble that moves by itself', {}, async (page) => {
    await visit(page, hub);
    await page.getByText('● live').waitFor();
    await page.evaluate(() => (window.unbroken = true));
    const before = await page.$$eval('circle.bubble', (all) => all.map((it) => [it.dataset.account, `${it.getAttribute('cx')} ${it.getAttribute('cy')} ${it.getAttribute('class')}`]));
    console.log('ready for a move');
    await page.waitForFunction((before) => before.some(([id, place]) => {
      const now = document.querySelector(`circle.bubble[data-account="${id}"]`);
      return now && `${now.getAttribute('cx')} ${now.getAttribute('cy')} ${now.getAttribute('class')}` !== place;
    }), before, { timeout: 120000 });
    holds('the page was not loaded anew', await page.evaluate(() => window.unbroken === true));
  });
}

await story('an unknown page and an unknown account', {}, async (page, opened) => {
  await visit(page, `${hub}/accounts/acc_0000000000000000`);
  holds('an unknown account is said', (await page.locator('h1').innerText()) === 'No such account');
  opened.wrong.length = 0;
});

await browser.close();
if (faults.length > 0) {
  console.log(faults.join('\n'));
  console.log(`${faults.length} faults in ${checks} checks`);
  process.exit(1);
}
console.log(`${checks} checks: all pages work`);
