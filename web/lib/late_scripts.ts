// The scripts of a page wait until the page has come: Next.js asks for them in the head, where 140 KB stand in the way of fonts, styles
// and pictures on a slow line. Here they get a type that no browser loads, and a line of our own starts them after the first picture of
// the whole page (two frames behind its end, and the browser has said that one was shown: a slow screen is some ms behind its frames), at
// the first touch or key, or when the page takes too long.

/** A page that is still loading this long after its scripts were named gets them all the same, in ms. */
const wait_max_ms = 4000;

const starter = `(function(){var b=0;function g(){if(b)return;b=1;document.querySelectorAll('script[type="late"]').forEach(function(l){var s=document.createElement("script");s.async=true;s.nonce=l.nonce;s.setAttribute("src",l.getAttribute("src"));document.head.appendChild(s)})}function p(){if(document.hidden)g();else requestAnimationFrame(function(){requestAnimationFrame(function(){new PerformanceObserver(function(l){if(l.getEntriesByName("first-contentful-paint")[0])setTimeout(g)}).observe({type:"paint",buffered:true})})})}document.readyState==="complete"?p():addEventListener("load",p);["pointerdown","keydown"].forEach(function(e){addEventListener(e,g,{capture:true,once:true,passive:true})});setTimeout(g,${wait_max_ms})})()`;

const script = /<script src="\/_next\/static\/[^"]+"(?=[^>]* async="")[^>]*>/g;
const preload = /<link rel="preload" as="script"[^>]* href="\/_next\/static\/[^>]*>/g;
/** What a part of a page may end with and what is then kept for the next part. */
const unfinished = /<(?:s(?:c(?:r(?:i(?:p(?:t[^>]*)?)?)?)?)?|l(?:i(?:n(?:k[^>]*)?)?)?)?$/;
/** A tag longer than this is none of Next.js's, in characters. */
const tag_max = 1000;

/** Rewrites a page that comes in parts. Text is handed over byte by byte ("latin1"), so that a part may end inside a character. */
export class LateScripts {
  #rest = "";
  #started = false;

  push(part: string): string {
    const text = this.#rest + part;
    this.#rest = unfinished.exec(text.slice(-tag_max))?.[0] ?? "";
    return text.slice(0, text.length - this.#rest.length).replace(preload, "").replace(script, (tag) => this.#late(tag));
  }

  /** What was kept: no tag of ours. */
  end(): string {
    const rest = this.#rest;
    this.#rest = "";
    return rest;
  }

  #late(tag: string): string {
    const late = tag.replace("<script", '<script type="late"');
    if (this.#started) return late;
    this.#started = true;
    return `<script${/ nonce="[^"]*"/.exec(tag)?.[0] ?? ""}>${starter}</script>${late}`;
  }
}
