import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import { compileText, findExtension, textOf } from './extensions.ts';
import type { MessageRef } from './model.ts';

/** The operation that a service or send task, or an event that throws a message, calls. */
export function operationOf({ problems }: Compilation, element: ModdleElement): string {
  const type = textOf(findExtension(element, 'zeebe:TaskDefinition'), 'type');
  if (!type)
    problems.add(element, 'missing', {
      zh: '任务类型(zeebe:taskDefinition type)',
      en: 'zeebe:taskDefinition type',
    });
  else if (type.startsWith('=')) problems.add(element, 'unsupported', `zeebe:taskDefinition type “${type}”`);
  return type ?? '';
}

/** The message of a catch event or receive task, with the key by which it finds its instance. */
export function compileMessage(
  compilation: Compilation,
  element: ModdleElement,
  holder: ModdleElement,
  use: 'start' | 'keyed',
): MessageRef {
  const { problems } = compilation;
  const message = holder.get('messageRef') as ModdleElement | undefined;
  const name = textOf(message, 'name');
  if (!message || !name) problems.add(element, 'missing', { zh: '消息名称', en: 'message name' });
  else if (name.startsWith('=')) problems.add(element, 'unsupported', `message name “${name}”`);
  if (use === 'start' || !message) return { name: name ?? '' };
  const key = textOf(findExtension(message, 'zeebe:Subscription'), 'correlationKey');
  if (!key) {
    problems.add(element, 'missing', {
      zh: '消息的关联键(zeebe:subscription correlationKey)',
      en: 'zeebe:subscription correlationKey',
    });
    return { name: name ?? '' };
  }
  return { name: name ?? '', correlationKey: compileText(compilation, element, key) };
}

/** Business rules and scripts end within the step, so nothing can reach them from outside meanwhile. */
export function endsAtOnce(type: string): boolean {
  return type === 'bpmn:BusinessRuleTask' || type === 'bpmn:ScriptTask';
}
