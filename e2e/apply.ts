import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Visit } from './browser.ts';

type Answers = Readonly<Record<string, unknown>>;

/**
 * Carries an application through the portal as a person does: the search, the guide, one step after the
 * other, the review and the confirmation. Ends on the page of the case.
 */
export async function applyThrough(
  visit: Visit,
  words: string,
  title: RegExp,
  answers: Answers,
  forWhom?: RegExp,
): Promise<void> {
  const { page } = visit;
  await visit.open('/');
  await page.locator('input[name="q"]').first().fill(words);
  await page.locator('input[name="q"]').first().press('Enter');
  await page.waitForURL('**/search**');
  await page.getByRole('link', { name: title }).first().click();
  await page.waitForURL('**/items/**');
  await visit.isSound();
  await page.getByRole('link', { name: '开始办理' }).first().click();
  await page.waitForURL('**/apply/**');
  // Someone with one mandate for a company's matter is not asked for whom it is.
  await page.locator('main .page--form h1').first().waitFor();
  const choice = page.getByRole('radio', { name: forWhom ?? /^$/ });
  if ((await choice.count()) > 0) await choice.check();
  await walkSteps(visit, answers);
  expect(page.url()).toContain('/cases/');
}

async function walkSteps(visit: Visit, answers: Answers): Promise<void> {
  const { page } = visit;
  for (let step = 0; step < 15 && !page.url().includes('/cases/'); step += 1) {
    await page.locator('h1').first().waitFor();
    await fillStep(page, answers);
    await visit.isSound();
    const before = await page.locator('main').innerText();
    const submit = page.getByRole('button', { name: '提交', exact: true });
    if ((await submit.count()) > 0) {
      await confirmAll(page);
      await submit.click();
      await page.waitForURL('**/cases/**');
      return;
    }
    await page.getByRole('button', { name: '继续', exact: true }).click();
    await expect
      .poll(async () => (page.url().includes('/cases/') ? '' : await page.locator('main').innerText()), {
        timeout: 10_000,
      })
      .not.toBe(before);
  }
}

async function confirmAll(page: Page): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) await box.check();
}

/** Answers what the step asks; what is filled and locked has no control. */
async function fillStep(page: Page, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const control = page.locator(`main [name="${name}"]`);
    if ((await control.count()) === 0) continue;
    await answer(page, control.first(), name, value);
  }
}

async function answer(
  page: Page,
  control: ReturnType<Page['locator']>,
  name: string,
  value: unknown,
): Promise<void> {
  const type = await control.evaluate((element) =>
    element instanceof HTMLInputElement ? element.type : element.tagName,
  );
  if (type === 'radio') await page.locator(`main [name="${name}"][value="${String(value)}"]`).check();
  else if (type === 'checkbox') await control.setChecked(value === true);
  else if (type === 'SELECT') await control.selectOption(String(value));
  else {
    // Money is typed in yuan and kept in fen.
    const isMoney = await control.evaluate((element) => element.parentElement?.textContent === '元');
    await control.fill(isMoney ? String(Number(value) / 100) : String(value));
  }
}
