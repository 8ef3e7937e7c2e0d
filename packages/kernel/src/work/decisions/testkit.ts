/** Models for tests, as DMN files. */
const versions = {
  '1.3': 'https://www.omg.org/spec/DMN/20191111/MODEL/',
  '1.4': 'https://www.omg.org/spec/DMN/20211108/MODEL/',
  '1.5': 'https://www.omg.org/spec/DMN/20230324/MODEL/',
} as const;

export function model(
  body: string,
  { version = '1.5', namespace = 'urn:test' }: { version?: keyof typeof versions; namespace?: string } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${versions[version]}" id="model" name="Model" namespace="${namespace}">${body}</definitions>`;
}

export function input(name: string, type = ''): string {
  return `<inputData id="${name}" name="${name}"><variable name="${name}"${typeRef(type)}/></inputData>`;
}

/** A decision; `needs` are `#id`s of inputs, `@id` of decisions and `!id` of functions. */
export function decision(id: string, needs: string, logic: string, type = ''): string {
  return `<decision id="${id}" name="${id}"><variable name="${id}"${typeRef(type)}/>${requirements(needs)}${logic}</decision>`;
}

export function requirements(needs: string): string {
  const kinds: Record<string, [string, string]> = {
    '#': ['informationRequirement', 'requiredInput'],
    '@': ['informationRequirement', 'requiredDecision'],
    '!': ['knowledgeRequirement', 'requiredKnowledge'],
  };
  return needs
    .split(' ')
    .filter((need) => need !== '')
    .map((need) => {
      const [outer, inner] = kinds[need.charAt(0)] ?? ['', ''];
      const href = need.includes('#', 1) ? need.slice(1) : `#${need.slice(1)}`;
      return `<${outer}><${inner} href="${href}"/></${outer}>`;
    })
    .join('');
}

export function literal(text: string, type = ''): string {
  return `<literalExpression${typeRef(type)}><text>${escape(text)}</text></literalExpression>`;
}

interface TableSource {
  policy: string;
  aggregation?: string;
  inputs: string[];
  /** `name` or `name|output values|default`. */
  outputs: string[];
  /** Cells of the inputs, then of the outputs, then annotations. */
  rules: string[][];
}

export function table({ policy, aggregation, inputs, outputs, rules }: TableSource): string {
  const columns = inputs.map(
    (text) => `<input><inputExpression><text>${escape(text)}</text></inputExpression></input>`,
  );
  const results = outputs.map((output) => {
    const [name = '', values, otherwise] = output.split('|');
    const allowed = values ? `<outputValues><text>${escape(values)}</text></outputValues>` : '';
    const rest = otherwise
      ? `<defaultOutputEntry><text>${escape(otherwise)}</text></defaultOutputEntry>`
      : '';
    return `<output name="${name}">${allowed}${rest}</output>`;
  });
  const rows = rules.map((cells, index) => {
    const entries = cells.map((cell, column) => {
      if (column < inputs.length) return `<inputEntry><text>${escape(cell)}</text></inputEntry>`;
      return column < inputs.length + outputs.length
        ? `<outputEntry><text>${escape(cell)}</text></outputEntry>`
        : `<annotationEntry><text>${escape(cell)}</text></annotationEntry>`;
    });
    return `<rule id="rule-${index + 1}">${entries.join('')}</rule>`;
  });
  const attributes = `hitPolicy="${policy}"${aggregation ? ` aggregation="${aggregation}"` : ''}`;
  return `<decisionTable id="table" ${attributes}>${columns.join('')}${results.join('')}<annotation name="why"/>${rows.join('')}</decisionTable>`;
}

function typeRef(type: string): string {
  return type === '' ? '' : ` typeRef="${type}"`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
