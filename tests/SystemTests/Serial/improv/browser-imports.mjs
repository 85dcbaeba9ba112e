// The SDK is made for bundlers, which find './util/x' as './util/x.js' and take every file for a module. Node does so when it is told.
export async function resolve(specifier, context, next) {
  const isShort = specifier.startsWith("./") && !/\.m?js$/.test(specifier);
  const found = await next(isShort ? `${specifier}.js` : specifier, context);
  return found.url.includes("/improv-wifi-serial-sdk/") ? { ...found, format: "module" } : found;
}
