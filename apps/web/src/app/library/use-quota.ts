import type { Quota } from "@flipdocs/contract";
import { useCallback, useState } from "react";
import { library } from "@/api/browser.ts";

/** How much of what they may have a person has; `recount` asks again. What is not told stays as it was. */
export function useQuota(had: Quota | null) {
  const [quota, setQuota] = useState(had);
  const recount = useCallback(() => void library.quota().then(setQuota, () => undefined), []);
  return { quota, recount };
}
