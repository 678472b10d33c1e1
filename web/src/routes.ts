import {
  type AnyContext,
  type AnyRoute,
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  type ResolveFullPath,
  type ResolveId,
  type ResolveParams,
  type Route,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { type DashboardPage, PAGE_LIST, type PAGES, type PagePath } from './pages.js';
import { NotFound } from './shell/NotFound.js';
import { Shell } from './shell/Shell.js';
import { readTimeSearch } from './time/timeRange.js';

/**
 * The tree of routes, made from the list of pages. The time range belongs to all of them and stays while the reader goes
 * from page to page.
 */

const root = createRootRoute({
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['range', 'from', 'to'])] },
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session.signedIn) throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
});

// Within the shell, so that a reader who is signed in keeps the rail.
const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

type Pages = typeof PAGES;

/** The paths of pages that have a member. */
type PathsWith<Member extends string> = {
  [Path in PagePath]: Pages[Path] extends Readonly<Record<Member, unknown>> ? Path : never;
}[PagePath];

type PublicPath = PathsWith<'isPublic'>;
type InnerPath = PathsWith<'within'>;
type ShellPath = Exclude<PagePath, PublicPath | InnerPath>;

type SearchOf<Path extends PagePath> = Pages[Path] extends { readonly search: infer Search } ? Search : undefined;

/** A page's route; `Own` is its path below the parent. */
type PageRoute<Parent extends AnyRoute, Path extends PagePath, Own extends string, Children> = Route<
  unknown,
  Parent,
  Own,
  ResolveFullPath<Parent, Own>,
  string,
  ResolveId<Parent, string, Own>,
  SearchOf<Path>,
  ResolveParams<Own>,
  AnyContext,
  AnyContext,
  AnyContext,
  Record<never, never>,
  undefined,
  Children
>;

/** The routes of the pages that are drawn within another one. */
type InnerRoutes<Outer extends ShellPath> = {
  readonly [Path in InnerPath as Pages[Path]['within'] extends Outer ? Path : never]: PageRoute<
    PageRoute<typeof shell, Outer, Outer, unknown>,
    Path,
    Path extends `${Outer}/${infer Own}` ? Own : never,
    unknown
  >;
};

type ShellRoutes = { readonly [Path in ShellPath]: PageRoute<typeof shell, Path, Path, InnerRoutes<Path>> };
type PublicRoutes = { readonly [Path in PublicPath]: PageRoute<typeof root, Path, Path, unknown> };

const routeOf = (parent: AnyRoute, path: string, { load, search }: DashboardPage): AnyRoute =>
  createRoute({
    getParentRoute: () => parent,
    path,
    ...(search !== undefined && { validateSearch: search }),
    component: lazyRouteComponent(async () => ({ default: await load() })),
  });

/** The routes of a list's pages by their paths, with those of the pages within them. */
const routesOf = (parent: AnyRoute, pages: typeof PAGE_LIST): Readonly<Record<string, AnyRoute>> =>
  Object.fromEntries(
    pages.map(([path, page]) => {
      const route = routeOf(parent, path, page);
      const inner = PAGE_LIST.filter(([, { within }]) => within === path).map(([innerPath, innerPage]) =>
        routeOf(route, innerPath.slice(path.length), innerPage),
      );
      return [path, inner.length === 0 ? route : route.addChildren(inner)];
    }),
  );

const outermost = PAGE_LIST.filter(([, { within }]) => within === undefined);
// The compiler does not follow which routes a loop makes.
const shellRoutes = routesOf(
  shell,
  outermost.filter(([, { isPublic }]) => isPublic !== true),
) as ShellRoutes;
const publicRoutes = routesOf(
  root,
  outermost.filter(([, { isPublic }]) => isPublic === true),
) as PublicRoutes;

export const routeTree = root.addChildren({
  ...publicRoutes,
  shell: shell.addChildren({ ...shellRoutes, unknown }),
});
