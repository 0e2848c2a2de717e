"use client";

import { type Book, PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";
import { type ChangeEvent, type DragEvent, useState } from "react";
import { uploadBook } from "@/api/upload.ts";
import { refusal } from "./refusal.ts";
import styles from "./upload.module.css";

interface Sending {
  name: string;
  /** 0 to 1 */
  share: number;
}

/** Takes a PDF, dropped or chosen, and shows how much of it has gone out. */
export function Upload({ onBook }: { onBook: (book: Book) => void }) {
  const { sending, problem, send } = useUpload(onBook);
  const [over, setOver] = useState(false);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    send(event.currentTarget.files?.[0]);
    // So that choosing the same file again is a change too.
    event.currentTarget.value = "";
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
    if (event.type === "drop") send(event.dataTransfer.files[0]);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the shortcut, the input is the way. */}
      <div
        className={styles.zone}
        data-over={over}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={drag(false)}
      >
        {sending ? <Progress sending={sending} /> : <Invitation onChange={choose} />}
      </div>
      <p role="alert" className="problem">
        {problem}
      </p>
    </div>
  );
}

function Invitation({ onChange }: { onChange: (event: ChangeEvent<HTMLInputElement>) => void }) {
  return (
    <>
      <label className="button">
        Choose a PDF
        <input type="file" name="file" accept="application/pdf,.pdf" className="unseen" onChange={onChange} />
      </label>
      <span className="faint">or drop it here: up to {PDF_LIMITS_IN_WORDS}</span>
    </>
  );
}

function Progress({ sending }: { sending: Sending }) {
  const percent = Math.round(sending.share * 100);
  return (
    <label className={styles.progress}>
      <span>{sending.share < 1 ? `Sending ${sending.name}: ${percent} %` : `Receiving ${sending.name}…`}</span>
      <progress value={sending.share} max={1} />
    </label>
  );
}

function useUpload(onBook: (book: Book) => void) {
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState("");
  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    const refused = refusal(file);
    setProblem(refused ?? "");
    if (refused) return;
    setSending({ name: file.name, share: 0 });
    try {
      onBook(await uploadBook(file, (share) => setSending({ name: file.name, share })));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(null);
    }
  };
  return { sending, problem, send };
}
