import { describe, expect, it } from 'vitest';
import { deviceOf, nameDevice, networkOf } from './device.ts';

describe('a device in words', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/143.0.0.0 Safari/537.36', 'Chrome on Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/143.0 Safari/537.36 Edg/143.0', 'Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E1 Safari/604.1',
      'Safari on iOS',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15', 'Safari on macOS'],
    [
      'Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile Safari/537.36 MicroMessenger/8.0',
      'WeChat on Android',
    ],
    ['Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/132 Safari/537.36 ArkWeb/4.1', 'Chrome on HarmonyOS'],
    ['curl/8.5.0', 'Unknown device'],
    ['<script>alert(1)</script>', 'Unknown device'],
  ])('%s', (userAgent, words) => {
    expect(nameDevice(deviceOf(userAgent)).en).toBe(words);
  });

  it('is Chinese where the name has a Chinese form', () => {
    expect(nameDevice({ browser: 'WeChat', system: 'Android' }).zh).toBe('安卓 · 微信');
    expect(nameDevice({ browser: '', system: 'Windows' })).toEqual({ zh: 'Windows', en: 'Windows' });
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.*'],
    ['::ffff:203.0.113.77', '203.0.113.*'],
    ['2001:db8:85a3::8a2e:370:7334', '2001:db8:85a3:*'],
    ['2001:db8:85a3:1:2:3:4:5', '2001:db8:85a3:*'],
    ['fe80::1%eth0', 'fe80:0:0:*'],
    ['::1', '127.0.0.*'],
    ['127.0.0.1', '127.0.0.*'],
    ['nothing', ''],
  ])('%s is told as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
