import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import {
  buildPackage,
  openPackage,
  packageOf,
  readDocument,
  renderPage,
  textOf,
  verifyDocument,
  withFiles,
  type Package,
} from './index.ts';
import { licence, refusal, sign } from './testkit.ts';
import { writeZip } from './zip-write.ts';

const signed = sign(buildPackage(licence()));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const entry = (name: string, bytes = utf8('<OFD/>')) => ({
  name,
  bytes,
  packed: { method: 0, crc: crc32(bytes), data: bytes } as const,
});

describe('archives that attack', () => {
  it('unpack to more than allowed', () => {
    const bomb = zipSync({ 'OFD.xml': utf8('<OFD/>'), bomb: new Uint8Array(8 << 20) });
    expect(refusal(() => openPackage(bomb))).toBe('tooLarge');
    const many = writeZip(Array.from({ length: 10_001 }, (_, index) => entry(`f${index}`)));
    expect(refusal(() => openPackage(many))).toBe('tooLarge');
    const limits = { entries: 10, entryBytes: 100, totalBytes: 150, ratio: 200, ratioFrom: 1000 };
    const large = writeZip([entry('OFD.xml'), entry('a', new Uint8Array(101))]);
    expect(refusal(() => openPackage(large, limits))).toBe('tooLarge');
    const together = writeZip(['OFD.xml', 'a', 'b'].map((name) => entry(name, new Uint8Array(90))));
    expect(refusal(() => openPackage(together, limits))).toBe('tooLarge');
  });

  it('unpack to more than they say', () => {
    const noise = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at * 31) >> 7);
    for (const content of [new Uint8Array(1 << 16), noise]) {
      const size = content.length;
      const bomb = zipSync({ 'OFD.xml': utf8('<OFD/>'), bomb: content });
      const view = new DataView(bomb.buffer);
      for (let at = 0; at < bomb.length - 30; at += 1) {
        const signature = view.getUint32(at, true);
        if (signature === 0x04034b50 && view.getUint32(at + 22, true) === size)
          view.setUint32(at + 22, 100, true);
        if (signature === 0x02014b50 && view.getUint32(at + 24, true) === size)
          view.setUint32(at + 24, 100, true);
      }
      expect(refusal(() => openPackage(bomb))).toBe('notZip');
    }
  });

  it.each(['../x', '/../x', 'a/../../x', '..\\x', 'C:\\x', 'a\u0000b', '.'])('name a file %j', (name) => {
    expect(refusal(() => openPackage(writeZip([entry('OFD.xml'), entry(name)])))).toBe('badPath');
  });

  it.each([
    ['OFD.xml', './OFD.xml'],
    ['a/b', 'a\\b'],
    ['a/b', 'a/c/../b'],
    ['a', '/a'],
  ])('name a file %s and again %s', (first, second) => {
    expect(refusal(() => openPackage(writeZip([entry('OFD.xml'), entry(first), entry(second)])))).toBe(
      'duplicate',
    );
  });

  it('say one name in front and another in the directory', () => {
    const bytes = writeZip([entry('OFD.xml'), entry('page1')]);
    const at = Buffer.from(bytes).lastIndexOf('page1');
    bytes[at + 4] = '2'.charCodeAt(0);
    expect(refusal(() => openPackage(bytes))).toBe('notZip');
  });

  it('lay two files over each other', () => {
    const bytes = writeZip([entry('OFD.xml'), entry('OFD.xm2')]);
    const view = new DataView(bytes.buffer);
    const second = Buffer.from(bytes).lastIndexOf('OFD.xm2') - 46;
    view.setUint32(second + 42, 0, true);
    expect(refusal(() => openPackage(bytes))).toMatch(/notZip|duplicate/);
  });

  it('are encrypted, or packed in another way', () => {
    const bytes = writeZip([entry('OFD.xml')]);
    const directory = Buffer.from(bytes).lastIndexOf('OFD.xml') - 46;
    const encrypted = Uint8Array.from(bytes, (byte, at) => (at === directory + 8 ? byte | 1 : byte));
    expect(refusal(() => openPackage(encrypted))).toBe('encrypted');
    const other = Uint8Array.from(bytes, (byte, at) => (at === directory + 10 ? 14 : byte));
    expect(refusal(() => openPackage(other))).toBe('compression');
  });

  it('hold no document', () => {
    expect(refusal(() => openPackage(zipSync({ a: utf8('b') })))).toBe('notOfd');
    expect(refusal(() => readDocument(packageOf([['OFD.xml', utf8('<html/>')]])))).toBe('notOfd');
  });
});

