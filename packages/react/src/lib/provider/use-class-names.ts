import { useAuthContext } from "./auth-context.ts";
import { joinClasses, type MoreClasses, type PartName } from "./class-names.ts";

/** Gives the classes of a part, and more. */
export function useClassNames(): (part: PartName, ...more: MoreClasses[]) => string {
  const { classNames } = useAuthContext();
  return (part, ...more) => joinClasses(classNames, part, more);
}
