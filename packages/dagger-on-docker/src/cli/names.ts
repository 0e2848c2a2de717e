const wordStart = /(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[0-9])|(?<=[A-Z])(?=[A-Z][a-z])/g;

/** A name as it is typed: `buildWeb` → `build-web`. */
export function kebab(name: string): string {
  return name.replace(wordStart, "-").replace(/[ _.]/g, "-").toLowerCase();
}

/** An enum's member as the engine names it: `DevServer` → `DEV_SERVER`. */
export function screaming(name: string): string {
  return kebab(name).replaceAll("-", "_").toUpperCase();
}

/** A module's name as the name of its main object: `my-shop` → `MyShop`. */
export function pascal(name: string): string {
  const words = kebab(name).split("-").filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
