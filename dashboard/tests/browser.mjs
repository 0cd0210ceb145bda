// Debian's Chromium, and what every page is watched for: errors, refused content, dialogs.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launch() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('Chromium is missing; on Debian: apt-get install chromium, or name it in CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}

export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A page that remembers everything that must not happen on it. */
export async function open(browser, { size = 'desktop', theme = 'light', locale = 'en-GB' } = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: theme, locale, timezoneId: 'UTC' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {});
  const page = await context.newPage();
  // Long enough for a machine that builds and tests other things at the same time.
  page.setDefaultTimeout(120_000);
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(`console: ${message.text()}`); });
  page.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return { page, wrong, close: () => context.close() };
}

/** Goes to an address and waits until nothing is being asked any more. */
export async function visit(page, address) {
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => document.querySelectorAll('.waiting').length === 0, null, { timeout: 120_000 });
}
