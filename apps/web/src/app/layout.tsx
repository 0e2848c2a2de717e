import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Offline } from "@/away/offline.tsx";
import { Masthead } from "@/session/masthead.tsx";
import { UnlessEmbedded } from "@/session/unless-embedded.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "FlipDocs: your PDF as a book", template: "%s · FlipDocs" },
  // In public/, not routes: a route would bring its own copy of Next's route server into the image.
  icons: { icon: "/icon.svg", apple: "/apple-touch-icon.png" },
  manifest: "/site.webmanifest",
  description: "FlipDocs turns a PDF into a page-flip book that anyone can read and search in a browser.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f3ea" },
    { media: "(prefers-color-scheme: dark)", color: "#171512" },
  ],
};

// Each answer carries a nonce of its own and the visitor's name: nothing can be made at build time.
export const dynamic = "force-dynamic";

/** What every page shares: the masthead with the session's links, and the page under it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <UnlessEmbedded>
          <Masthead />
        </UnlessEmbedded>
        <main>{children}</main>
        <Offline />
      </body>
    </html>
  );
}
