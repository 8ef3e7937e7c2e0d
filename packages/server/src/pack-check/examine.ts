import type { Text } from '@quancheng/kernel/platform/text';
import { readDecisions, type DecisionModel } from '@quancheng/kernel/work/decisions';
import type { ProcessDefinition } from '@quancheng/kernel/work/processes';
import type { LoadedPack } from '../city.ts';
import { resourcesOf } from './check.ts';
import { processRules } from './processes.ts';

/** A place in a process by the id of its element, and what is wrong there. */
interface Problem {
  path: string;
  text: Text;
}

// A loaded pack does not change; its decisions are read once, not at every key that an editor presses.
const modelsOf = new WeakMap<LoadedPack, Promise<DecisionModel[]>>();

/** What the rules for processes find in one that would take its place in a pack. */
export async function examineProcess(
  packs: readonly LoadedPack[],
  packId: string,
  process: ProcessDefinition,
): Promise<Problem[]> {
  const pack = packs.find(({ manifest }) => manifest.id === packId);
  if (!pack) return [{ path: `/${process.id}`, text: notLoaded(packId) }];
  const models = modelsOf.get(pack) ?? readAll(pack);
  modelsOf.set(pack, models);
  const checked = {
    ...pack,
    processes: [process],
    models: await models,
    resources: await resourcesOf(pack),
  };
  const found = [];
  for (const rule of Object.values(processRules)) found.push(...(await rule(checked)));
  return found.map(({ at, text }) => {
    const id = at.split('#')[1] ?? process.id;
    const name = process.nodes.get(id)?.name;
    const said = name ? { zh: `${name}：${text.zh}`, en: `${name}: ${text.en}` } : text;
    return { path: `/${id}`, text: said };
  });
}

function readAll({ content }: LoadedPack): Promise<DecisionModel[]> {
  return Promise.all(Object.values(content.decisions).map((xml) => readDecisions(xml)));
}

function notLoaded(pack: string): Text {
  return {
    zh: `服务包“${pack}”没有在这台服务器上启用，无法核对操作、文字和决策。`,
    en: `The pack “${pack}” is not in use on this server, so that operations, texts and decisions cannot be checked.`,
  };
}
