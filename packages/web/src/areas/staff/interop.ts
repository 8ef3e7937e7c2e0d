/**
 * The default export of a package that TypeScript takes for CommonJS, where it stands one step deeper, and
 * Vite for a module, where it does not.
 */
export function defaultOf<T extends object>(module: T | { default: T }): T {
  return 'default' in module ? module.default : module;
}
