type Value = string | number | boolean | Value[] | { [name: string]: Value };

const ref = (name: string): Value => ({ Ref: name });
const attribute = (name: string, of: string): Value => ({ "Fn::GetAtt": [name, of] });
const named = ref("AWS::StackName");

/** Who may come in: everybody to the site, and to SSH whom the stack was told. */
const OPEN = [
  ["tcp", 80],
  ["tcp", 443],
  ["udp", 443],
] as const;

const ANYWHERE: readonly { [name: string]: Value }[] = [{ CidrIp: "0.0.0.0/0" }, { CidrIpv6: "::/0" }];

const everybody = OPEN.flatMap(([protocol, port]) =>
  ANYWHERE.map((whom) => ({
    IpProtocol: protocol,
    FromPort: port,
    ToPort: port,
    Description: port === 80 ? "what is sent on to HTTPS, and the authority" : "the site",
    ...whom,
  })),
);

const parameters = {
  Image: {
    Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
    Default: "/aws/service/debian/release/13/latest/amd64",
    Description: "The parameter that names the machine's image: Debian 12 or 13, for amd64.",
  },
  Size: {
    Type: "String",
    Default: "t3.medium",
    AllowedPattern: "^(?![a-z]+[0-9]+g|a1\\.|mac)[a-z0-9-]+\\.[a-z0-9-]+$",
    ConstraintDescription:
      "an amd64 type, as t3.medium: images are built for the machine that builds them, and Graviton is ARM",
    Description: "The instance's type.",
  },
  Disk: { Type: "Number", Default: 30, MinValue: 20, MaxValue: 16_384, Description: "Gigabytes." },
  SshFrom: {
    Type: "String",
    AllowedPattern: "^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!/)|(?=/))){4}/(3[0-2]|[12]?[0-9])$",
    ConstraintDescription: "addresses as in 203.0.113.4/32",
    Description: "Who may come in by SSH, as in 203.0.113.4/32: whoever deploys.",
  },
};

/** What the machine may do by itself: be managed by Systems Manager, pull from ECR, and keep backups in the bucket. */
const role = {
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    ManagedPolicyArns: ["AmazonSSMManagedInstanceCore", "AmazonEC2ContainerRegistryReadOnly"].map((policy) => ({
      "Fn::Sub": `arn:\${AWS::Partition}:iam::aws:policy/${policy}`,
    })),
    Policies: [
      {
        PolicyName: "backups",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["s3:ListBucket", "s3:GetBucketLocation"],
              Resource: attribute("Backups", "Arn"),
            },
            {
              Effect: "Allow",
              Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
              Resource: { "Fn::Sub": "${Backups.Arn}/*" },
            },
          ],
        },
      },
    ],
  },
};

/** What was deleted or written over stays for a month: whoever takes the host cannot take its backups away. */
const bucket = {
  Type: "AWS::S3::Bucket",
  DeletionPolicy: "Retain",
  UpdateReplacePolicy: "Retain",
  Properties: {
    VersioningConfiguration: { Status: "Enabled" },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: {
      Rules: [{ Id: "deleted", Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    },
  },
};

/**
 * A CloudFormation template: an instance that makes itself ready, with an address that stays, what may come in, what it
 * may do, and a bucket for its backups.
 *
 * @param userData as `userData` renders it
 * @returns the template, as JSON
 */
export function template(userData: string): string {
  const resources: Record<string, Value> = {
    Firewall: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        GroupDescription: "The site for everybody, and SSH for who deploys",
        SecurityGroupIngress: [
          ...everybody,
          { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: ref("SshFrom"), Description: "who deploys" },
        ],
      },
    },
    Backups: bucket,
    Role: role,
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [ref("Role")] } },
    Host: {
      Type: "AWS::EC2::Instance",
      Properties: {
        ImageId: ref("Image"),
        InstanceType: ref("Size"),
        IamInstanceProfile: ref("Profile"),
        SecurityGroupIds: [attribute("Firewall", "GroupId")],
        // One hop: the host's own backups may ask who they are, and no container of the site's.
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
        BlockDeviceMappings: [
          { DeviceName: "/dev/xvda", Ebs: { VolumeSize: ref("Disk"), VolumeType: "gp3", Encrypted: true } },
        ],
        UserData: { "Fn::Base64": userData },
        Tags: [{ Key: "Name", Value: named }],
      },
    },
    Address: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc", InstanceId: ref("Host") } },
  };
  const outputs = {
    Address: { Value: ref("Address"), Description: "What --host is, and where the site's names lead to." },
    Instance: { Value: ref("Host"), Description: "Whose console has the line that --knownhosts wants." },
    Bucket: {
      Value: ref("Backups"),
      Description: "For backup and restore: --to s3:https://s3.REGION.amazonaws.com/BUCKET/flipdocs",
    },
  };
  const all = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "A host for FlipDocs: Docker and SSH, made ready by cloud-init.",
    Parameters: parameters,
    Resources: resources,
    Outputs: outputs,
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}
