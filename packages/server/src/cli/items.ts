import { writeFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import Value from 'typebox/value';
import { sql } from '@quancheng/kernel/platform/database';
import { ImportMapping, importItems, readRows, usualMapping } from '@quancheng/kernel/service/items';
import { asSystem } from '../services.ts';
import { parse, print, required, withServices, type Command } from './command.ts';

const importCommand: Command = {
  name: 'items import',
  usage: 'items import FILE [--mapping FILE]',
  help: 'Takes items from CSV, XLSX or JSON as drafts, with their defects; a bad row is told and kept',
  run: async (args) => {
    const options = parse(importCommand.usage, args, { mapping: 'string' });
    const file = required(options.positionals[0], importCommand.usage);
    const given = options.text('mapping');
    const mapping =
      given === undefined
        ? usualMapping
        : Value.Parse(ImportMapping, JSON.parse(await readFile(given, 'utf8')));
    const report = await withServices((services) =>
      importItems(
        (work) => asSystem(services, 'the operator of the machine imports a list of items', work),
        readRows(file),
        {
          origin: path.basename(file),
          mapping,
        },
      ),
    );
    print(report, options.flag('json'), () =>
      [
        `新增 ${report.created}，更新 ${report.updated}，未变 ${report.unchanged}，拒收 ${report.rejected}；有缺陷 ${report.withDefects}`,
        `created ${report.created}, updated ${report.updated}, unchanged ${report.unchanged}, rejected ${report.rejected}; with defects ${report.withDefects}`,
        ...report.rejectedRows.map(({ row, reason }) => `  ${row}: ${reason}`),
      ].join('\n'),
    );
    return true;
  },
};

interface ExportRow {
  code: string;
  version: number;
  state: string;
  name: string;
  agency: string;
  content: unknown;
}

const exportCommand: Command = {
  name: 'items export',
  usage: 'items export FILE [--state STATE]',
  help: 'Writes items as JSON, the newest version of each',
  run: async (args) => {
    const options = parse(exportCommand.usage, args, { state: 'string' });
    const file = required(options.positionals[0], exportCommand.usage);
    const state = options.text('state') ?? null;
    const rows = await withServices(async ({ unit }) => {
      const result = await sql<ExportRow>`
        select distinct on (code) code, version, state, name, agency_name as agency, content from item_version
        where (${state}::text is null or state = ${state}) order by code, version desc`.execute(unit.db);
      return result.rows;
    });
    await writeFile(file, `${JSON.stringify({ items: rows }, null, 2)}\n`);
    print({ file, items: rows.length }, options.flag('json'), () => `${rows.length} → ${file}`);
    return true;
  },
};

interface AuditRow {
  rule: string;
  items: number;
}

const auditCommand: Command = {
  name: 'items audit',
  usage: 'items audit',
  help: 'How many drafts break which rule of publication',
  run: async (args) => {
    const options = parse(auditCommand.usage, args, {});
    const rows = await withServices(async ({ unit }) => {
      const result = await sql<AuditRow>`
        select d->>'rule' as rule, count(distinct v.id) as items from item_version v, jsonb_array_elements(v.defects) d
        where v.state in ('draft', 'review') group by 1 order by 2 desc, 1`.execute(unit.db);
      return result.rows.map(({ rule, items }) => ({ rule, items: Number(items) }));
    });
    print(
      { rules: rows },
      options.flag('json'),
      () =>
        rows.map(({ rule, items }) => `${String(items).padStart(6)}  ${rule}`).join('\n') ||
        '没有缺陷 / No defects',
    );
    return true;
  },
};

export const itemCommands: readonly Command[] = [importCommand, exportCommand, auditCommand];
