import { asSystem } from '@quancheng/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  startTestServer,
  viewOf,
  type CaseView,
  type Client,
  type TestServer,
  uploadPdf,
} from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

interface Detail extends CaseView {
  form: Record<string, unknown>;
  materials: { id: string; state: string; file?: { id: string } }[];
}

const correction = { corrections: [{ path: '/form/premises', text: { zh: '请写明门牌号' } }] };

/** What an applicant keeps while correcting stands beside what is met already and what officials added. */
describe('the materials of a case that is corrected', () => {
  let server: TestServer;
  let owner: Client;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    clerk = await server.as('market-clerk');
  });
  afterAll(() => server.stop());

  const uploaded = (by: Client) => uploadPdf(server, by);
  const statesOf = async (id: string) =>
    Object.fromEntries(
      ((await viewOf(owner, id)) as Detail).materials.map((given) => [given.id, given.state]),
    );
  const fetched = async (by: Client, fileId: string) =>
    (await by.get(`/api/v1/files/${fileId}`, { 'x-purpose': 'case-handling' })).status;

  it('stay met, and keep the photos of officials, when it is saved and handed in', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路（演示）' });
    await act(clerk, view.id, 'request-correction', correction);
    const before = await statesOf(view.id);
    expect(Object.values(before)).toContain('held');
    const photo = await uploaded(await server.as('market-inspector-1'));
    await asSystem(server.services, 'tests add a photo of a visit', (ctx) =>
      sql`update service_case set materials = materials || ${JSON.stringify([{ id: 'siteVisit1', fileId: photo }])}::jsonb
        where id = ${view.id}`.execute(ctx.tx),
    );
    const { form } = (await viewOf(owner, view.id)) as Detail;
    const plan = await uploaded(owner);
    const filled = { ...form, premises: '历下区泉乐路 14 号（演示）' };
    const body = { form: filled, materials: [{ id: 'layout', fileId: plan }] };
    await act(owner, view.id, 'save', body);
    expect(await statesOf(view.id)).toEqual({ ...before, layout: 'given' });
    expect([await fetched(clerk, photo), await fetched(clerk, plan)]).toEqual([200, 200]);
    // Saved without its file, a material loses that file alone.
    await act(owner, view.id, 'save', { form: filled });
    expect(await statesOf(view.id)).toEqual(before);
    await act(owner, view.id, 'resubmit', body);
    expect([await fetched(clerk, photo), await fetched(clerk, plan)]).toEqual([200, 200]);
  });

  it('take no file of the applicant’s own as a photo of officials', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路（演示）' });
    await act(clerk, view.id, 'request-correction', correction);
    const { form } = (await viewOf(owner, view.id)) as Detail;
    const file = await uploaded(owner);
    const filled = { ...form, premises: '历下区泉乐路 16 号（演示）' };
    const body = { form: filled, materials: [{ id: 'siteVisit1', fileId: file }] };
    await act(owner, view.id, 'save', body);
    await act(owner, view.id, 'resubmit', { form: filled });
    expect(await fetched(clerk, file)).toBe(404);
  });
});
