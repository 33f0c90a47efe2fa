// What a page's policy asks of style elements: the nonce of its script; empty in a page that has none.
export const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? '';
