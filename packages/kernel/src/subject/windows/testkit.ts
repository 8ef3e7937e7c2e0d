import { createVisitor, signIn, type TestServer, type Visitor } from '@quancheng/testing';

export interface Answer<T> {
  status: number;
  body: T & { code?: string };
}

export interface Begun {
  id: string;
  code: string;
  name: string;
}

/** What clerks and those who stand before them do with browsers. */
export function createHall(server: TestServer) {
  async function signedIn(account: string): Promise<Visitor> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return visitor;
  }

  async function send<T>(
    visitor: Visitor,
    path: string,
    body: object = {},
    purpose = 'case-intake',
  ): Promise<Answer<T>> {
    const session = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
    const answer = await visitor.fetch(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': session.csrf,
        'x-purpose': purpose,
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer<T>['body'] };
  }

  async function enter(code: string): Promise<{ screen: Visitor; path: string }> {
    const screen = createVisitor(server);
    const { path } = await screen.follow('/window/enter', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code }).toString(),
    });
    return { screen, path };
  }

  async function isIn(visitor: Visitor): Promise<boolean> {
    const answer = await visitor.fetch('/api/v1/session');
    return ((await answer.json()) as { signedIn: boolean }).signedIn;
  }

  async function signOut(visitor: Visitor): Promise<void> {
    const { csrf } = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
    await visitor.fetch('/auth/logout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf }).toString(),
    });
  }

  return { signedIn, send, enter, isIn, signOut };
}

/** What a clerk types of an identity card at window A03. */
export function cardOf({ idNumber, name }: { idNumber: string; name: string }) {
  return { place: 'A03', document: 'identity-card', documentEnd: idNumber.slice(-4), idNumber, name };
}
