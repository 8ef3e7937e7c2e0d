import { describe, expect, it } from 'vitest';
import { stage, type Visit } from './browser.ts';

const markup = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>"\'>{{7*7}}';

/** What people write is shown as they wrote it and never becomes part of a page. */
describe('markup that someone wrote', () => {
  const made = stage();
  const isText = async ({ page }: Visit): Promise<void> => {
    await expect.poll(() => page.locator('body').innerText()).toContain('<script>window.broken=1</script>');
    expect(await page.evaluate(() => (window as { broken?: number }).broken)).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  };

  it('in a search, an error and an address stays text on the portal, also without script', async () => {
    for (const script of [true, false]) {
      const visit = await made.visit(null, { script });
      await visit.open(`/search?q=${encodeURIComponent(markup)}`);
      expect(await visit.page.locator('img[src="x"]').count()).toBe(0);
      expect(await visit.page.locator('input[type="search"]').first().inputValue()).toBe(markup);
      await visit.open(`/signin?uid=x&error=account.wrong-credentials&account=${encodeURIComponent(markup)}`);
      expect(await visit.page.locator('img[src="x"]').count()).toBe(0);
      await visit.open(`/verify/${encodeURIComponent('<script>x')}`);
      expect(await visit.page.locator('main script').count()).toBe(0);
    }
  });

  it('in a dispute is text for the official who reads it', async () => {
    const resident = await made.server.as('elder-72');
    const body = { resource: 'person', field: 'name', reason: markup };
    expect((await resident.post('/api/v1/me/disputes', body)).status).toBeLessThan(300);
    const visit = await made.visit('police-data-officer', { wide: true });
    await visit.open('/desk/disputes');
    await visit.page.getByText('<script>window.broken=1</script>').first().waitFor();
    await isText(visit);
  });

  it('in the answer of an applicant is text at the desk and in the paper', async () => {
    const story = (await made.server.stories()).find(({ account }) => account === 'noodle-owner');
    const [application] = story?.apply ?? [];
    const owner = await made.server.as('noodle-owner');
    const answer = await owner.post<{ id: string }>('/api/v1/cases', {
      ...application,
      submit: true,
      expect: undefined,
    });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    const clerk = await made.server.as('market-clerk');
    const told = await clerk.post(`/api/v1/cases/${id}/not-accept`, { reason: markup, basis: markup });
    expect(told.status).toBe(200);
    const desk = await made.visit('market-clerk', { wide: true });
    await desk.open(`/desk/cases/${id}`);
    await isText(desk);
    const portal = await made.visit('noodle-owner');
    await portal.open(`/cases/${id}`);
    await isText(portal);
    const view = await owner.get<{ timeline: { notice?: { id: string } }[] }>(`/api/v1/cases/${id}`);
    const notice = view.body.timeline.find((entry) => entry.notice)?.notice?.id ?? '';
    const paper = await owner.get<string>(`/api/v1/notices/${notice}/file`);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(paper.body).not.toMatch(/\/JavaScript|\/JS\b|\/OpenAction|<script>/);
  });
});
