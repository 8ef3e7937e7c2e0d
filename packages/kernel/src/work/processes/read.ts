import { BpmnModdle, type ModdleElement, type ModdleWarning } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Compilation } from './compilation.ts';
import { compileProcess } from './compile.ts';
import { checkExtensions } from './extensions.ts';
import type { Expressions, ProcessDefinition } from './model.ts';
import { createProblems, ProcessImportError, type Problems } from './problems.ts';

const moddle = new BpmnModdle({ zeebe });

/**
 * Reads the one executable process of a BPMN 2.0 file and compiles it. Throws a `ProcessImportError`
 * that lists every element that cannot run.
 */
export async function readProcess(xml: string, expressions: Expressions): Promise<ProcessDefinition> {
  const problems = createProblems();
  const root = await parse(xml, problems);
  const process = root && findExecutable(root, problems);
  if (!root || !process) throw new ProcessImportError(problems.list);
  const compilation: Compilation = {
    expressions,
    problems,
    namespaces: namespacesOf(root),
    nodes: new Map(),
    sources: new Map(),
  };
  for (const element of (root.get('rootElements') as ModdleElement[] | undefined) ?? []) {
    if (element.$type === 'bpmn:Message') checkExtensions(compilation, element);
  }
  const definition = compileProcess(compilation, process);
  if (problems.list.length > 0) throw new ProcessImportError(problems.list);
  return definition;
}

async function parse(xml: string, problems: Problems): Promise<ModdleElement | undefined> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml);
    for (const warning of warnings) addWarning(xml, warning, problems);
    return rootElement;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    problems.add({ $type: 'bpmn:Definitions' }, 'invalidXml', '', reason);
    return undefined;
  }
}

/** What the parser could not place would be lost in silence. */
function addWarning(xml: string, warning: ModdleWarning, problems: Problems): void {
  if (warning.message.startsWith('unresolved reference')) {
    // Shapes that point nowhere do not run, and the viewer skips them.
    if (warning.element?.$type.startsWith('bpmndi:')) return;
    const what = warning.value ?? '';
    problems.add(warning.element ?? { $type: 'bpmn:Definitions' }, 'danglingReference', what);
    return;
  }
  const blamed = warning.element ?? unknownElement(xml, warning.message);
  const [first = '', ...rest] = warning.message.split('\n');
  const nested = rest.find((line) => line.includes('nested error:'))?.replace(/.*nested error:\s*/, '');
  problems.add(
    blamed,
    'unsupported',
    nested?.startsWith('duplicate') ? nested : first.replace(/ detected$/, ''),
  );
}

/** Finds id and name of an element that the parser does not know, from where it says the element stands. */
function unknownElement(xml: string, message: string): { $type: string; id?: string; name?: string } {
  const tag = /<([\w.:-]+)\/?>/.exec(message)?.[1];
  const line = Number(/line: (\d+)/.exec(message)?.[1]);
  const column = Number(/column: (\d+)/.exec(message)?.[1]);
  const text = xml.split(/\r?\n/).slice(line).join('\n').slice(column).split('>')[0] ?? '';
  const id = /\sid\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  const name = /\sname\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  return { $type: tag ?? 'bpmn:Definitions', ...(id ? { id } : {}), ...(name ? { name } : {}) };
}

function findExecutable(root: ModdleElement, problems: Problems): ModdleElement | undefined {
  const elements = (root.get('rootElements') as ModdleElement[] | undefined) ?? [];
  const executable = elements
    .filter(({ $type }) => $type === 'bpmn:Process')
    .filter((it) => it.get('isExecutable'));
  if (executable.length === 0) problems.add(root, 'noProcess');
  for (const process of executable.slice(1)) problems.add(process, 'severalProcesses');
  return executable[0];
}

function namespacesOf(root: ModdleElement): Record<string, string> {
  const declared = Object.entries(root.$attrs).filter(([name]) => name.startsWith('xmlns:'));
  return Object.fromEntries(declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri]));
}
