import path from 'node:path';
import { parseArgs } from 'node:util';
import { DomainError } from '@quancheng/kernel/platform/errors';
import { loadConfig, root } from '@quancheng/server';
import { makePack } from './new-pack/make.ts';

/** `npm run new-pack NAME`: a pack with one item that passes conformance and shows in the product at the next start. */

const usage = `npm run new-pack NAME [-- --zh 名称 --en NAME --agency SLUG --json]

  NAME       folder, pack, item, form, process and decision: lower case letters, digits, dashes
  --zh --en  what people call the item, in both languages
  --agency   slug of the agency that owns it, one of the city with reviewers and deciders (data-bureau)

新建一个服务包：一个即办事项，含表单、流程、决策、证照、文字、人物和测试；下次启动即可使用。
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      json: { type: 'boolean' },
      zh: { type: 'string' },
      en: { type: 'string' },
      agency: { type: 'string' },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new Error(usage);
  const { zh, en, agency } = values;
  const made = await makePack({ name, zh, en, agency }, loadConfig(process.env, root));
  const shown = path.relative(process.cwd(), made.dir);
  const plain = `${shown}/ 已建好：检查通过，下次启动即可搜到“${made.zh}”。接下来见 ${shown}/README.md。
${shown}/ is made and passes its checks; the next start finds “${made.en}”. ${shown}/README.md says what comes next.
`;
  process.stdout.write(
    values.json ? `${JSON.stringify({ pack: name, dir: made.dir, item: name, code: made.code })}\n` : plain,
  );
}

try {
  await main();
} catch (error) {
  const words =
    error instanceof DomainError
      ? `${error.text.zh}\n${error.text.en}`
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
