/**
 * Whether this is the address of a relay: `http://…` or `https://…`, and in it no credentials, no query and no fragment, none of which a relay's paths could be put behind.
 */
export function isRelayAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}
