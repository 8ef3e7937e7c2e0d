import { describe, expect, it } from 'vitest';
import {
  buildPackage,
  openPackage,
  packageOf,
  readDocument,
  renderPage,
  textOf,
  writeDocument,
  zipPackage,
  type Package,
} from './index.ts';
import { licence, licenceText, makeFont, redPng } from './testkit.ts';

const read = (bytes: Uint8Array) => readDocument(openPackage(bytes));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a written document', () => {
  it('gives back its texts, rare characters and all', () => {
    expect(textOf(read(writeDocument(licence())))).toEqual([`姓名\n${licenceText}\n有效`]);
  });

  it('gives back its data', () => {
    const [doc] = read(writeDocument(licence())).docs;
    expect(doc?.info).toMatchObject({
      title: '居住证 <示例> & "测试"',
      author: '春水示例局',
      created: '2026-08-04',
      keywords: ['居住证', '示例'],
    });
    expect(doc?.info.id).toMatch(/^[0-9a-f]{32}$/);
    expect([...(doc?.info.customData ?? [])]).toEqual([['证照编号', '1.2.156.3005.2']]);
  });

  it('gives back fonts, pictures, attachments and annotations', () => {
    const document = read(writeDocument(licence()));
    const [doc] = document.docs;
    const [font] = doc?.resources.fonts.values() ?? [];
    expect(font).toMatchObject({ name: 'Noto Serif SC', bytes: licence().fonts?.[0]?.bytes });
    expect([...(doc?.resources.media.values() ?? [])][0]?.bytes).toEqual(redPng);
    const attachment = doc?.attachments[0];
    expect(attachment).toMatchObject({ name: 'data', format: 'json', visible: true });
    expect(document.package.files.get(attachment?.path ?? '')).toEqual(utf8('{"a":1}'));
    expect(doc?.pages[0]?.annotations[0]).toMatchObject({ type: 'Watermark', visible: true });
    expect(doc?.pages[0]?.annotations[0]?.parameters.get('purpose')).toBe('仅供测试');
  });

  it('links names of data to objects of the page', () => {
    const [doc] = read(writeDocument(licence())).docs;
    const objects = doc?.pages[0]?.layers[0]?.objects ?? [];
    const ids = objects.map((object) => ('id' in object ? object.id : undefined));
    expect(doc?.tags[0]?.fields).toEqual([
      { name: '持证人', value: undefined, objects: [ids[0]] },
      { name: 'photo', value: undefined, objects: [ids[1]] },
    ]);
  });

  it('is the same file every time, with OFD.xml first', () => {
    const bytes = writeDocument(licence());
    expect(writeDocument(licence())).toEqual(bytes);
    expect([...openPackage(bytes).files.keys()][0]).toBe('OFD.xml');
    expect(zipPackage(openPackage(bytes))).toEqual(bytes);
  });

  it('sets characters apart by the measures of the font', () => {
    const font = makeFont('ab', (character) => (character === 'a' ? 250 : 750));
    const page = { width: 100, height: 100 };
    const text = { kind: 'text', font: 'f', size: 10, x: 0, y: 10 } as const;
    const fonts = [{ id: 'f', name: 'F', bytes: font }];
    const [first] = read(
      writeDocument({ fonts, pages: [{ ...page, objects: [{ ...text, text: 'aaab' }] }] }),
    ).pages;
    const [object] = first?.layers[0]?.objects ?? [];
    expect(object?.kind === 'text' && object.codes[0]?.deltaX).toEqual([2.5, 2.5, 2.5]);
    const [spaced] = read(
      writeDocument({ fonts, pages: [{ ...page, objects: [{ ...text, text: 'abab', deltaX: [1, 2] }] }] }),
    ).pages;
    const [other] = spaced?.layers[0]?.objects ?? [];
    expect(other?.kind === 'text' && other.codes[0]?.deltaX).toEqual([1, 2, 2.5]);
  });

  it.each([
    ['a font that is not there', { fonts: [] }, /no font "song"/],
    ['a picture that is not there', { images: [] }, /no image "photo"/],
    ['a picture of another kind', { images: [{ id: 'photo', bytes: utf8('<svg/>') }] }, /PNG or JPEG/],
    [
      'a font that is none',
      { fonts: [{ id: 'song', name: 'x', bytes: utf8('no font at all') }] },
      /no TrueType/,
    ],
    [
      'a tag without its object',
      { tags: [{ type: 't', namespace: 'n', fields: { a: ['nobody'] } }] },
      /nobody/,
    ],
    ['a tag that is no name', { tags: [{ type: 't', namespace: 'n', fields: { 'a b': [] } }] }, /XML name/],
    ['a character that XML cannot hold', { title: 'a\u0000b' }, /XML cannot hold/],
    ['half a character', { title: '\ud842' }, /XML cannot hold/],
    ['no page', { pages: [] }, /at least one page/],
  ])('is refused for %s', (_name, other, message) => {
    expect(() => writeDocument(licence(other))).toThrow(message);
  });
});

