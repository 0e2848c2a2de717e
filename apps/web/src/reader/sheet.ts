/** A leaf for page-flip: it writes into the outer element's style, and what React draws goes into the inner one. */
export interface Sheet {
  outer: HTMLElement;
  inner: HTMLElement;
}

export function sheet(): Sheet {
  const outer = document.createElement("div");
  const inner = outer.appendChild(document.createElement("div"));
  return { outer, inner };
}
