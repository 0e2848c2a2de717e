import { LABEL } from "./remote.js";

/** One task of a service, as Swarm tells it. */
export interface Task {
  service: string;
  id: string;
  image: string;
  slot: number;
  /** `running` only once it is healthy; before that `starting`. */
  state: string;
  /** What Swarm wants of it: `running`, `ready`, or `shutdown`. */
  desired: string;
  /** Why it failed, in Swarm's words. */
  error: string;
  /** When it was made: an ISO time. */
  created: string;
  node: string;
  /** It was made as the service is said now: its image, its environment, its secrets. */
  current: boolean;
}

/** One service, as Swarm tells it. */
export interface ServiceState {
  image: string;
  /** Where it has more for a moment, those that it goes back to. */
  replicas: number;
  /** `updating`, `completed`, `rollback_completed` …; empty before the first update. */
  update: string;
  /** When that update began: an ISO time, or empty. */
  began: string;
}

/** What runs of a stack, services by their names in its file. */
export interface StackState {
  services: Record<string, ServiceState>;
  tasks: Task[];
}

/** Functions `services` and `tasks`, which print what Docker says of the stack's, as JSON arrays. */
export const STATE = [
  "ids() { docker service ls --quiet --filter label=com.docker.stack.namespace=$STACK; }",
  "services_now() {",
  "  all=$(ids) || return; set -- $all",
  "  [ $# -eq 0 ] && echo '[]' || docker service inspect \"$@\"",
  "}",
  "tasks_now() {",
  "  all=$(ids) || return; set -- $all",
  '  [ $# -eq 0 ] || { all=$(docker service ps --quiet --no-trunc "$@") || return; set -- $all; }',
  "  [ $# -eq 0 ] && echo '[]' || docker inspect --type=task \"$@\"",
  "}",
  // What has gone between two questions, as ended tasks do, is an error of Docker's beside half an answer: asked again.
  "again() {",
  '  for _ in 1 2 3; do said=$("$@" 2>/tmp/again) && { printf "%s\\n" "$said"; return; }; done',
  "  cat /tmp/again >&2; return 1",
  "}",
  "services() { again services_now; }",
  "tasks() { again tasks_now; }",
] as const;

/** What a task is made of; all of it is compared, and only the image is looked into. */
interface TaskSpec {
  ContainerSpec: { Image: string };
  Resources?: unknown;
}

/** What is looked into of `docker service inspect`. */
interface Service {
  ID: string;
  Spec: {
    Name: string;
    Labels?: Readonly<Record<string, string>>;
    TaskTemplate: TaskSpec;
    Mode: { Replicated?: { Replicas?: number } };
  };
  UpdateStatus?: { State?: string; StartedAt?: string };
}

/** What is looked into of `docker inspect --type task`. */
interface Inspected {
  ID: string;
  ServiceID: string;
  NodeID?: string;
  Slot?: number;
  CreatedAt: string;
  DesiredState: string;
  Spec: TaskSpec;
  Status: { State: string; Err?: string };
}

/**
 * The state of a stack, of what Docker printed.
 *
 * @param services `docker service inspect`
 * @param tasks `docker inspect --type task`
 */
export function stackState(stack: string, services: string, tasks: string): StackState {
  const all = JSON.parse(services || "[]") as Service[];
  const names = new Map(all.map(({ ID, Spec }) => [ID, Spec.Name.slice(stack.length + 1)]));
  const made = new Map(all.map(({ ID, Spec }) => [ID, madeOf(Spec.TaskTemplate)]));
  return {
    services: Object.fromEntries(all.map((service) => [names.get(service.ID) ?? "", stateOf(service)])),
    tasks: (JSON.parse(tasks || "[]") as Inspected[])
      .map((task) => taskOf(names.get(task.ServiceID) ?? "", task, made.get(task.ServiceID)))
      .toSorted((one, other) => (one.created < other.created ? -1 : 1)),
  };
}

const stateOf = ({ Spec, UpdateStatus }: Service): ServiceState => ({
  image: Spec.TaskTemplate.ContainerSpec.Image,
  replicas: Number(Spec.Labels?.[LABEL.replicas] ?? Spec.Mode.Replicated?.Replicas ?? 1),
  update: UpdateStatus?.State ?? "",
  began: UpdateStatus?.StartedAt ?? "",
});

/** Swarm writes some empty settings into one and not into the other. */
const madeOf = ({ ContainerSpec, Resources }: TaskSpec): string =>
  JSON.stringify([ContainerSpec, Resources], (_, value: unknown) =>
    value && typeof value === "object" && Object.keys(value).length === 0 ? undefined : value,
  );

const taskOf = (service: string, task: Inspected, made?: string): Task => ({
  service,
  id: task.ID,
  image: task.Spec.ContainerSpec.Image,
  slot: task.Slot ?? 0,
  state: task.Status.State,
  desired: task.DesiredState,
  error: task.Status.Err ?? "",
  created: task.CreatedAt,
  node: task.NodeID ?? "",
  current: madeOf(task.Spec) === made,
});