describe('documents of other producers', () => {
  const ofd = (root: string, more = '') =>
    `<?xml version="1.0" encoding="UTF-8"?><OFD xmlns="http://www.ofdspec.org/2016"><DocBody><DocInfo/><DocRoot>${root}</DocRoot>${more}</DocBody></OFD>`;
  const page = (text: string) =>
    `<Page><Content><Layer><TextObject Boundary="1 1 50 5" Font="1" Size="4"><TextCode X="0" Y="4" DeltaX="g 3 4">${text}</TextCode></TextObject></Layer></Content></Page>`;
  const packed = (files: Record<string, string>): Package =>
    openPackage(zipPackage(packageOf(Object.entries(files).map(([name, text]) => [name, utf8(text)]))));

  it.each([
    ['relative to the file', 'Doc_0/Document.xml', 'Pages/P.xml'],
    ['from the root', '/Doc_0/Document.xml', '/Doc_0/Pages/P.xml'],
    ['from the root without a slash', 'Doc_0/Document.xml', 'Doc_0/Pages/P.xml'],
    ['with dots', './Doc_0/../Doc_0/Document.xml', './Pages/../Pages/P.xml'],
    ['with backslashes', 'Doc_0\\Document.xml', 'Pages\\P.xml'],
    ['in other letters', 'doc_0/document.xml', 'PAGES/p.XML'],
  ])('are followed along paths %s', (_name, root, location) => {
    const pkg = packed({
      'Doc_0/Pages/P.xml': page('四字文本'),
      'Doc_0/Document.xml': `<Document><CommonData/><Pages><Page ID="1" BaseLoc="${location}"/></Pages></Document>`,
      'OFD.xml': ofd(root),
    });
    expect(textOf(readDocument(pkg))).toEqual(['四字文本']);
  });

  it('keep the parts nobody here knows', () => {
    const pkg = packed({
      'OFD.xml': ofd('D/Document.xml'),
      'D/Document.xml':
        '<Document><CommonData/><Pages><Page ID="1" BaseLoc="P.xml"/></Pages><Extensions>E.xml</Extensions></Document>',
      'D/P.xml': '<Page><Content><Layer><VideoObject ID="9"/></Layer></Content></Page>',
      'D/E.xml': '<Extensions/>',
      'D/strange.bin': 'x',
    });
    const document = readDocument(pkg);
    expect(document.pages[0]?.layers[0]?.objects).toMatchObject([
      { kind: 'unknown', xml: { name: 'VideoObject' } },
    ]);
    expect(document.docs[0]?.xml.children).toHaveLength(3);
    expect([...openPackage(zipPackage(pkg)).files.keys()]).toContain('D/strange.bin');
  });

  it('may be written in GBK or UTF-16', () => {
    const gbk = Uint8Array.from([
      ...utf8('<?xml version="1.0" encoding="GBK"?>'),
      ...utf8('<Page><Content><Layer><TextObject Boundary="0 0 9 9" Size="4"><TextCode X="0" Y="4">'),
      0xb5,
      0xd8,
      0xd6,
      0xb7, // 地址
      ...utf8('</TextCode></TextObject></Layer></Content></Page>'),
    ]);
    const utf16 = new Uint8Array(
      Uint16Array.from(
        '\ufeff' + page('证明').replace(/^/, '<?xml version="1.0" encoding="UTF-16"?>'),
        (letter) => letter.charCodeAt(0),
      ).buffer,
    );
    const pkg = packageOf([
      ['OFD.xml', utf8(ofd('D.xml'))],
      [
        'D.xml',
        utf8(
          '<Document><Pages><Page ID="1" BaseLoc="1.xml"/><Page ID="2" BaseLoc="2.xml"/></Pages></Document>',
        ),
      ],
      ['1.xml', gbk],
      ['2.xml', utf16],
    ]);
    expect(textOf(readDocument(pkg))).toEqual(['地址', '证明']);
  });

  it('may hold several documents, whose pages follow each other', () => {
    const pkg = packed({
      'OFD.xml': ofd('A/Document.xml', '</DocBody><DocBody><DocRoot>B/Document.xml</DocRoot>'),
      'A/Document.xml': '<Document><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
      'B/Document.xml': '<Document><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
      'A/P.xml': page('甲'),
      'B/P.xml': page('乙'),
    });
    expect(textOf(readDocument(pkg))).toEqual(['甲', '乙']);
  });

  it('are drawn with groups, drawings, clips, shades and missing resources', () => {
    const pkg = packed({
      'OFD.xml': ofd('D.xml'),
      'D.xml': `<Document><CommonData><PublicRes>R.xml</PublicRes></CommonData>
        <Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>`,
      'R.xml': `<Res><DrawParams><DrawParam ID="5" LineWidth="0.7" Relative="6"/>
        <DrawParam ID="6"><StrokeColor Value="#00 128 0"/></DrawParam></DrawParams>
        <CompositeGraphicUnits><CompositeGraphicUnit ID="7" Width="5" Height="5"><Content>
        <PathObject Boundary="0 0 5 5"><AbbreviatedData>M 0 0 L 5 5</AbbreviatedData></PathObject>
        </Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>`,
      'P.xml': `<Page><Content><Layer DrawParam="5"><PageBlock><CompositeObject Boundary="3 4 5 5" ResourceID="7"/></PageBlock>
        <ImageObject Boundary="0 0 10 10" ResourceID="404"/>
        <PathObject Boundary="0 0 9 9" Fill="true" Stroke="false">
          <Clips><Clip><Area><Path Boundary="0 0 4 4"><AbbreviatedData>M 0 0 L 4 0 L 4 4 C</AbbreviatedData></Path></Area></Clip></Clips>
          <FillColor><AxialShd StartPoint="0 0" EndPoint="9 0"><Segment Position="0"><Color Value="255 0 0"/></Segment>
          <Segment Position="1"><Color Value="0 0 255"/></Segment></AxialShd></FillColor>
          <AbbreviatedData>M 0 0 B 1 1 2 2 9 0 L 9 9 C</AbbreviatedData></PathObject></Layer></Content></Page>`,
    });
    const drawing = renderPage(readDocument(pkg), 0);
    expect(drawing).toContain('translate(3 4)');
    expect(drawing).toContain('stroke="#008000" stroke-width="0.7"');
    expect(drawing).toContain('d="M 0 0 C 1 1 2 2 9 0 L 9 9 Z"');
    expect(drawing).toContain('<clipPath');
    expect(drawing).toContain('<linearGradient');
  });
});

describe('a drawing of a page', () => {
  const drawing = renderPage(readDocument(buildPackage(licence())), 0, { idPrefix: 'x-' });

  it('is in millimetres', () => {
    expect(drawing).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="210mm" height="297mm" viewBox="0 0 210 297">/,
    );
  });

  it('has characters of an embedded font as outlines, and the characters themselves', () => {
    expect(drawing).toContain('姓名：㛃');
    expect(drawing).toContain('>𠮷<');
    expect(drawing).toContain('有效期至');
    expect(drawing).toContain('&lt;&amp;&quot;&gt;');
    const glyphs = new Set([...licenceText].filter((character) => character !== ' '));
    expect(drawing.match(/<path id="x-\d+"/g)?.length).toBeGreaterThanOrEqual(glyphs.size);
  });

  it('holds nothing that a strict page would refuse', () => {
    expect(drawing).not.toMatch(/<script|<style|style=|<foreignObject|\son\w+=|javascript:/i);
    const addresses = [...drawing.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !/^(#x-|data:image\/png;base64,)/.test(address))).toEqual([]);
  });

  it('is refused for a page that is not there', () => {
    expect(() => renderPage(readDocument(buildPackage(licence())), 1)).toThrow(/no page 2/);
  });
});
