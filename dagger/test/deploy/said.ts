import type { StackState } from "../../src/deploy/state.ts";
import type { Acted } from "../../src/release/act.ts";

/** What a step printed, part by part. */
export const printed = (all: Readonly<Record<string, unknown>>): Acted => ({
  code: 0,
  stdout: Object.entries(all)
    .map(([name, value]) => `\n==== ${name}\n${typeof value === "string" ? value : JSON.stringify(value)}\n`)
    .join(""),
  stderr: "",
});

/** A step that failed, and what it said. */
export const ended = (stderr: string, code = 1): Acted => ({ code, stdout: "", stderr });

const specOf = (image: string, isCurrent = true) => ({
  ContainerSpec: { Image: image, Env: [`CURRENT=${isCurrent}`] },
});

/** A stack that is called flipdocs, as Docker tells of it. */
export const dockerSays = ({ services, tasks }: StackState) => ({
  services: Object.entries(services).map(([name, { image, replicas, update, began }]) => ({
    ID: name,
    Spec: { Name: `flipdocs_${name}`, TaskTemplate: specOf(image), Mode: { Replicated: { Replicas: replicas } } },
    UpdateStatus: { State: update, StartedAt: began },
  })),
  tasks: tasks.map(({ service, id, image, slot, state, desired, error, created, node, current }) => ({
    ID: id,
    ServiceID: service,
    NodeID: node,
    Slot: slot,
    CreatedAt: created,
    DesiredState: desired,
    Spec: specOf(image, current),
    Status: { State: state, Err: error },
  })),
});
