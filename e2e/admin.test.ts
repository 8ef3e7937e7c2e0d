import { describe, expect, it } from 'vitest';
import { applyAs } from '@quancheng/testing';
import { stage, type Visit } from './browser.ts';

/** What the administrator keeps, changed as a person does it, up to what residents then get. */
describe('administration', () => {
  const made = stage();
  const admin = () => made.visit('admin', { wide: true });

  async function openByLink({ page, open }: Visit, path: string, name: RegExp): Promise<void> {
    await open(path);
    await page.getByRole('link', { name }).first().click();
    await page.waitForURL(`**${path.replace(/\?.*/, '')}/**`);
    await page.locator('main h1').first().waitFor();
  }

  it('revises an item, is told what is wrong while it writes, and publishes it', async () => {
    const visit = await admin();
    const { page } = visit;
    await openByLink(visit, '/admin/items?state=published', /老年人优待证/);
    await visit.isSound();
    await page.getByRole('button', { name: '新建一版' }).click();
    await page.getByRole('button', { name: '送审' }).waitFor();
    await page.getByRole('tab', { name: /地点和电话/ }).click();
    const phone = page.getByLabel('咨询电话');
    await phone.fill('12345678');
    await page.getByText('咨询电话应带区号。').waitFor();
    await visit.isSound();
    await phone.fill('0531-12345199');
    await page.getByText('符合公布要求').waitFor();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('没有未保存的改动').waitFor();
    await page.getByRole('tab', { name: '版本对比' }).click();
    await page.locator('ins', { hasText: '0531-12345199' }).waitFor();
    await visit.isSound();
    await page.getByRole('tab', { name: '编辑' }).click();
    await page.getByRole('button', { name: '送审' }).click();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByRole('button', { name: '新建一版' }).waitFor();
    const guide = await made.visit(null);
    await guide.open('/items/elderly-card');
    expect(await guide.page.locator('main').innerText()).toContain('0531-12345199');
  });

  it('changes a form beside its preview and publishes it only when nothing is wrong', async () => {
    const visit = await admin();
    const { page } = visit;
    await openByLink(visit, '/admin/forms', /老年人优待证/);
    const source = page.locator('textarea.admin-code');
    const text = await source.inputValue();
    await source.fill(
      text.replace('"怎么联系您"', '"怎么找到您"').replace('"required": [', '"required": ["nobody",'),
    );
    await page.getByText('必填项中有不存在的字段').waitFor();
    await expect.poll(() => page.getByRole('button', { name: '发布新版本' }).isDisabled()).toBe(true);
    await visit.passesAxe();
    await source.fill(text.replace('"怎么联系您"', '"怎么找到您"'));
    await page.locator('.admin-preview').getByText('怎么找到您').waitFor();
    await page.getByRole('button', { name: '发布新版本' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '发布新版本' }).click();
    await page
      .getByText(/第 2 版/)
      .first()
      .waitFor();
  });

  it('tries a process on the cases that it brought to an end before it publishes it', async () => {
    const { view } = await applyAs(made.server, 'elder-60');
    const visit = await admin();
    const { page } = visit;
    await openByLink(visit, '/admin/rules?show=processes', /^老年人优待证办理$/);
    await page.locator('.desk-diagram .djs-element').first().waitFor();
    await page.getByRole('tab', { name: '修改', exact: true }).click();
    const source = page.locator('textarea.admin-code');
    const text = await source.inputValue();
    const publish = page.getByRole('button', { name: '发布新版本' });
    const tryIt = page.getByRole('button', { name: '用已办结的办件试一试' });
    const drawn = page.getByLabel('修改后的流程图');
    await source.fill(text.replace('type="case.review"', 'type="case.ponder"'));
    await page.getByText('没有操作“case.ponder”').waitFor();
    await expect.poll(() => tryIt.isDisabled()).toBe(true);
    await visit.passesAxe();
    await source.fill('<nothing');
    await page.getByText('这里画的是上一次没有问题的样子').waitFor();
    // The step that looks up residence permits is taken out, from a file as an editor of diagrams saves it.
    const shorter = text
      .replace(/<bpmn:serviceTask id="find-permits"[\s\S]*?<\/bpmn:serviceTask>/, '')
      .replace(/<bpmn:sequenceFlow id="find-permits-to-find-card"[^>]*>/, '')
      .replace('targetRef="find-permits"', 'targetRef="find-card"')
      .replace('find-permits-to-find-card<', 'find-person-to-find-permits<');
    await page
      .getByLabel('从文件读入')
      .setInputFiles({ name: 'card.bpmn', mimeType: 'text/xml', buffer: Buffer.from(shorter) });
    await page.getByText('没有发现问题').waitFor();
    await drawn.locator('[data-element-id="find-card"]').waitFor();
    expect(await drawn.locator('[data-element-id="find-permits"]').count()).toBe(0);
    expect(await publish.isDisabled()).toBe(true);
    await tryIt.click();
    const row = page.getByRole('row').filter({ hasText: view.number });
    await row.getByText('查居住证').waitFor();
    await visit.passesAxe();
    expect(await page.locator('main').innerText()).not.toContain('李满');
    await source.fill(`${shorter}\n`);
    await expect.poll(() => publish.isDisabled()).toBe(true);
    await source.fill(shorter);
    await expect.poll(() => publish.isDisabled()).toBe(false);
    await publish.click();
    await page
      .getByText(/第 2 版/)
      .first()
      .waitFor();
  });

  it('tries a decision on the cases that it decided before it publishes it', async () => {
    const { view } = await applyAs(made.server, 'elder-72');
    const visit = await admin();
    const { page } = visit;
    await openByLink(visit, '/admin/rules', /^elderly-card$/);
    await page.getByRole('table').first().waitFor();
    await visit.passesAxe();
    await page.getByRole('tab', { name: '修改和试算' }).click();
    const source = page.locator('textarea.admin-code');
    await source.fill((await source.inputValue()).replaceAll('&lt; 60', '&lt; 80'));
    const publish = page.getByRole('button', { name: '发布新版本' });
    expect(await publish.isDisabled()).toBe(true);
    await page.getByRole('button', { name: '用办过的件试算' }).click();
    await page.getByRole('rowheader', { name: view.number }).waitFor();
    await visit.passesAxe();
    expect(await page.locator('main').innerText()).not.toContain('王秀兰');
    await publish.click();
    await page
      .getByText(/第 2 版/)
      .first()
      .waitFor();
  });

  it('invites someone, who makes an account by the link, and takes the post away again', async () => {
    const visit = await admin();
    const { page } = visit;
    await visit.open('/admin/people');
    await page.getByRole('button', { name: '邀请人员' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, choice] of [
      ['部门', '济南市民政局'],
      ['做什么', '核查'],
      ['管辖范围（含下级）', '历下区 370102'],
    ] as const) {
      await dialog.getByLabel(label).fill(choice);
      await page.locator(`.ant-select-item-option[title="${choice}"]`).click();
      await dialog.getByTitle(choice, { exact: true }).waitFor();
    }
    await visit.isSound();
    await dialog.getByRole('button', { name: '生成链接' }).click();
    const link = await dialog.locator('code').innerText();
    const guest = await made.visit(null);
    await guest.page.goto(link);
    await guest.page.getByLabel('姓名').fill('路小新');
    await guest.page.getByLabel('账号名').fill('lu-xiaoxin');
    await guest.page.getByLabel('密码').fill('a password of my own');
    await guest.isSound();
    await guest.page.getByRole('button', { name: '建立账号' }).click();
    await guest.page.getByText('账号建好了').waitFor();

    await visit.open('/admin/people');
    await page.getByRole('button', { name: '路小新' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: '收回岗位' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: '收回岗位' }).last().click();
    await drawer.getByText('没有岗位').waitFor();
  });

  it('changes the words of a message, and sees what a holiday notice would move', async () => {
    const visit = await admin();
    const { page } = visit;
    await visit.open('/admin/messages');
    await page
      .getByRole('button', { name: /”已通过/ })
      .first()
      .click();
    const drawer = page.getByRole('dialog');
    const body = drawer.locator('textarea').first();
    await body.fill('{nothing}');
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.getByText('没有占位符').waitFor();
    await body.fill('“{item}”办好了，编号 {number}。');
    await drawer.getByText('“老年证”办好了，编号').waitFor();
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.getByRole('button', { name: '恢复原文' }).waitFor();
    await visit.open('/admin/calendar');
    await page.getByRole('button', { name: '载入放假通知' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('通知文号').fill('国办发明电〔2026〕试 1 号');
    await dialog.getByLabel('放假的日子').fill('2027-01-01\n2027-01-04');
    await dialog.getByRole('button', { name: '看期限怎么变' }).click();
    await dialog.getByText(/检查了 \d+ 件/).waitFor();
    await visit.isSound();
  });

  it('keeps the rest from those who have another post, and brings them to their items', async () => {
    const visit = await made.visit('civil-head', { wide: true });
    await visit.open('/desk/items');
    await visit.page.waitForURL('**/admin/items');
    await visit.isSound();
    expect(await visit.page.getByRole('link', { name: '操作记录' }).count()).toBe(0);
    await visit.open('/admin/people');
    expect(await visit.page.locator('main').innerText()).toContain('没有');
  });

  // Each language at one width: what breaks a layout or a label shows in one of them.
  describe.each([
    [1440, 'zh'],
    [820, 'en'],
  ] as const)('at %i px in %s', (width, lang) => {
    it.each([
      '/admin/items',
      '/admin/people',
      '/admin/people?show=agencies',
      '/admin/people?show=divisions',
      '/admin/calendar',
      '/admin/messages?show=sent',
      '/admin/jobs',
      '/admin/health',
    ])('is sound at %s', async (path) => {
      const visit = await made.visit('admin', { width });
      await visit.open(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      await visit.isSound();
    });

    it.each([
      '/admin/forms/elderly-card',
      '/admin/rules',
      '/admin/rules/processes/elderly-card',
      '/admin/audit',
    ])('passes axe at %s', async (path) => {
      const visit = await made.visit('admin', { width });
      await visit.open(`${path}?lang=${lang}`);
      await visit.passesAxe();
    });
  });
});
