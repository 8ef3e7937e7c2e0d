import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a moving pattern, to pages that may use one.
  '--use-fake-device-for-media-stream',
];

export interface Stage {
  server: TestServer;
  browser: Browser;
  /** A person with a browser of their own; phone-sized unless said. */
  visit(
    account: string | null,
    options?: { wide?: boolean; width?: number; script?: boolean; lang?: 'zh' | 'en' },
  ): Promise<Visit>;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Opens a page of the product and waits until it stands. */
  open(path: string): Promise<void>;
  /** Axe finds nothing, and no text is a raw key. */
  isSound(): Promise<void>;
  /** Axe finds nothing; for pages that show names of the program. */
  passesAxe(): Promise<void>;
}

/** One server with its workers and one browser for a file of stories; `prepare` says what it is configured with. */
export function stage(prepare?: () => Promise<Record<string, string>>): Stage {
  const made = {} as Stage;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    made.server = await startTestServer({ env: { QC_WORKERS: '2', ...(await prepare?.()) }, now: 'real' });
    made.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  });
  afterAll(async () => {
    await made.browser?.close();
    await made.server?.stop();
  });

  made.visit = async (account, options = {}) => {
    const context = await made.browser.newContext({
      viewport: { width: options.width ?? (options.wide ? 1440 : 390), height: options.wide ? 900 : 844 },
      locale: options.lang === 'en' ? 'en-GB' : 'zh-CN',
      javaScriptEnabled: options.script ?? true,
    });
    contexts.push(context);
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      // A refused request is told by the page itself; anything else on the console is a defect.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        problems.push(message.text());
    });
    const visit: Visit = {
      page,
      context,
      open: async (path) => {
        await page.goto(new URL(path, made.server.origin).href, { waitUntil: 'networkidle' });
      },
      passesAxe: async () => {
        expect(problems).toEqual([]);
        expect(await axeFindings(page)).toEqual([]);
      },
      isSound: async () => {
        await visit.passesAxe();
        const words = await page.locator('body').innerText();
        expect(words).not.toMatch(/\b[a-z]+(?:\.[a-zA-Z]+){1,3}\b(?=\s|$)(?<!\.(?:com|cn|json|ofd|pdf))/);
      },
    };
    if (account !== null) {
      const cookies = await signedIn(made.server, account);
      await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: made.server.origin })));
    }
    if (options.lang === 'en') await visit.open('/?lang=en');
    return visit;
  };
  return made;
}

/**
 * What axe finds on the page as it stands. A page that another took the place of meanwhile, as after a
 * click whose address came before its content, is looked at again.
 */
async function axeFindings(page: Page): Promise<string[]> {
  for (;;) {
    const before = await standing(page);
    await settled(page);
    const { violations } = await axe(page).analyze();
    const findings = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    if (findings.length === 0 || before === (await standing(page))) return findings;
  }
}

/** A button that has just become active is half faded in for a moment: what is looked at has its own colours. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
}

/** Pages have no frames of strangers, so axe need not open a second page to gather what it found. */
const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true);

/** Waits until the page has been read, and says which one it is. */
export async function standing(page: Page): Promise<string> {
  const heading = page.locator('main h1').first();
  await heading.waitFor();
  await expect.poll(() => page.locator('main [aria-busy="true"], main .qc-skeleton').count()).toBe(0);
  return `${page.url()} ${await heading.innerText()}`;
}

/** By the form that the page has, without drawing it: most stories begin after it. */
async function signedIn(server: TestServer, account: string): Promise<{ name: string; value: string }[]> {
  const visitor = createVisitor(server, new URL(server.origin).hostname);
  const { path } = await signIn(visitor, { demo: '1', account }, '/help');
  expect(path).toContain('/help');
  return [...visitor.cookies].map(([name, value]) => ({ name, value }));
}
