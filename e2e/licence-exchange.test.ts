import { describe, expect, it } from 'vitest';
import { stage } from './browser.ts';
import { tooWide } from './looks.ts';

/** An installation that is its own upper level: what it issues arrives where it came from. */
describe('the exchange of licences', () => {
  const made = stage();

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
});
