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
});
