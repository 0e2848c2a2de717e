/** What BuildKit reports of a build, as `docker build --progress rawjson` prints it (client.SolveStatus). */
export interface Status {
  readonly vertexes?: readonly Vertex[];
  readonly logs?: readonly { readonly vertex: string; readonly data: string }[];
}

/** One step: its name is its line in the Dockerfile behind `[stage n/m]`. */
export interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/** Whether a step stopped before its command ran, for want of the addresses of its services. */
export const lacksServices = ({ error = "" }: Vertex): boolean => /secret hosts-[0-9a-f]{16}: not found/.test(error);

/** Cuts the output into statuses, and gives back what is not one: the client's own words. */
export function statusReader(onStatus: (status: Status) => void): {
  feed(text: string): void;
  rest(): string;
} {
  let open = "";
  let words = "";
  let buffered = "";
  const line = (text: string) => {
    if (open === "" && text !== "{" && !text.startsWith('{"')) {
      words += `${text}\n`;
      return;
    }
    open += `${text}\n`;
    if (text !== "}" && !(text.startsWith('{"') && text.endsWith("}"))) return;
    onStatus(JSON.parse(open));
    open = "";
  };
  return {
    feed(text) {
      const lines = (buffered + text).split("\n");
      buffered = lines.pop() ?? "";
      lines.forEach(line);
    },
    rest() {
      if (buffered) line(buffered);
      return words + open;
    },
  };
}
