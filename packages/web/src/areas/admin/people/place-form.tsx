import { Select } from 'antd';
import { useAdminWords } from '../words.ts';
import { useAgencyOptions } from '../items/controls.tsx';
import { useOrganisation } from './places.ts';

const roles = ['clerk', 'inspector', 'reviewer', 'decider', 'head', 'dataOfficer', 'admin'] as const;

export interface Place {
  role: string | null;
  agency: string | null;
  division: string | null;
}

export const noPlace: Place = { role: null, agency: null, division: null };

export function isWhole(place: Place): boolean {
  return place.role !== null && place.agency !== null && place.division !== null;
}

/** What one is to do, at which agency, and for which division with all below it. */
export function PlaceForm({
  id,
  place,
  onChange,
}: {
  id: string;
  place: Place;
  onChange: (change: (place: Place) => Place) => void;
}) {
  const { w, text } = useAdminWords();
  const agencies = useAgencyOptions();
  const divisions = useOrganisation().data?.divisions ?? [];
  const fields = [
    { name: 'agency' as const, options: agencies },
    { name: 'role' as const, options: roles.map((role) => ({ value: role, label: w(`role.${role}`) })) },
    {
      name: 'division' as const,
      options: divisions.map(({ code, name }) => ({ value: code, label: `${text(name)} ${code}` })),
    },
  ];
  return fields.map(({ name, options }) => (
    <div key={name} className="desk-field">
      <label className="desk-field__label" htmlFor={`${id}-${name}`}>
        {w(`people.place.${name}`)}
      </label>
      <Select
        id={`${id}-${name}`}
        className="desk-wide"
        showSearch={{ optionFilterProp: 'label' }}
        value={place[name]}
        options={options as { value: string; label: string }[]}
        onChange={(value: string) => onChange((now) => ({ ...now, [name]: value }))}
      />
    </div>
  ));
}
