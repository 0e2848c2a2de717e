import { inject } from "vitest";
import { until } from "../../testing/programs.ts";
import { type Machine, machineOf, startMachine } from "../hosts/container.ts";
import { imageOf } from "../hosts/image.ts";

/** What of a machine is known elsewhere. */
export type Facts = Pick<Machine, "name" | "address">;

declare module "vitest" {
  interface ProvidedContext {
    postgres: Facts;
    aws: Facts;
  }
}

const PASSWORD = "of the tests; 'secret' & %";

/** Starts a Postgres server that lets its owner in by a password that is hard to quote. */
export async function startPostgres(): Promise<Machine> {
  const machine = await startMachine("postgres", await imageOf("postgres.Dockerfile"), []);
  await until(60, () => asked(machine)("select 1"));
  await asked(machine)(`alter role postgres password '${PASSWORD.replaceAll("'", "''")}'`);
  return machine;
}

/** Starts what answers as AWS does, with an empty bucket and the parameter that names a machine's image. */
export async function startAws(): Promise<Machine> {
  const machine = await startMachine("aws", await imageOf("aws.Dockerfile"), []);
  await until(60, () => machine.sh("curl -fsS http://127.0.0.1:5000/moto-api/"));
  await machine.sh(
    [
      ...AS_SOMEBODY,
      "aws s3 mb s3://kept",
      "image=$(aws ec2 describe-images --query 'Images[0].ImageId' --output text)",
      'aws ssm put-parameter --name /tests/image --type String --value "$image"',
    ].join("\n"),
  );
  return machine;
}

/** Shell lines after which AWS' command line asks the machine that it runs on. */
export const AS_SOMEBODY = [
  "export AWS_ENDPOINT_URL=http://127.0.0.1:5000 AWS_DEFAULT_REGION=eu-central-1 AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=key",
] as const;

export const aws = (): Machine => machineOf(inject("aws"));

/** Asks the database itself; what it prints has no heading. */
const asked =
  (machine: Pick<Machine, "sh">) =>
  (text: string, database = "postgres"): Promise<string> =>
    machine.sh('runuser -u postgres -- psql -XAtc "$1" "$2"', text, database);
export const sql = (text: string, database?: string): Promise<string> =>
  asked(machineOf(inject("postgres")))(text, database);

/** The address of a database, as `--database` takes it. */
export function addressOf(database: string, password = PASSWORD): string {
  const quoted = encodeURIComponent(password).replaceAll("'", "%27");
  return `postgresql://postgres:${quoted}@${inject("postgres").address}:5432/${database}\n`;
}
