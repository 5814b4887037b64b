/** Uploaded here: served from here, in two sizes. Others lie where they lie, and the page's policy does not load them. */
export const isOurs = (url: string) => url.startsWith("/media/");
export const smallOf = (url: string) => (isOurs(url) ? `${url}/small` : url);
