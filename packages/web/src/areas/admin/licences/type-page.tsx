import { useState } from 'react';
import { Segmented, Table } from 'antd';
import { Link, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import { FactRows } from '../../staff/shell/facts.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { Shown } from '../../staff/shell/states.tsx';
import type { LicenceType } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { Stocks } from './stocks.tsx';
import { useTermWords } from './types-page.tsx';

/** One type of licence: how it looks, what it says, what makes one. */
export function LicenceTypePage() {
  const { code = '' } = useParams();
  const { w } = useAdminWords();
  const query = useStaffApi<LicenceType>(`/api/v1/admin/licence-types/${encodeURIComponent(code)}`);
  return (
    <>
      <p className="admin-way">
        <Link to="/admin/licences">{w('licences.title')}</Link>
      </p>
      <Shown query={query} rows={12}>
        {(type) => <Whole type={type} />}
      </Shown>
    </>
  );
}

function Whole({ type }: { type: LicenceType }) {
  const { w, lang, text } = useAdminWords();
  const agencyName = useAgencyName();
  const term = useTermWords();
  useTitle(text(type.name));
  return (
    <>
      <h1>{text(type.name)}</h1>
      <div className="admin-licence">
        <div>
          <FactRows
            rows={[
              [w('licences.kind'), w(`licences.kinds.${type.kind}`)],
              [w('licences.holder'), w(`licences.holders.${type.holder}`)],
              [w('licences.term'), term(type.validMonths)],
              [w('licences.single'), w(type.single ? 'licences.one' : 'licences.many')],
              [
                w('licences.issuer'),
                type.issuer === null ? w('licences.packOwner') : text(agencyName(type.issuer)),
              ],
              [w('licences.statement'), text(type.statement)],
            ]}
            technical={[
              [w('licences.code'), type.code],
              [w('licences.number'), type.catalogueNumber],
            ]}
          />
          <h2>{w('licences.items')}</h2>
          {type.items.length === 0 ? (
            <p className="desk-soft">{w('licences.noItems')}</p>
          ) : (
            <ul>
              {type.items.map(({ code, name }) => (
                <li key={code} lang="zh-CN">
                  {name}
                </li>
              ))}
            </ul>
          )}
          {type.lawfulUses.length > 0 && (
            <>
              <h2>{w('licences.lawful')}</h2>
              <ul>
                {type.lawfulUses.map(({ id, title, agencies }) => (
                  <li key={id}>
                    {text(title)}
                    <div className="desk-soft">
                      {agencies.map((slug) => text(agencyName(slug))).join(lang === 'zh' ? '、' : ', ')}
                    </div>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        {type.hasLayout && <Picture type={type} />}
      </div>
      <h2>{w('licences.fields')}</h2>
      <Fields type={type} />
      {type.hasStock && <Stocks type={type} />}
    </>
  );
}

function Picture({ type }: { type: LicenceType }) {
  const { w, text } = useAdminWords();
  const [values, setValues] = useState<'example' | 'longest'>('example');
  return (
    <figure className="admin-licence__picture">
      <Segmented
        aria-label={w('licences.whichValues')}
        value={values}
        onChange={setValues}
        options={(['example', 'longest'] as const).map((value) => ({
          value,
          label: w(`licences.values.${value}`),
        }))}
      />
      <img
        src={`/api/v1/admin/licence-types/${type.code}/picture?values=${values}`}
        alt={w('licences.picture', { name: text(type.name) })}
      />
      <figcaption className="desk-soft">{w('licences.pictureNote')}</figcaption>
    </figure>
  );
}

function Fields({ type }: { type: LicenceType }) {
  const { w, text } = useAdminWords();
  return (
    <Scroll label={w('licences.fields')}>
      <Table
        rowKey="name"
        pagination={false}
        dataSource={type.fields}
        columns={[
          {
            key: 'label',
            title: w('licences.field'),
            render: (_, field) => (
              <>
                {text(field.label)}
                <div className="desk-soft" translate="no">
                  {field.name}
                </div>
              </>
            ),
          },
          {
            key: 'format',
            className: 'admin-nowrap',
            title: w('licences.format'),
            render: (_, field) => w(`licences.formats.${field.format}`),
          },
          {
            key: 'public',
            title: w('licences.public'),
            render: (_, field) => w(field.public ? 'licences.toAll' : 'licences.toHolder'),
          },
        ]}
      />
    </Scroll>
  );
}
