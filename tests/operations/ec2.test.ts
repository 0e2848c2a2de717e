import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, run } from "../../testing/programs.ts";
import { startDaggerw } from "../programs.ts";
import { AS_SOMEBODY, aws } from "./machines.ts";

const folder = mkdtempSync(join(tmpdir(), "flipdocs-ec2-"));

/** What a person renders, as the machine that stands for AWS has it, too. */
async function rendered(name: string, file: string): Promise<string> {
  const path = join(folder, file);
  const { code, stderr } = await startDaggerw(
    ["call", name, "--pubkey", join(folder, "deploy.pub"), "export", "--path", path],
    { cwd: root },
  ).ended;
  if (code !== 0) throw new Error(stderr);
  const text = readFileSync(path, "utf8");
  await aws().sh('printf "%s\n" "$2" >"$1"', `/root/${file}`, text.trimEnd());
  return text;
}

/** The commands of the page, those of AWS. */
const documented = readFileSync(join(root, "docs/ec2.md"), "utf8")
  .split("```sh\n")
  .slice(1)
  .flatMap((block) => (block.split("```")[0] ?? "").replaceAll("\\\n", " ").replaceAll("|\n", "| ").split("\n"))
  .filter((line) => line.startsWith("aws "));

/** As they are typed, where moto stands for AWS. */
const typed = (...commands: readonly string[]) =>
  aws().sh(["cd /root", ...AS_SOMEBODY, "[ ! -e outputs ] || . ./outputs", ...commands].join("\n"));

let userData = "";

beforeAll(async () => {
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "deploy")]);
  [userData] = [await rendered("userdata", "user-data"), await rendered("cloudformation", "ec2.json")];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("cloud-init knows all of the user data, and finds the script in it as it is", async () => {
  expect(await aws().sh("cloud-init schema --config-file /root/user-data")).toContain("Valid schema");
  const script =
    "import sys, yaml; sys.stdout.write(yaml.safe_load(open('/root/user-data'))['write_files'][0]['content'])";
  expect(await aws().sh('/usr/bin/python3 -c "$1"', script)).toBe(
    readFileSync(join(root, "compose/host/provision.sh"), "utf8").trim(),
  );
});

test("cfn-lint finds nothing in the template", async () => {
  expect(await aws().sh("cfn-lint /root/ec2.json || :")).toBe("");
});

test("the documented commands make all of it, and say its address, its instance and its bucket", async () => {
  expect(documented).toHaveLength(3);
  const [deploy = "", outputs = "", console = ""] = documented;
  // moto has no image of Debian's, and looks a parameter's default up even where another value is given.
  await typed("sed -i s#/aws/service/debian/release/13/latest/amd64#/tests/image# ec2.json");
  expect(await typed(deploy)).toContain("Successfully created/updated stack - flipdocs");
  // moto writes no outputs down for a stack that comes of a change set, as `deploy` makes it: an update brings them.
  await typed(
    "aws cloudformation update-stack --stack-name flipdocs --use-previous-template --capabilities CAPABILITY_IAM --parameters ParameterKey=SshFrom,UsePreviousValue=true",
  );
  const said = Object.fromEntries((await typed(outputs)).split("\n").map((line) => line.split("\t"))) as Record<
    string,
    string
  >;
  expect(said).toEqual({
    Address: expect.stringMatching(/^[0-9.]+$/),
    Instance: expect.stringMatching(/^i-[0-9a-f]+$/),
    Bucket: expect.stringContaining("flipdocs"),
  });
  const { Address = "", Instance = "", Bucket = "" } = said;
  await aws().sh('printf "ADDRESS=%s INSTANCE=%s BUCKET=%s\n" "$@" >/root/outputs', Address, Instance, Bucket);
  // moto's machine has printed something else: that the command is one is what is shown.
  await typed(console);
});

test("what was made is what was asked for", async () => {
  const instance = JSON.parse(
    await typed(
      "aws ec2 describe-instances --instance-ids $INSTANCE --query 'Reservations[0].Instances[0]' --output json",
    ),
  ) as {
    InstanceType: string;
    IamInstanceProfile: { Arn: string };
  };
  expect(instance.InstanceType).toBe("t3.medium");
  expect(instance.IamInstanceProfile.Arn).toContain("instance-profile");
  const group =
    "aws ec2 describe-security-groups --query \"SecurityGroups[?Description=='The site for everybody, and SSH for who deploys'].IpPermissions[] | [?FromPort==\\`22\\`].IpRanges[].CidrIp\" --output text";
  expect(await typed(group)).toBe("203.0.113.4/32");
  // Of a bucket's settings moto makes this one alone.
  expect(await typed("aws s3api get-bucket-encryption --bucket $BUCKET --output text")).toContain("AES256");
  const data =
    "aws ec2 describe-instance-attribute --attribute userData --instance-id $INSTANCE --query UserData.Value --output text | base64 -d";
  expect(await typed(data)).toBe(userData.trim());
});
