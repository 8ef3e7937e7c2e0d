import { describe, expect, it } from 'vitest';
import { openPackage, withFiles, writeDocument, zipPackage } from '@quancheng/engines/ofd';
import type { Client } from '@quancheng/testing';
import { licence, sign } from '../packages/engines/ofd/testkit.ts';
import { stage, type Visit } from './browser.ts';

/** A document that someone was given: is its seal real, and what does it say? */
describe('a sealed document', () => {
  const made = stage();
  const sealed = zipPackage(sign(writeDocument(licence())));

  async function give({ page, open }: Visit, bytes: Uint8Array, kind = 'ofd'): Promise<void> {
    await open('/verify');
    await page.getByRole('heading', { level: 2, name: '核验文件' }).waitFor();
    const file = { name: `居住证.${kind}`, mimeType: `application/${kind}`, buffer: Buffer.from(bytes) };
    await page.locator('#document').setInputFiles(file);
  }

  /** The sealed card of someone who is entitled to one, applied for where they have none. */
  async function grantedTo(holder: Client): Promise<string> {
    const read = async () =>
      (await holder.get<{ items: { id: string }[] }>('/api/v1/licences')).body.items[0]?.id;
    if ((await read()) === undefined) {
      await holder.post('/api/v1/cases', { item: 'elderly-card', form: { phone: '10000000001' } });
      await made.server.settle();
    }
    return (await read()) ?? '';
  }

  it.each([true, false])('is checked and shown without signing in (wide screen: %s)', async (wide) => {
    const visit = await made.visit(null, { wide });
    const { page } = visit;
    await give(visit, sealed);
    // It fits, but anyone may have made it.
    await page.getByText('盖章后没有改动，但不知道是谁盖的').waitFor();
    expect(await page.locator('.certificate').innerText()).toContain('春水示例局');
    await page.locator('.verify__checks summary').click();
    expect(await page.locator('.verify__check--failed').count()).toBe(0);
    const picture = page.locator('.verify__page img');
    await picture.waitFor();
    const drawn = await picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.alt.includes('㛃𠮷')] as const;
    });
    expect(drawn[0]).toBeGreaterThan(300);
    expect(drawn[1]).toBe(true);
    await visit.passesAxe();
  });

  it.each(['file', 'ofd'])(
    'of ours is real in either form (%s), and no longer once it was added to',
    async (form) => {
      const holder = await made.server.as('elder-72');
      const licence = await grantedTo(holder);
      const answer = await fetch(`${made.server.origin}/api/v1/licences/${licence}/${form}`, {
        headers: { authorization: `Bearer ${holder.token}` },
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const kind = form === 'file' ? 'pdf' : 'ofd';
      const visit = await made.visit(null);
      await give(visit, bytes, kind);
      await visit.page.getByText('印章是真的，文件没有被改动').waitFor();
      await visit.passesAxe();
      await give(
        visit,
        kind === 'pdf' ? Buffer.concat([bytes, Buffer.from('9 0 obj <<>> endobj')]) : sealed,
        kind,
      );
      await visit.page
        .getByText(kind === 'pdf' ? '文件里又加了内容' : '但不知道是谁盖的')
        .first()
        .waitFor();
    },
  );

  it('that was changed afterwards is refused, and says which check found it', async () => {
    const visit = await made.visit(null);
    const pkg = openPackage(sealed);
    const [name = '', bytes] = [...pkg.files].find(([path]) => /Pages\/.*Content\.xml$/.test(path)) ?? [];
    const text = new TextDecoder().decode(bytes).replace('2030', '2040');
    await give(visit, zipPackage(withFiles(pkg, new Map([[name, new TextEncoder().encode(text)]]))));
    await visit.page.getByText('没有通过核验').first().waitFor();
    await visit.page.locator('.verify__checks summary').click();
    expect(await visit.page.locator('.verify__check--failed').innerText()).toContain('已改动或缺失');
    await visit.passesAxe();
  });

  it('that is none is refused in words', async () => {
    const visit = await made.visit(null);
    await give(visit, Buffer.from('不是 OFD'));
    await visit.page.getByText('这份文件读不出来').waitFor();
    await visit.isSound();
  });
});
