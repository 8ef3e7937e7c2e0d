import Type, { type Static } from 'typebox';

const Length = (description: string) => Type.Number({ minimum: 0, maximum: 1000, description });
const Points = (description: string) => Type.Number({ minimum: 4, maximum: 120, description });
const Colour = Type.String({ pattern: '^#[0-9a-f]{6}$', description: 'Like #336699' });
const Words = Type.String({
  minLength: 1,
  description:
    'Fixed Chinese words with `{values}`, each with a format where it needs one: `{fields.area|area}`; left out where a value is absent',
});

const place = {
  x: Length('From the left edge of the page, in mm'),
  y: Length('From its upper edge, in mm'),
  on: Type.Optional(
    Type.Enum(['first', 'last', 'every'], {
      description: 'Of the sheets that a page grows to by its table; the first unless said',
    }),
  ),
};
const size = { width: Length('In mm'), height: Length('In mm') };

const LayoutText = Type.Object(
  {
    kind: Type.Literal('text'),
    ...place,
    width: Length('In mm'),
    height: Type.Optional(
      Length('In mm: the text wraps within it; without it, it is one line. What does not fit is set smaller'),
    ),
    text: Words,
    size: Points('Of the type, in points'),
    align: Type.Optional(
      Type.Enum(['left', 'center', 'right', 'spread'], {
        description: 'Spread puts the characters apart over the whole width',
      }),
    ),
    spacing: Type.Optional(Length('Between characters, in mm')),
    leading: Type.Optional(Type.Number({ minimum: 1, maximum: 4, description: 'Height of a line in sizes' })),
    bold: Type.Optional(Type.Boolean()),
    color: Type.Optional(Colour),
  },
  { additionalProperties: false },
);

const LayoutTable = Type.Object(
  {
    kind: Type.Literal('table'),
    ...place,
    ...size,
    next: Type.Optional(
      Type.Object(
        { y: Length('In mm'), height: Length('In mm') },
        {
          additionalProperties: false,
          description: 'Where rows that do not fit go on, on further sheets; without it they are set smaller',
        },
      ),
    ),
    label: Length('Width of the labels, in mm; 0 for none'),
    rows: Type.Array(
      Type.Array(Type.Object({ label: Type.String(), text: Words }, { additionalProperties: false }), {
        minItems: 1,
        maxItems: 3,
      }),
      {
        minItems: 1,
        description: 'Cells share the width of their row; a cell whose value is absent is left out',
      },
    ),
    size: Points('Of the type, in points'),
    rowHeight: Length('Least height of a row, in mm'),
    leading: Type.Optional(Type.Number({ minimum: 1, maximum: 4, description: 'Height of a line in sizes' })),
    lines: Type.Enum(['grid', 'rows', 'none']),
    labelAlign: Type.Optional(Type.Enum(['left', 'center', 'spread'])),
    labelColor: Type.Optional(Colour),
    color: Type.Optional(Colour),
    lineColor: Type.Optional(Colour),
  },
  { additionalProperties: false },
);

const LayoutLine = Type.Object(
  {
    kind: Type.Literal('line'),
    ...place,
    toX: Length('In mm'),
    toY: Length('In mm'),
    line: Length('Width of the line, in mm'),
    color: Type.Optional(Colour),
  },
  { additionalProperties: false },
);

const LayoutFrame = Type.Object(
  {
    kind: Type.Literal('frame'),
    ...place,
    ...size,
    radius: Type.Optional(Length('Of the corners, in mm')),
    line: Type.Optional(Length('Width of the line, in mm; none unless said')),
    inner: Type.Optional(Length('Distance of a second, thinner line within, in mm')),
    fill: Type.Optional(Colour),
    color: Type.Optional(Colour),
  },
  { additionalProperties: false },
);

const LayoutBraid = Type.Object(
  {
    kind: Type.Literal('braid'),
    ...place,
    ...size,
    band: Length('How far its waves reach from the middle of the border, in mm'),
    wave: Type.Number({ minimum: 2, maximum: 60, description: 'About the length of a wave, in mm' }),
    strands: Type.Integer({ minimum: 1, maximum: 5, description: 'Pairs of lines' }),
    line: Length('Width of the lines, in mm'),
    color: Type.Optional(Colour),
  },
  {
    additionalProperties: false,
    description: 'A border of interlaced waves, as on paper that is hard to copy',
  },
);

const LayoutCode = Type.Object(
  {
    kind: Type.Literal('code'),
    ...place,
    size: Length('Of a side, in mm'),
    color: Type.Optional(Colour),
  },
  { additionalProperties: false, description: 'The QR code of the address where the licence is checked' },
);

const LayoutPhoto = Type.Object(
  { kind: Type.Literal('photo'), ...place, ...size },
  { additionalProperties: false, description: 'The photo of the holder, where there is one' },
);

const LayoutSeal = Type.Object(
  {
    kind: Type.Literal('seal'),
    ...place,
    most: Type.Optional(Length('How large it may be, in mm: on a card it is drawn smaller than it is')),
  },
  { additionalProperties: false, description: 'Middle of the seal, over issuer and date (GB/T 9704)' },
);

const LayoutWatermark = Type.Object(
  {
    kind: Type.Literal('watermark'),
    ...place,
    text: Words,
    size: Points('Of the type, in points'),
    angle: Type.Number({ minimum: -90, maximum: 90, description: 'Clockwise, in degrees' }),
    color: Type.Optional(Colour),
  },
  { additionalProperties: false, description: 'Pale words around their middle, behind what follows' },
);

const LayoutElement = Type.Union([
  LayoutText,
  LayoutTable,
  LayoutLine,
  LayoutFrame,
  LayoutBraid,
  LayoutCode,
  LayoutPhoto,
  LayoutSeal,
  LayoutWatermark,
]);
export type LayoutElement = Static<typeof LayoutElement>;

const LayoutPage = Type.Object(
  { ...size, elements: Type.Array(LayoutElement, { minItems: 1 }) },
  { additionalProperties: false },
);

/** How a type of licence is drawn (`layouts/*.json`, named as the type). Elements are drawn in their order. */
export const Layout = Type.Object(
  {
    licence: Type.String({ pattern: '^[a-z][a-z0-9-]*$', description: 'Code of the licence type' }),
    pages: Type.Array(LayoutPage, { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type Layout = Static<typeof Layout>;
