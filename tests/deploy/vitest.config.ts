import { hostSuite } from "../host-suite.ts";

/**
 * Publishing and deploying as a person types it, to a host that the suite made: deployed once, removed at the end. What
 * counts the host's releases begins with it; what breaks things comes after.
 */
export default hostSuite(import.meta.dirname, "release", "browser", "registry", "bundle", "faults", "refused");
