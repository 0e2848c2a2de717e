"use client";

import type { ReactNode } from "react";
import styles from "./bar.module.css";
import { Icon, type IconName } from "./icon.tsx";
import { PANELS, type PanelName } from "./panel.tsx";
import type { Layout } from "./spread.ts";
import type { useFullScreen } from "./use-full-screen.ts";
import type { useZoom } from "./use-zoom.ts";

interface Props {
  title: string;
  /** Which panels the book has, and which one is open; undefined until a person has chosen. */
  panels: readonly PanelName[];
  panel: PanelName | null | undefined;
  onPanel: (panel: PanelName) => void;
  zoom: ReturnType<typeof useZoom>;
  layout: Layout;
  /** Null for a book that never has two pages side by side. */
  onLayout: ((layout: Layout) => void) | null;
  full: ReturnType<typeof useFullScreen>;
  onHelp: () => void;
}

/** Above the book: its title, what can be laid beside it, and how it is looked at. */
export function Bar({ title, panels, panel, onPanel, zoom, layout, onLayout, full, onHelp }: Props) {
  const other = layout === "landscape" ? "portrait" : "landscape";
  return (
    <header className={styles.bar}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form. */}
      <div className={styles.group} role="group" aria-label="Beside the book">
        {panels.map((name) => (
          <IconButton
            key={name}
            icon={name}
            says={PANELS[name]}
            {...(panel !== undefined && { pressed: panel === name })}
            onClick={() => onPanel(name)}
          />
        ))}
      </div>
      <h1 className={styles.title} dir="auto">
        {title}
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form. */}
      <div className={styles.group} role="group" aria-label="View">
        <IconButton icon="smaller" says="Smaller" disabled={!zoom.isZoomed} onClick={zoom.zoomOut} />
        <output className={styles.scale}>{Math.round(zoom.view.scale * 100)} %</output>
        <IconButton icon="larger" says="Larger" onClick={zoom.zoomIn} />
        {onLayout && (
          <IconButton
            icon={other === "portrait" ? "one" : "two"}
            says={other === "portrait" ? "One page" : "Two pages"}
            onClick={() => onLayout(other)}
          />
        )}
        <span className={styles.roomy}>
          <IconButton icon="alone" says="The book alone" pressed={full.fills} onClick={full.fill} />
        </span>
        <IconButton icon="screen" says="Full screen" pressed={full.isFull} onClick={full.toggle} />
        <IconButton icon="help" says="Keys" onClick={onHelp} />
      </div>
    </header>
  );
}

interface ButtonProps {
  icon: IconName;
  says: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function IconButton({ icon, says, pressed, disabled = false, onClick }: ButtonProps): ReactNode {
  const state = pressed === undefined ? {} : { "aria-pressed": pressed };
  return (
    <button type="button" className={styles.icon} aria-label={says} title={says} {...{ disabled, onClick }} {...state}>
      <Icon name={icon} />
    </button>
  );
}
