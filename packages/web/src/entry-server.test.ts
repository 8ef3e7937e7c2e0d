import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Session } from './api/types.ts';
import type { ServerBundle } from './contract.ts';

const session: Session = {
  signedIn: false,
  demo: false,
  csrf: '',
  city: {
    id: 'test',
    name: { zh: '春水市', en: 'Chunshui' },
    product: { zh: '春水通', en: 'Chunshui Services' },
    brandHue: 145,
    defaultLang: 'zh',
    hotline: '12345',
    divisions: [{ code: '1', name: { zh: '柳岸区', en: 'Willow Bank' } }],
    agencies: [{ code: 'A', name: { zh: '民政局', en: 'Civil Affairs' }, items: 1 }],
    lifeEvents: [{ code: 'retire', name: { zh: '退休养老', en: 'Retirement' }, items: 0 }],
  },
};

const item = {
  code: 'card',
  name: '老年人优待证办理',
  title: { zh: '办老年证</script>', en: 'Senior card' },
  agencyTitle: { zh: '民政局', en: 'Civil Affairs' },
  caseType: 'instant',
  online: true,
  visits: 0,
  feeFrom: 0,
  summary: { zh: '满 60 周岁就能办。', en: 'From the age of 60.' },
};

let bundle: ServerBundle;

beforeAll(async () => {
  vi.stubGlobal('QC_MANIFEST', {
    'src/entry-client.tsx': { file: 'assets/app.js' },
    'src/areas/portal/home/home.tsx': { file: 'assets/home.js', imports: ['src/entry-client.tsx'] },
  });
  vi.stubGlobal('QC_INLINE', { styles: 'body{margin:0}', prefs: 'prefs()' });
  bundle = await import('./entry-server.tsx');
}, 60_000);

function render(url: string, lang: 'zh' | 'en' = 'zh') {
  return bundle.render({
    url,
    lang,
    session,
    nonce: 'n0nce',
    assets: bundle.clientAssets,
    fetch: async (path) =>
      path.startsWith('/api/v1/items/popular') || path.startsWith('/api/v1/items?')
        ? { status: 200, body: { items: [item], next: null } }
        : { status: 404, body: null },
  });
}

describe('pages rendered on the server', () => {
  test('the home page can be read and searched without script', async () => {
    const { status, html } = await render('/');
    expect(status).toBe(200);
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<title>春水通</title>');
    expect(html).toMatch(/<form[^>]* action="\/search" method="get"/);
    expect(html).toContain('href="/items/card"');
    expect(html).toContain('民政局');
    expect(html.slice(0, html.indexOf('qc-state'))).not.toContain('退休养老'); // nothing published for it
  });

  test('a page obeys the content security policy', async () => {
    const { html } = await render('/');
    expect(html).not.toMatch(/<[^>]+\sstyle=/);
    expect(html).not.toMatch(/<[^>]+\son[a-z]+=/);
    const scripts = [...html.matchAll(/<script([^>]*)>/g)].map(([, attributes = '']) => attributes);
    for (const attributes of scripts) {
      if (!attributes.includes('application/json')) expect(attributes).toContain('nonce="n0nce"');
    }
    expect(html.match(/<style[^>]*>/g)).toEqual(['<style nonce="n0nce">']);
  });

  test('data cannot end the script that carries it', async () => {
    const { html } = await render('/');
    const start = html.indexOf('id="qc-state">') + 'id="qc-state">'.length;
    const state = html.slice(start, html.indexOf('</script>', start));
    expect(JSON.parse(state)).toMatchObject({ lang: 'zh', missing: null });
    expect(state).toContain('办老年证\\u003c/script>');
  });

  test('the city gives its hue', async () => {
    const { html } = await render('/help');
    expect(html).toContain('--brand-hue:145');
  });

  test('both languages', async () => {
    const { html } = await render('/search?q=card', 'en');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title>Results for “card” - Chunshui Services</title>');
    expect(html).toContain('href="/search?q=card&amp;lang=zh"');
  });

  test('what is not there is 404 and says so', async () => {
    for (const url of ['/nowhere', '/items/nothing', '/verify/NOTHING']) {
      const { status, html } = await render(url);
      expect(status, url).toBe(404);
      expect(html, url).toMatch(/<h1/);
    }
    expect((await render('/verify/NOTHING')).html).toContain('没有核验码为“NOTHING”的证照');
  });

  test('the desk is left to its own code', async () => {
    const { status, html } = await render('/desk/cases/1');
    expect(status).toBe(200);
    expect(html).toContain('<div id="app"></div>');
  });
});
