import notice from "@/app/notice.module.css";
import { Again } from "@/away/again.tsx";
import shelf from "@/shelf/shelf.module.css";

/** A book without a page yet. Without scripts it does not look again by itself. */
export function Making({ title }: { title: string }) {
  return (
    <section className={notice.notice} aria-live="polite" data-making>
      <span className={shelf.spinner} aria-hidden="true" />
      <h1 dir="auto">{title}</h1>
      <p className="faint">Its pages are being made. It opens with the first one.</p>
      <noscript>
        <Again>Look again</Again>
      </noscript>
    </section>
  );
}
