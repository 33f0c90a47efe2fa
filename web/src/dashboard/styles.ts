// Mermaid makes style elements, and reads its drawings back by a parser. The page's policy lets in style elements by its nonce alone, so each gets it.
const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? '';

const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
  const made = create(name, options);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};

const parse = DOMParser.prototype.parseFromString;
DOMParser.prototype.parseFromString = function (text: string, type: DOMParserSupportedType): Document {
  const without = String(text).replace(/(<style\b[^>]*?)\snonce="[^"]*"/g, '$1');
  return parse.call(this, without.replace(/<style\b/g, `<style nonce="${nonce}"`), type);
};

export {};