describe('XML that attacks', () => {
  const replaced = (name: string, xml: string): Package => withFiles(signed, new Map([[name, utf8(xml)]]));
  const page = 'Doc_0/Pages/Page_0/Content.xml';
  const drawn = (content: string): Package =>
    replaced(page, `<Page><Content><Layer>${content}</Layer></Content></Page>`);

  it('declares entities', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Page>&c;</Page>';
    expect(refusal(() => readDocument(replaced(page, bomb)))).toBe('doctype');
    expect(refusal(() => readDocument(replaced(page, '<Page>&c;</Page>')))).toBe('badXml');
    const outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><OFD/>';
    expect(refusal(() => readDocument(replaced('OFD.xml', outside)))).toBe('doctype');
  });

  it('is nested without end', () => {
    const deep = '<a>'.repeat(10_000) + '</a>'.repeat(10_000);
    expect(refusal(() => readDocument(replaced(page, deep)))).toBe('tooLarge');
    const blocks = '<PageBlock>'.repeat(60) + '</PageBlock>'.repeat(60);
    expect(refusal(() => readDocument(drawn(blocks)))).toBe('tooLarge');
  });

  it('has more elements than a document needs', () => {
    expect(refusal(() => readDocument(drawn('<a/>'.repeat(500_001))))).toBe('tooLarge');
  });

  it('repeats offsets without end', () => {
    const text =
      '<TextObject Boundary="0 0 1 1" Size="1"><TextCode X="0" Y="0" DeltaX="g 999999999 1">a</TextCode></TextObject>';
    expect(refusal(() => readDocument(drawn(text)))).toBe('tooLarge');
  });

  it('places drawings that place drawings', () => {
    const unit = (id: number, next: number) =>
      `<CompositeGraphicUnit ID="${id}" Width="1" Height="1"><Content>${`<CompositeObject Boundary="0 0 1 1" ResourceID="${next}"/>`.repeat(40)}</Content></CompositeGraphicUnit>`;
    const units = Array.from({ length: 10 }, (_, index) => unit(900 + index, 901 + index)).join('');
    const pkg = withFiles(
      drawn('<CompositeObject Boundary="0 0 1 1" ResourceID="900"/>'),
      new Map([
        ['Doc_0/PublicRes.xml', utf8(`<Res><CompositeGraphicUnits>${units}</CompositeGraphicUnits></Res>`)],
      ]),
    );
    expect(refusal(() => renderPage(readDocument(pkg), 0))).toBe('tooLarge');
    expect(refusal(() => textOf(readDocument(pkg)))).toBe('tooLarge');
    const itself = withFiles(
      drawn('<CompositeObject Boundary="0 0 1 1" ResourceID="1"/>'),
      new Map([
        [
          'Doc_0/PublicRes.xml',
          utf8(
            '<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="1"><Content><CompositeObject Boundary="0 0 1 1" ResourceID="1"/></Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>',
          ),
        ],
      ]),
    );
    expect(refusal(() => renderPage(readDocument(itself), 0))).toBe('none');
  });

  it('writes script and addresses into a page', () => {
    const evil = `"><script>alert(1)</script><image href="https://example.org/x"/>`;
    const escaped = evil.replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('>', '&gt;');
    const text = `<TextObject ID="${escaped}" Boundary="0 0 9 9" Size="4" Font="1"><TextCode X="0" Y="4">${escaped}</TextCode></TextObject>`;
    const drawing = renderPage(readDocument(drawn(text)), 0);
    expect(drawing).not.toMatch(/<script|<image href="https/);
    const font = `<Res><Fonts><Font ID="1" FontName="${escaped}'; x"/></Fonts></Res>`;
    const named = withFiles(drawn(text), new Map([['Doc_0/PublicRes.xml', utf8(font)]]));
    expect(renderPage(readDocument(named), 0)).not.toMatch(/<script|<image href="https/);
  });

  it('points outside the package', () => {
    const pkg = replaced(
      'Doc_0/Document.xml',
      '<Document><Pages><Page ID="1" BaseLoc="../../../etc/passwd"/></Pages></Document>',
    );
    expect(refusal(() => readDocument(pkg))).toBe('missing');
    const list = replaced(
      'OFD.xml',
      '<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Signatures>../x</Signatures></DocBody></OFD>',
    );
    expect(verifyDocument(list).verdict).toBe('invalid');
  });
});
