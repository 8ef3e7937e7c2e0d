import { describe, expect, it } from 'vitest';
import { sql } from '@quancheng/kernel/platform/database';
import { asSystem } from '@quancheng/server';
import { applyAs, papersOf } from '@quancheng/testing';
import { stage } from './browser.ts';
import { foreignWords, tooWide } from './looks.ts';

/** An installation that is its own upper level: what it issues arrives where it came from. */
describe('the exchange of licences', () => {
  const made = stage();

  it('tells a clerk that no upper level is connected, and what to do meanwhile', async () => {
    const { page, open, isSound } = await made.visit('civil-clerk');
    await open('/desk/upper-licences');
    await page.getByText('还没有连接上级证照系统').waitFor();
    expect(await page.getByRole('button', { name: '向上级查询' }).count()).toBe(0);
    await isSound();
    expect(await tooWide(page)).toEqual([]);
  });

  it('is set up from both ends in the browser, and shows what arrived', async () => {
    const { page, open, isSound } = await made.visit('admin', { wide: true });
    await open('/admin/licence-exchange');
    await isSound();

    await page.getByRole('button', { name: '查看公钥' }).click();
    const shown = page.getByRole('dialog', { name: /公钥/ });
    const publicKey = await shown.locator('code').innerText();
    expect(publicKey).toContain('BEGIN PUBLIC KEY');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: '登记下级' }).click();
    const lower = page.getByRole('dialog', { name: '登记下级' });
    await lower.getByLabel('主管部门').fill('大数据');
    await page.locator('.ant-select-item-option[title*="大数据"]').click();
    await lower.getByLabel('中文名称').fill('市级证照系统');
    await lower.getByLabel('英文名称').fill('Licences of the city');
    await lower.getByLabel('公钥').fill(publicKey);
    await lower.getByRole('button', { name: '登记下级' }).click();
    const registered = page.getByRole('dialog', { name: '已登记' });
    const clientId = await registered.locator('code').innerText();
    await registered.getByRole('button', { name: '我存好了' }).click();

    await page.getByRole('button', { name: '连接上级' }).click();
    const upper = page.getByRole('dialog', { name: '连接上级' });
    await upper.getByLabel('中文名称').fill('省级证照系统');
    await upper.getByLabel('英文名称').fill('Licences of the province');
    await upper.getByLabel('地址').fill(made.server.services.origin);
    await upper.getByLabel('接入编号').fill(clientId);
    await upper.getByRole('button', { name: '连接上级' }).click();
    await page.getByRole('button', { name: '开始全量报送' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '开始全量报送' }).click();

    const arrived = page.getByText(/[1-9]\d* 份证照/);
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: '刷新' }).click();
        return arrived.count();
      })
      .toBe(1);
    await isSound();
  });

  it('fits a phone, in English too', async () => {
    const { page, open, passesAxe } = await made.visit('admin', { lang: 'en' });
    await open('/admin/licence-exchange');
    await page.getByText('Licences of the province').waitFor();
    await passesAxe();
    expect(await tooWide(page)).toEqual([]);
  });

  it('lets a clerk look up a licence for a case, copy the record, and check one', async () => {
    const { view } = await applyAs(made.server, 'elder-72');
    const { idNumber } = await papersOf(made.server, 'elder-72');
    const { page, open, isSound } = await made.visit('civil-clerk', { wide: true });
    await open(`/desk/upper-licences?case=${view.number}`);
    const form = page.getByRole('form', { name: '查一个人或一家单位的证照' });
    const send = form.getByRole('button', { name: '向上级查询' });
    await send.click();
    await form.getByText('请输入身份证号或统一社会信用代码。').waitFor();
    await isSound();

    await form.getByLabel('身份证号或统一社会信用代码').fill('990000190001010000');
    await send.click();
    await page.getByRole('heading', { name: '没有查到' }).waitFor();
    await page.getByText('请当事人出示证照').waitFor();

    await form.getByLabel('身份证号或统一社会信用代码').fill(idNumber.toLowerCase());
    await form.getByText('法律规定').click();
    await form.getByLabel('法律依据').fill('《老年人权益保障法》第五十三条');
    const found = page.getByRole('region', { name: /查到 \d 份/ });
    await expect
      .poll(
        async () => {
          await send.click();
          await page.getByRole('heading', { name: /查到/ }).waitFor();
          return found.count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    const licence = found.getByRole('listitem').filter({ hasText: view.licence?.number ?? '' });
    await licence.getByText('有效', { exact: true }).waitFor();
    await licence.getByText('查看证照内容').click();
    const identifier = await licence
      .locator('div', { has: page.locator('dt', { hasText: '证照标识' }) })
      .locator('dd')
      .innerText();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await licence.getByRole('button', { name: '复制' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      `编号 ${view.licence?.number}，有效`,
    );
    await isSound();

    const check = page.getByRole('form', { name: '核验一份证照' });
    await check.getByLabel('电子证照标识').fill(identifier);
    await check.getByLabel('证照编号').fill('另一个编号');
    await check.getByRole('button', { name: '核验' }).click();
    await check.getByText('对不上', { exact: true }).waitFor();
    await check.getByLabel('证照编号').fill(view.licence?.number ?? '');
    await check.getByRole('button', { name: '核验' }).click();
    await check.getByText('对得上，现在：有效').waitFor();
    await isSound();

    const mine = page.getByRole('region', { name: '我查过的' });
    await mine.getByText('查到 1 份').first().waitFor();
    await mine.getByText(`办件 ${view.number}`).first().waitFor();
  });

  it('shows a clerk on a phone, in English too, what to do while the upper level is away', async () => {
    await asSystem(made.server.services, 'tests let the upper level be away', ({ tx }) =>
      sql`update exchange_upper set retry_at = now() + interval '10 minutes'`.execute(tx),
    );
    for (const lang of ['zh', 'en'] as const) {
      const { page, open, passesAxe } = await made.visit('civil-clerk', { lang });
      await open('/desk/upper-licences');
      await page.getByText(lang === 'zh' ? /暂时没有回应/ : /does not answer at the moment/).waitFor();
      await passesAxe();
      expect(await tooWide(page)).toEqual([]);
      expect(await foreignWords(page)).toEqual([]);
    }
  });
});
