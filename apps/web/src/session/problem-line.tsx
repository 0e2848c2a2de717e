import type { ReactNode } from "react";

/** Says aloud why something was refused. It is there from the start, since readers of screens tell what changes alone. */
export function ProblemLine({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="problem" hidden={!children}>
      {children}
    </p>
  );
}
