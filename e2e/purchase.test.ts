import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { papersOf } from '@quancheng/testing';
import { stage } from './browser.ts';

describe('an application that asks nothing that is held', () => {
  const made = stage();

  it('has the purchase filled in from the tax record, and says what was changed', async () => {
    const visit = await made.visit('home-buyer');
    const { page } = visit;
    await visit.open('/apply/property-transfer');
    expect(await page.title()).toContain('买卖房屋过户 · 申请');
    expect(await page.getByLabel('卖方不动产权证号').inputValue()).toContain('0000201号');
    expect(await page.getByRole('radio').count()).toBe(0);
    await page.getByText('来自房屋交易完税信息').first().waitFor();
    await visit.isSound();
    await next(page, '卖方');
    expect(await page.getByRole('radio', { name: '个人' }).isChecked()).toBe(true);
    await next(page, '合同和价格');
    expect(await page.getByLabel('成交价').inputValue()).toBe('1680000');
    await page.getByLabel('成交价').fill('1500000');
    await page.getByText('您改过，原来是“1,680,000').waitFor();
    await visit.isSound();
    await next(page, '怎么联系您');
    await next(page, '材料');
    await next(page, '提交前请核对');
    // The way to change an answer stands on the line of its name, with a source below it or without.
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(new Set(await offsets(page)).size, String(width)).toBe(1);
    }
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('请先勾选确认。').first().waitFor();
    await page.getByRole('checkbox').check();
    expect(await page.getByText('请先勾选确认。').count()).toBe(0);
  });

  it('calls everyone by what they are, and asks a company’s matter of nobody in their own name', async () => {
    const { name, idNumber } = await papersOf(made.server, 'elder-60');
    const owner = await made.server.as('noodle-owner');
    const mandates = await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates');
    await owner.post('/api/v1/me/mandates', {
      principalId: mandates.body.items[0]?.principalId,
      agent: { name, idNumber },
      validUntil: '2027-06-30',
    });
    const visit = await made.visit('noodle-owner');
    await visit.open('/apply/property-transfer');
    expect(await visit.page.getByRole('radio', { name: /本人/ }).isChecked()).toBe(true);
    await visit.page.getByRole('radio', { name: '济南泉边面馆有限公司（演示）' }).waitFor();
    await visit.page.getByText('法定代表人', { exact: true }).waitFor();
    const agent = await made.visit('elder-60');
    await agent.open('/apply/property-transfer');
    await agent.page.getByText(/^受托经办人 · 可办：所有事项 · 有效期至 2027 年 6 月 30 日/).waitFor();
    await agent.isSound();
    await agent.open('/apply/food-business-licence');
    await agent.page.getByText('为济南泉边面馆有限公司（演示）办理').waitFor();
  });

  it('asks which of two purchases it is, in words, and the rest follows', async () => {
    const visit = await made.visit('parking-buyer');
    const { page } = visit;
    await visit.open('/apply/property-transfer');
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByText('请先回答：您要办哪一套房？').first().waitFor();
    await visit.isSound();
    await page.getByRole('radio', { name: /地下车位/ }).check();
    expect(await page.getByText('请先回答').count()).toBe(0);
    expect(
      await page
        .getByRole('radio', { name: /地下车位/ })
        .evaluate((radio) => radio === document.activeElement),
    ).toBe(true);
    expect(await page.getByLabel('卖方不动产权证号').inputValue()).toContain('0000212号');
    await visit.isSound();
    await page.getByRole('radio', { name: '不在其中，自己填写' }).check();
    expect(await page.getByLabel('卖方不动产权证号').inputValue()).toBe('');
  });

  /** Pixels from the top of a row's name to the middle of the way to change it, row by row. */
  const offsets = (page: Page) =>
    page.locator('.review .qc-fact').evaluateAll((rows) =>
      rows.flatMap((row) => {
        const name = row.querySelector('dt')?.getBoundingClientRect();
        const way = row.querySelector('button')?.getBoundingClientRect();
        return name && way ? [Math.round(way.top + way.height / 2 - name.top)] : [];
      }),
    );

  async function next(page: Page, title: string): Promise<void> {
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  }
});
