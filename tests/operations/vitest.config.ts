import { hostSuite } from "../host-suite.ts";

/** What is done to a site from the day after on: to a host that the suite made, with a site that is quickly deployed. */
export default hostSuite(
  import.meta.dirname,
  "ec2",
  "backup",
  "schedule",
  "drill",
  "migrations",
  "hooks",
  "prune",
  "join",
);
