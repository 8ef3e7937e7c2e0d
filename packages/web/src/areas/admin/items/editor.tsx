import { useEffect, useMemo, useState } from 'react';
import { App, Badge, Button, ConfigProvider, Select, Tabs } from 'antd';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useSession } from '../../../api/queries.ts';
import { useStaffCommand, useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useLater } from '../../staff/use-later.ts';
import { without } from '../without.ts';
import type { Content, Defect, ManagedItemDetail } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { ElementField } from './element-field.tsx';
import { sectionOf, sections, type Section } from './elements.ts';
import { StateTag } from './items-page.tsx';
import { mayEdit, Moves } from './moves.tsx';

/** The implementation list of a version, with what the rules find while one writes. */
export function Editor({ item }: { item: ManagedItemDetail }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const { content: saved, isEditor } = useSaved(item);
  const [content, setContent] = useState<Content>(saved);
  const patch = useMemo(() => patchOf(saved, content), [saved, content]);
  const changes = Object.keys(patch).length;
  const defects = useFindings(item, content, isEditor);
  const send = useStaffSend<{ id: string }>(() => void message.success(w('item.saved')));
  const editable = isEditor && item.state === 'draft';
  useLeaveWarning(changes > 0);
  return (
    <>
      <div className="admin-bar">
        <div>
          <StateTag state={item.state} version={item.version} />
          <span className="desk-soft desk-figures">{item.code}</span>
          <Verdict defects={defects} />
        </div>
        <div className="desk-row">
          {item.state === 'published' && (
            <Button href={`/items/${encodeURIComponent(item.code)}`}>{w('items.guide')}</Button>
          )}
          {editable && (
            <>
              <output className="desk-soft">
                {changes === 0 ? w('item.unchanged') : w('item.changed', { n: changes })}
              </output>
              {changes > 0 && <Button onClick={() => setContent(saved)}>{w('item.undo')}</Button>}
              <Button
                type="primary"
                disabled={changes === 0}
                loading={send.isPending}
                onClick={() =>
                  send.mutate({
                    method: 'PATCH',
                    path: `/api/v1/desk/items/${item.id}`,
                    body: patch,
                    version: item.rowVersion,
                  })
                }
              >
                {w('save')}
              </Button>
            </>
          )}
          <Moves item={item} blocked={changes > 0} />
        </div>
      </div>
      {send.error && <Fault error={send.error} />}
      {!editable && (
        <p className="desk-soft">
          {w(`item.readOnly.${isEditor && item.state !== 'draft' ? item.state : 'viewer'}`)}
        </p>
      )}
      <ConfigProvider componentDisabled={!editable}>
        <Sections
          item={item}
          content={content}
          defects={defects}
          onChange={(name, value) => setContent((before) => ({ ...before, [name]: value }))}
        />
      </ConfigProvider>
    </>
  );
}

function useSaved({ content }: ManagedItemDetail): { content: Content; isEditor: boolean } {
  const isEditor = mayEdit(useSession());
  // What an import left beside the elements is no element of the list.
  const elements = useMemo(() => without(content, 'imported'), [content]);
  return { content: elements, isEditor };
}

/** Elements that differ; one that was taken out is null. */
function patchOf(saved: Content, content: Content): Content {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(content)])];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(saved[name]) !== JSON.stringify(content[name]))
      .map((name) => [name, content[name] ?? null]),
  );
}

/** What the rules of publication find in what stands here now, asked a moment after the last key. */
function useFindings(item: ManagedItemDetail, content: Content, isEditor: boolean): Defect[] {
  const [found, setFound] = useState<Defect[]>(item.defects);
  const settled = useLater(content, 400);
  const command = useStaffCommand();
  const asks = isEditor && item.state === 'draft';
  useEffect(() => {
    if (!asks) return;
    let wanted = true;
    const ask = async () => {
      const { defects } = await command<{ defects: Defect[] }>({
        path: '/api/v1/desk/items/audit',
        body: settled,
      });
      if (wanted) setFound(defects);
    };
    // An answer that does not come leaves the last findings; saving tells what is wrong.
    void ask().catch(() => undefined);
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the command is made anew at each rendering and always does the same
  }, [asks, settled]);
  return found;
}

function Verdict({ defects }: { defects: readonly Defect[] }) {
  const { w } = useAdminWords();
  const clean = defects.length === 0;
  const Icon = clean ? CircleCheck : CircleAlert;
  return (
    <output className={clean ? 'admin-verdict admin-verdict--clean' : 'admin-verdict'}>
      <Icon size={16} aria-hidden />
      {clean ? w('item.clean') : w('item.findings', { n: defects.length })}
    </output>
  );
}

interface SectionsProps {
  item: ManagedItemDetail;
  content: Content;
  defects: readonly Defect[];
  onChange: (name: string, value: unknown) => void;
}

function Sections(props: SectionsProps) {
  const { w } = useAdminWords();
  const narrow = useWidth() === 'narrow';
  const [shown, setShown] = useState(sections[0]?.key);
  const section = sections.find(({ key }) => key === shown);
  if (narrow) {
    return (
      <>
        <ConfigProvider componentDisabled={false}>
          <Select
            className="desk-wide admin-against"
            aria-label={w('item.section')}
            value={shown}
            options={sections.map(({ key }) => ({ value: key, label: w(`section.${key}`) }))}
            onChange={setShown}
          />
        </ConfigProvider>
        {section && <SectionFields section={section} {...props} />}
      </>
    );
  }
  return (
    <Tabs
      className="admin-sections"
      tabPlacement="start"
      activeKey={shown ?? ''}
      onChange={setShown}
      items={sections.map((section) => {
        const count = props.defects.filter(({ field }) => sectionOf(field) === section.key).length;
        return {
          key: section.key,
          label: (
            <span className="admin-section">
              {w(`section.${section.key}`)}
              <Badge count={count} size="small" showZero={false} />
            </span>
          ),
          children: <SectionFields section={section} {...props} />,
        };
      })}
    />
  );
}

function SectionFields({ section, item, content, defects, onChange }: SectionsProps & { section: Section }) {
  const base = typeof content['base'] === 'string' ? content['base'] : '';
  return (
    <div className="admin-form">
      {section.elements.map((element) => (
        <ElementField
          key={element.name}
          id={`element-${element.name}`}
          element={element.kind === 'agency' ? { ...element, placeholder: item.agency } : element}
          value={content[element.name]}
          defects={defects.filter(({ field }) => field === element.name)}
          fixedBy={item.base && element.name in item.base ? base : undefined}
          onChange={(value) => onChange(element.name, value)}
        />
      ))}
    </div>
  );
}

function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
