import { type Hits, SharePassword } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { sessionIdOf } from "../auth/cookie.ts";
import { afterPageIn, pageNumberOf } from "../books/params.ts";
import { imageOf } from "../pages/images.ts";
import { contentsOf, morePages, textOf } from "../pages/pages.ts";
import { widthIn } from "../pages/sizes.ts";
import { Problem } from "../problems/problem.ts";
import { addressOf, visitorOf } from "../requests/address.ts";
import { findIn } from "../search/find.ts";
import { searchIn } from "../search/search.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { fileOf } from "./file.ts";
import { passCookies } from "./pass.ts";
import { isPassword } from "./password.ts";
import { leadsTo, letIn, lockOf, toSharedBook } from "./shared.ts";
import { tokenOf } from "./token.ts";
import { createViews } from "./views.ts";

type Asked = { params: { token: string }; request: Request };

/**
 * What whoever has a link may have of the book: title, contents, pages, words, search, and the PDF where that is allowed.
 *
 * @param services what the routes need
 * @returns the routes under /v1/shares/:token
 */
export function visitingRoutes({ clients, attempts, readers, redis, queue, news }: Services) {
  const { shared } = clients;
  const views = createViews(redis);
  const enter = ({ params, request }: Asked) => letIn(shared, tokenOf(params), request);
  // Whoever looks at their own book is no visitor.
  const isOwner = async (request: Request, owner: string | null): Promise<boolean> =>
    sessionIdOf(request) !== undefined &&
    readers.signedIn(request).then(
      ({ user }) => user.id === owner,
      () => false,
    );
  return new Elysia({ prefix: "/v1/shares/:token" })
    .get("/", async (asked) => toSharedBook(await enter(asked)))
    .post(
      "/open",
      async ({ params, body, request, set }) => {
        const token = tokenOf(params);
        const lock = lockOf(await leadsTo(shared, token));
        // A link without a password is open.
        if (lock) {
          const trier = { email: `share ${lock.id}`, address: addressOf(request) };
          await attempts.make(trier, async () => {
            if (!(await isPassword(body.password, lock.password_hash)))
              throw new Problem("wrong-credentials", "This is not the link's password.");
          });
          set.headers["set-cookie"] = passCookies(token, lock);
        }
        set.status = 204;
      },
      { body: SharePassword },
    )
    .get("/contents", async (asked) => contentsOf(shared, (await enter(asked)).book.id))
    .get("/pages", async (asked) => {
      const after = afterPageIn(asked.request.url);
      return { pages: await morePages(shared, (await enter(asked)).book, after, news) };
    })
    .get("/pages/:n/image", async (asked) => {
      const { params, request } = asked;
      const [number, width] = [pageNumberOf(params), widthIn(request.url)];
      const book = (await enter(asked)).book.id;
      const known = request.headers.get("if-none-match");
      const asking = { book, number, width, known, visitor: visitorOf(request) };
      return imageOf(shared, asking, { clients, queue });
    })
    .get("/pages/:n/words", async (asked) => {
      const number = pageNumberOf(asked.params);
      return textOf(shared, (await enter(asked)).book.id, number);
    })
    .get("/file", async (asked) => fileOf(clients, await enter(asked), asked.request))
    .post("/views", async (asked) => {
      const { request } = asked;
      const { id, book } = await enter(asked);
      const viewer = { share: id, address: addressOf(request), agent: request.headers.get("user-agent") };
      if (!(await isOwner(request, book.owner)) && (await views.isNew(viewer)))
        dataOf(await shared.rpc("count_view", { share: id }));
      asked.set.status = 204;
    })
    .get("/search", async (asked): Promise<Hits> => {
      const search = searchIn(asked.request.url);
      return findIn(shared, (await enter(asked)).book.id, search);
    });
}
