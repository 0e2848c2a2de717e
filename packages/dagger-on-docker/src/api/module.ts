import type { Fields, Resolver } from "../graph.ts";
import type {
  ArgDef,
  EnumDef,
  FieldDef,
  FunctionDef,
  MemberDef,
  ModuleDef,
  ObjectDef,
  TypeKind,
  TypeRef,
} from "../module/types.ts";
import type { Session } from "../session.ts";

/** A type while it is put together: a reference, and what is declared under it. */
interface TypeState extends TypeRef {
  readonly description?: string;
  readonly fields?: readonly FieldDef[];
  readonly functions?: readonly FunctionDef[];
  readonly constructs?: FunctionDef;
  readonly members?: readonly MemberDef[];
}

const ofKind =
  (kind: TypeKind): Resolver<Session, TypeState> =>
  (self, { name, description = "" }) => ({ ...self, kind, name, description });

/** Kinds go by two names, `STRING_KIND` and `STRING`. */
const plainKind = (kind: string) => kind.replace(/_KIND$/, "") as TypeKind;

function reference({ kind, name, of, optional }: TypeState): TypeRef {
  return { kind, ...(name && { name }), ...(of && { of }), ...(optional && { optional }) };
}

function objectDef({ name = "", description = "", fields = [], functions = [], constructs }: TypeState): ObjectDef {
  return { name, description, fields, functions, ...(constructs && { constructs }) };
}

function enumDef({ name = "", description = "", members = [] }: TypeState): EnumDef {
  return { name, description, members };
}

/** What a TypeScript module asks for when it registers its types. */
export const moduleFields: Fields<Session> = {
  Query: {
    currentModule: () => ({}),
    currentFunctionCall: () => ({}),
    module: (): ModuleDef => ({ description: "", objects: [], enums: [] }),
    typeDef: (): TypeState => ({ kind: "VOID" }),
    sourceMap: (_, args) => args,
    error: (_, { message }) => ({ message }),
    async function(_, { name, returnType }, { graph }): Promise<FunctionDef> {
      const returns = reference(await graph.load(returnType, "TypeDef"));
      return { name, description: "", returns, args: [] };
    },
  },
  CurrentModule: { name: (_self, _args, { types }) => types.name },
  FunctionCall: {
    name: () => "",
    // No parent: the SDK registers types instead of calling a function.
    parentName: () => "",
    async returnValue(_, { value }, { graph, types }) {
      types.register(await graph.load(JSON.parse(value), "Module"));
    },
    async returnError(_, { error }, { graph }) {
      throw new Error((await graph.load<{ message: string }>(error, "Error")).message);
    },
  },
  Error: {
    message: (self) => self.message,
    withValue: (self) => self,
  },
  Module: {
    withDescription: (self: ModuleDef, { description }) => ({ ...self, description }),
    async withObject(self: ModuleDef, { object }, { graph }) {
      return { ...self, objects: [...self.objects, objectDef(await graph.load(object, "TypeDef"))] };
    },
    async withEnum(self: ModuleDef, args, { graph }) {
      return { ...self, enums: [...self.enums, enumDef(await graph.load(args.enum, "TypeDef"))] };
    },
    withInterface() {
      throw new Error("interfaces between modules are not served on Docker alone: they need a Dagger engine");
    },
  },
  TypeDef: {
    withKind: (self: TypeState, { kind }) => ({ ...self, kind: plainKind(kind) }),
    withOptional: (self: TypeState, { optional }) => ({ ...self, optional }),
    withScalar: ofKind("SCALAR"),
    withObject: ofKind("OBJECT"),
    withInterface: ofKind("INTERFACE"),
    withEnum: ofKind("ENUM"),
    async withListOf(self: TypeState, { elementType }, { graph }) {
      return { ...self, kind: "LIST", of: reference(await graph.load(elementType, "TypeDef")) };
    },
    async withField(self: TypeState, { name, typeDef, description = "" }, { graph }) {
      const field: FieldDef = { name, type: reference(await graph.load(typeDef, "TypeDef")), description };
      return { ...self, fields: [...(self.fields ?? []), field] };
    },
    async withFunction(self: TypeState, args, { graph }) {
      return {
        ...self,
        functions: [...(self.functions ?? []), await graph.load<FunctionDef>(args.function, "Function")],
      };
    },
    async withConstructor(self: TypeState, args, { graph }) {
      return { ...self, constructs: await graph.load<FunctionDef>(args.function, "Function") };
    },
    withEnumMember(self: TypeState, { name, value = "", description = "" }) {
      return { ...self, members: [...(self.members ?? []), { name, value, description }] };
    },
  },
  Function: {
    withDescription: (self: FunctionDef, { description }) => ({ ...self, description }),
    withSourceMap: (self) => self,
    withCheck: (self: FunctionDef) => ({ ...self, check: true }),
    withUp: (self) => self,
    withGenerator: (self) => self,
    withDeprecated: (self: FunctionDef, { reason = "" }) => ({ ...self, deprecated: reason }),
    withCachePolicy: (self: FunctionDef, { policy, timeToLive }) => ({
      ...self,
      cache: timeToLive ?? policy,
    }),
    async withArg(self: FunctionDef, args, { graph }) {
      const arg = { ...given(args), type: reference(await graph.load(args.typeDef, "TypeDef")) };
      return { ...self, args: [...self.args, arg] };
    },
  },
};

/** An argument with only what was said about it: the API fills in empty defaults. */
function given(args: Record<string, unknown>): Omit<ArgDef, "type"> {
  const {
    name,
    description = "",
    defaultValue,
    defaultPath,
    defaultAddress,
    ignore,
  } = args as unknown as Omit<ArgDef, "type">;
  return {
    name,
    description,
    ...(defaultValue !== undefined && defaultValue !== null && { defaultValue }),
    ...(defaultPath && { defaultPath }),
    ...(defaultAddress && { defaultAddress }),
    ...(ignore?.length && { ignore }),
  };
}
