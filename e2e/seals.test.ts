import { writeFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyDocument, writeDocument } from '@quancheng/engines/ofd';
import { stage, type Visit } from './browser.ts';

describe('a seal, from asking to the document', () => {
  const made = stage();

  it('is asked for by a head, approved by an administrator, granted, put on a document by a colleague, frozen, thawed and destroyed', async () => {
    const head = await made.visit('civil-head', { wide: true });
    await head.open('/desk/seals/new');
    await head.page.getByLabel('直径').fill('45');
    await head.page.getByLabel('理由').fill('签发本部门的审批文书');
    await head.isSound();
    await head.page.getByRole('button', { name: '提交申请' }).click();
    await head.page.waitForURL(/\/desk\/seals\/[0-9a-f-]{36}$/);
    const address = new URL(head.page.url()).pathname;
    await head.page.getByText('待审批').first().waitFor();

    const admin = await made.visit('admin', { wide: true });
    await approve(admin);

    await head.open(address);
    await head.page.getByText('在用').first().waitFor();
    await head.isSound();
    const grants = await made.server.as('civil-head');
    const given = await grants.post(`/api/v1${address}/grants`, {
      account: 'civil-decider',
      most: 2,
      until: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      reason: '日常用印',
    });
    expect(given.status).toBe(201);

    const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-seal-'));
    try {
      const file = path.join(dir, 'paper.ofd'); // a browser without a locale reads no other names
      const pages = [1, 2, 3].map(() => ({ width: 210, height: 297, objects: [] }));
      await writeFile(file, writeDocument({ title: '审批文书', pages }));
      const decider = await made.visit('civil-decider', { wide: true });
      await decider.open(`${address}/sign`);
      const seam = decider.page.getByText('骑缝章', { exact: true });
      await decider.page.getByLabel('要盖章的文件').setInputFiles(file);
      await seam.waitFor();
      await seam.click();
      await decider.page.getByLabel('做什么用').fill('给某某单位的复函');
      await decider.isSound();
      await decider.page.getByRole('button', { name: '盖章', exact: true }).click();
      const link = decider.page.getByRole('link', { name: /下载/ });
      await link.waitFor();
      const [download] = await Promise.all([decider.page.waitForEvent('download'), link.click()]);
      const sealed = verifyDocument(await readFile(await download.path()));
      expect(sealed.verdict).toBe('valid');
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    await head.open(`${address}?show=uses`);
    await head.page.getByText('给某某单位的复函').waitFor();

    await step(head, '冻结', '印章保管柜的锁坏了');
    await head.page.getByText('已冻结').first().waitFor();
    const decider = await made.visit('civil-decider', { wide: true });
    await decider.open(address);
    await decider.page.getByText('已冻结').first().waitFor();
    expect(await decider.page.getByRole('link', { name: '盖章' }).count()).toBe(0);
    await step(head, '申请解冻', '锁已经修好');
    await approve(admin);
    await head.open(address);
    await head.page.getByText('在用').first().waitFor();
    await step(head, '申请销毁', '机构调整，不再使用');
    await approve(admin);
    await head.open(address);
    await head.page.getByText('已销毁').first().waitFor();
    await head.isSound();
  });
});

/** Someone decides what was asked last. */
async function approve({ page, open, isSound }: Visit): Promise<void> {
  await open('/admin/seals');
  await page.getByRole('button', { name: '查看并决定' }).last().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('决定的理由').fill('核对无误');
  await isSound();
  await drawer.getByRole('button', { name: '批准', exact: true }).click();
  await drawer.waitFor({ state: 'hidden' });
}

async function step({ page, isSound }: Visit, name: string, reason: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('理由').fill(reason);
  await isSound();
  await sheet.getByRole('button', { name, exact: true }).click();
  await sheet.waitFor({ state: 'hidden' });
}
