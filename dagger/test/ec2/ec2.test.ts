import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { template } from "../../src/ec2/template.ts";
import { userData } from "../../src/ec2/user-data.ts";

const provision = readFileSync(resolve(import.meta.dirname, "../../../compose/host/provision.sh"), "utf8");
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMZ5fJQ2gWQ4h4T8vwqhrNNqLkHyxtPlGB0SxlmmQuYU ada";
const text = userData(provision, `${KEY}\n`);

interface Config {
  readonly write_files: readonly { readonly path: string; readonly content: string }[];
  readonly runcmd: readonly (readonly string[])[];
}
const config = JSON.parse(text.replace("#cloud-config\n", "")) as Config;

test("the machine runs the script that every host is made by, with the key that was given", () => {
  expect(config.write_files[0]).toEqual({
    path: "/run/flipdocs-provision.sh",
    permissions: "0700",
    content: provision,
  });
  expect(config.runcmd).toEqual([["sh", "/run/flipdocs-provision.sh", KEY]]);
});

test("EC2 takes user data of that length, and nothing longer is rendered", () => {
  expect(text.length).toBeLessThan(16_384);
  expect(() => userData("x".repeat(16_000), KEY)).toThrow("EC2 takes 16384");
});

test.each(["", "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh-ed25519", "ssh-ed25519 $(reboot)"])(
  "%j is no public key",
  (key) => {
    expect(() => userData(provision, key)).toThrow("--pubkey is no public key.");
  },
);

const stack = JSON.parse(template(text)) as {
  readonly Parameters: Readonly<Record<"Size" | "SshFrom", { readonly AllowedPattern: string }>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
};

test("the instance is given the user data as it is", () => {
  expect(stack.Resources.Host?.Properties.UserData).toEqual({ "Fn::Base64": text });
});

test("there are an instance, its address, what may come in, its role, and a bucket", () => {
  expect(
    Object.values(stack.Resources)
      .map(({ Type }) => Type)
      .sort(),
  ).toEqual([
    "AWS::EC2::EIP",
    "AWS::EC2::Instance",
    "AWS::EC2::SecurityGroup",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::Role",
    "AWS::S3::Bucket",
  ]);
});

test("SSH is open to whom the stack was told, and to nobody else", () => {
  const rules = stack.Resources.Firewall?.Properties.SecurityGroupIngress as {
    FromPort: number;
    CidrIp?: unknown;
    CidrIpv6?: unknown;
  }[];
  expect(rules.filter(({ FromPort }) => FromPort === 22)).toEqual([
    { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: { Ref: "SshFrom" }, Description: "who deploys" },
  ]);
  expect([...new Set(rules.map(({ FromPort }) => FromPort))]).toEqual([80, 443, 22]);
});

const allowed = new RegExp(stack.Parameters.Size.AllowedPattern);

test.each(["t3.medium", "t3a.small", "m7i.large", "c7i-flex.xlarge", "m7a.metal-48xl", "g4dn.xlarge"])(
  "%s is taken",
  (size) => {
    expect(size).toMatch(allowed);
  },
);

test.each(["t4g.medium", "m7g.large", "c7gn.xlarge", "m8gd.large", "a1.medium", "mac2.metal", "nano"])(
  "%s is refused: it is ARM, or none",
  (size) => {
    expect(size).not.toMatch(allowed);
  },
);

const from = new RegExp(stack.Parameters.SshFrom.AllowedPattern);

test.each(["203.0.113.4/32", "10.0.0.0/8", "255.255.255.255/9"])("%s may come in by SSH", (addresses) => {
  expect(addresses).toMatch(from);
});

test.each([
  "203.0.113.4",
  "203.0.113/24",
  "203.0.113.256/32",
  "203.0.113.4/33",
  "203.0.113.4./32",
  "1.2.3.4.5/32",
  "::/0",
  "me",
])("%s are no addresses", (addresses) => {
  expect(addresses).not.toMatch(from);
});
