import type { TestServer } from './server.ts';

/** A browser without pages: it keeps cookies and follows redirects, for tests of the sign-in itself. */
export interface Visitor {
  cookies: Map<string, string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects and answers the last answer with its path. */
  follow(path: string, init?: RequestInit): Promise<{ response: Response; path: string }>;
}

export function createVisitor(server: Pick<TestServer, 'origin'>, host = 'localhost'): Visitor {
  const { port } = new URL(server.origin);
  const origin = `http://${host}:${port}`;
  const cookies = new Map<string, string>();
  const paths = new Map<string, string>();
  const sentTo = (path: string): string =>
    [...cookies]
      .filter(([name]) => path.startsWith(paths.get(name) ?? '/'))
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');

  async function visit(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, origin);
    // The test speaks to one address and says by which name it came, as a browser does.
    const answer = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
      ...init,
      redirect: 'manual',
      headers: {
        host: url.host,
        cookie: sentTo(url.pathname),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
      paths.set(name, /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/');
    }
    return answer;
  }

  async function follow(path: string, init?: RequestInit): Promise<{ response: Response; path: string }> {
    let at = path;
    let response = await visit(at, init);
    for (let hops = 0; hops < 12 && response.status >= 300 && response.status < 400; hops += 1) {
      at = response.headers.get('location') ?? '/';
      response = await visit(at);
    }
    return { response, path: at };
  }

  return { cookies, fetch: visit, follow };
}

/** Signs a visitor in by the page's own form. */
export async function signIn(
  visitor: Visitor,
  fields: Record<string, string>,
  back = '/',
): Promise<{ path: string; status: number }> {
  const { path } = await visitor.follow(`/auth/login?return=${encodeURIComponent(back)}`);
  const uid = new URL(path, 'http://x').searchParams.get('uid') ?? '';
  const { response, path: end } = await visitor.follow(`/oidc/interaction/${uid}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  return { path: end, status: response.status };
}
