/** What our libraries use and Chrome 87 or Safari 14 lack. */

if (!Array.prototype.at) {
  // oxlint-disable-next-line no-extend-native -- that is what a polyfill does
  Object.defineProperty(Array.prototype, 'at', {
    configurable: true,
    writable: true,
    value(this: unknown[], index: number): unknown {
      return this[index < 0 ? this.length + index : index];
    },
  });
}

if (!Object.hasOwn) {
  Object.defineProperty(Object, 'hasOwn', {
    configurable: true,
    writable: true,
    value: (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key),
  });
}
