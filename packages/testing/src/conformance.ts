import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkPack,
  packRules,
  type LoadedStory,
  type PackFinding,
  listStories,
  loadPackDir,
} from '@quancheng/server';
import { startTestServer, type TestServer } from './server.ts';

interface Outcome {
  status: string;
  reasons: {
    code: string;
    text: { zh: string; en: string };
    basis: { zh: string };
    remedy: { zh: string };
  }[];
}

/** Checks a pack against every rule, then lets each person of its stories apply and compares what comes of it. */
export function conformance(dir: string): void {
  const name = path.basename(dir);
  describe(`pack ${name}`, () => {
    let findings: PackFinding[];
    beforeAll(async () => {
      findings = await checkPack(dir);
    });

    it.each(['schema', 'process-runs', 'decision-reads', ...Object.keys(packRules)])(
      'keeps the rule %s',
      (rule) => {
        expect(findings.filter((finding) => finding.rule === rule)).toEqual([]);
      },
    );

    describe('stories', () => {
      let server: TestServer;
      let stories: LoadedStory[];
      beforeAll(async () => {
        server = await startTestServer();
        const items = new Set((await loadPackDir(dir)).content.items.map((item) => item.slug));
        stories = (await listStories(server.services))
          .map((story) => ({ ...story, apply: story.apply.filter(({ item }) => items.has(item)) }))
          .filter((story) => story.apply.length > 0);
      });
      afterAll(() => server.stop());

      it('come out as told', async () => {
        const told: Record<string, string> = {};
        const found: Record<string, string> = {};
        for (const story of stories) {
          const client = await server.as(story.account);
          for (const [index, { item, form, onBehalfOf, expect: expected }] of story.apply.entries()) {
            const body = { item, form, submit: true, ...(onBehalfOf ? { onBehalfOf } : {}) };
            const { status, body: answer } = await client.post<Outcome>('/api/v1/cases', body);
            const key = `${story.account} ${item} ${index}`;
            told[key] = expected;
            found[key] = status === 201 ? outcomeOf(answer, expected) : JSON.stringify(answer);
          }
        }
        expect(found).toEqual(told);
      });
    });
  });
}

/** The status or reason that was told, if it is among what came; else everything that came. */
function outcomeOf({ status, reasons }: Outcome, expected: string): string {
  const codes = reasons.map((reason) => reason.code);
  for (const { text, basis, remedy, code } of reasons) {
    const raw = [text.zh, text.en, basis.zh, remedy.zh].find(
      (words) => words === code || /\{\w+\}/.test(words),
    );
    if (raw !== undefined) return `the reason ${code} has no words: ${raw}`;
  }
  return status === expected || codes.includes(expected) ? expected : `${status} ${codes.join(' ')}`;
}
