import { describe, expect, it } from 'vitest';
import { applyAs } from '@quancheng/testing';
import { stage } from './browser.ts';

describe('a licence in the hands of others', () => {
  const made = stage();

  it('is granted by a code, used by a clerk who types it, and its holder sees who looked, and disputes it', async () => {
    const { view } = await applyAs(made.server, 'elder-72');
    const holder = await made.visit('elder-72', {});
    await holder.open(`/licences/${view.licence?.id}`);
    await holder.page.getByRole('link', { name: '授权他人、查看使用记录' }).click();
    await holder.page.getByText('还没有人使用过').waitFor();
    await holder.page.getByRole('link', { name: '授权他人使用' }).click();
    await holder.page.getByRole('button', { name: '生成授权码' }).click();
    await holder.page.getByText('请至少选一项内容。').first().waitFor();
    await holder.page.getByLabel('档次').check();
    await holder.page.getByLabel('做什么用').fill('公园优待');
    await holder.isSound();
    await holder.page.getByRole('button', { name: '生成授权码' }).click();
    const shown = holder.page.locator('[data-code]');
    await shown.waitFor();
    await holder.isSound();
    const code = (await shown.textContent()) ?? '';
    expect(code).toMatch(/^([0-9A-Z]{4} ?){4}$/);

    const clerk = await made.visit('market-clerk', { wide: true });
    await clerk.open('/desk/licence-uses');
    await clerk.page.getByLabel('授权码', { exact: true }).fill(code);
    await clerk.page.getByLabel('为什么事').fill('核对优待档次');
    await clerk.page.getByRole('button', { name: '使用', exact: true }).click();
    await clerk.page.getByText('证照现在有效').waitFor();
    await clerk.page.getByText('65 周岁及以上').waitFor();
    expect(await clerk.page.getByText('王秀兰').count()).toBe(0);
    await clerk.isSound();
    await clerk.page.getByRole('button', { name: '使用', exact: true }).click();
    await clerk.page.getByText('已经用完').waitFor();

    await holder.page.getByRole('link', { name: '查看授权和使用记录' }).click();
    await holder.page.getByText('依据您出示的授权码').waitFor();
    await holder.page.getByText('济南市市场监督管理局').first().waitFor();
    await holder.isSound();
    await holder.page.getByRole('button', { name: /有异议/ }).click();
    await holder.page.getByLabel('哪里不对').fill('我只同意看一次');
    await holder.isSound();
    await holder.page.getByRole('dialog').getByRole('button', { name: '提交' }).click();
    await holder.page.getByText('正在核实，答复会发到消息里。').waitFor();

    const head = await made.visit('market-head', { wide: true });
    await head.open('/desk/licence-uses');
    await head.page.getByRole('button', { name: '答复' }).click();
    await head.page.getByRole('dialog').getByLabel('答复').fill('只用了一次，记录可查');
    await head.page.getByRole('button', { name: '提交答复' }).click();
    await head.page.getByText('没有待答复的异议').waitFor();
  });

  it('is fetched as a file by someone whom its holder showed a code, and taken back', async () => {
    const program = await made.server.as('elder-72');
    const { body } = await program.get<{ items: { id: string }[] }>('/api/v1/licences');
    const paper = `/licences/${body.items[0]?.id}`;
    const holder = await made.visit('elder-72', {});
    await holder.open(`${paper}/uses`);
    await holder.page.getByRole('link', { name: '请别人替我取这份证照' }).click();
    await holder.page.waitForURL('**/grant?to=paper');
    await holder.page.getByLabel('做什么用').fill('替我打印');
    await holder.isSound();
    await holder.page.getByRole('button', { name: '生成授权码' }).click();
    const shown = holder.page.locator('[data-code]');
    await shown.waitFor();
    await holder.isSound();
    const code = (await shown.getAttribute('data-code')) ?? '';

    const taker = await made.visit('fund-ok');
    await taker.open(`/licences/use#code=${code}`);
    await taker.page.getByLabel('做什么用').fill('替家人打印');
    await taker.page.getByRole('button', { name: '查看' }).click();
    await taker.page.getByRole('heading', { name: '证照文件' }).waitFor();
    await taker.isSound();
    const file = await taker.page.getByRole('link', { name: /下载 PDF/ }).getAttribute('href');
    const fetched = async () =>
      (await taker.page.request.get(new URL(file ?? '', made.server.origin).href)).status();
    expect(await fetched()).toBe(200);

    await holder.page.getByRole('link', { name: '查看授权和使用记录' }).click();
    await holder.page.getByText('取走了证照文件').waitFor();
    await holder.isSound();
    await holder.page.getByRole('button', { name: '收回给替您取证照的人的授权' }).click();
    await holder.page.getByRole('dialog').getByRole('button', { name: '收回授权' }).click();
    await holder.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await fetched()).toBe(404);

    const english = await made.visit('elder-72', { wide: true, lang: 'en' });
    await english.open(`${paper}/uses`);
    await english.page.getByText('Took the licence as a file').waitFor();
    await english.isSound();
  });

  it('of a company is used by the tax office on the ground that the law gives it', async () => {
    const admin = await made.server.as('admin');
    expect((await admin.post('/api/v1/admin/licence-stocks', { type: 'business-licence' })).status).toBe(201);
    const owner = await made.server.as('noodle-owner');
    const numberOf = async () => {
      const { body } = await owner.get<{ items: { type: string; number: string }[] }>('/api/v1/licences');
      return body.items.find(({ type }) => type === 'business-licence')?.number;
    };
    await expect.poll(numberOf, { timeout: 60_000 }).toBeDefined();

    const { page, open, isSound } = await made.visit('tax-clerk', { wide: true });
    await open('/desk/licence-uses');
    await page.getByText('法律规定', { exact: true }).click();
    await page.getByLabel('证照编号').fill((await numberOf()) ?? '');
    await page.getByLabel('法律依据').click();
    await page.locator('.ant-select-item-option[title*="税收征收管理法"]').click();
    await page.getByLabel('为什么事').fill('新设企业税务登记');
    await page.getByRole('button', { name: '使用', exact: true }).click();
    await page.getByText('证照现在有效').waitFor();
    await page.getByText('91370100MQ900001XC').first().waitFor();
    await isSound();
  });
});
