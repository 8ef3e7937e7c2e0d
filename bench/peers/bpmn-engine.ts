import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import * as elements from 'bpmn-elements';
// oxlint-disable-next-line import/default -- the peer's own older version, which only a benchmark installs
import BpmnModdle from 'bpmn-moddle';
import { Engine, type Activity, type Message } from 'bpmn-engine';
import serialize, { TypeResolver } from 'moddle-context-serializer';
import { newId } from '@quancheng/kernel/platform/ids';
import type { Applicant } from '../harness/applicants.ts';
import { root } from '../harness/folders.ts';

/** bpmn-engine with the process of the elderly card, its state saved as JSON in the same PostgreSQL. */
export interface Peer {
  run(applicant: Applicant): Promise<void>;
  close(): Promise<void>;
}

type Variables = Record<string, unknown>;

/**
 * The peer is favoured: its file is parsed once, its rule is a line of JavaScript, it writes no history, no
 * audit and no licence, and it saves its state once, at the end.
 */
export async function createBpmnPeer(ownerUrl: string, lanes: number): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: lanes });
  await pool.query('create table if not exists bench_bpmn_state (id uuid primary key, state jsonb not null)');
  const xml = await readFile(path.join(root, 'packs/civil-affairs/processes/elderly-card.bpmn'), 'utf8');
  const sourceContext = serialize(await new BpmnModdle().fromXML(xml), TypeResolver(elements));

  const services: Record<string, (variables: Variables) => Promise<Variables>> = {
    'find-person': async ({ applicant }) => ({
      person: await one('select * from lib_person where id = $1', [applicant]),
    }),
    'find-permits': async ({ applicant }) => ({
      permits: await one('select * from lib_residence_permit where person_id = $1', [applicant]),
    }),
    'find-card': async ({ applicant }) => ({
      card: await one(
        `select * from licence where holder_id = $1 and type_code = 'elderly-card' and state = 'valid'`,
        [applicant],
      ),
    }),
    'decide-by-rule': async ({ person, card }) => ({ decision: decide(person as Variables, card) }),
  };

  async function one(text: string, values: unknown[]): Promise<unknown> {
    return (await pool.query<Variables>(text, values)).rows[0] ?? null;
  }

  function service(activity: Activity): void {
    if (activity.type !== 'bpmn:ServiceTask' && activity.type !== 'bpmn:BusinessRuleTask') return;
    const work = services[activity.id];
    const { environment } = activity;
    const serve = async (done: (error: unknown) => void): Promise<void> => {
      try {
        const found = await work?.({ ...environment.variables, ...environment.output });
        Object.assign(environment.output, found);
      } catch (error) {
        return done(error);
      }
      done(null);
    };
    // The engine makes it with `new`.
    activity.behaviour.Service = function Service() {
      return { execute: (_: Message, done: (error: unknown) => void) => void serve(done) };
    };
  }

  return {
    run: async ({ personId }) => {
      const engine = new Engine({
        name: 'elderly-card',
        sourceContext,
        variables: { applicant: personId },
        extensions: { service },
        expressions,
      });
      const ended = engine.waitFor('end');
      await engine.execute();
      await ended;
      const state = await engine.getState();
      await pool.query('insert into bench_bpmn_state (id, state) values ($1, $2)', [
        newId(),
        JSON.stringify(state),
      ]);
    },
    close: async () => {
      await pool.query('drop table bench_bpmn_state');
      await pool.end();
    },
  };
}

function decide(person: Variables, card: unknown): { outcome: string } {
  const years = new Date().getUTCFullYear() - Number(String(person['birth_date']).slice(0, 4));
  return {
    outcome: years >= 60 && person['registered_here'] === true && card === null ? 'granted' : 'notGranted',
  };
}

/** The conditions of this process compare one field with one text. */
const comparison = /^=(\w+)\.(\w+) = "(\w+)"$/;

const expressions = {
  resolveExpression: (template: string, { environment }: Message): unknown => {
    const [, name = '', field = '', value] = comparison.exec(template) ?? [];
    return (environment.output[name] as Variables | undefined)?.[field] === value;
  },
  isExpression: (text: string): boolean => comparison.test(text),
  hasExpression: (text: string): boolean => comparison.test(text),
};
