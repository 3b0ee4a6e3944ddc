import { de } from "./de/locale.ts";
import { en } from "./en/locale.ts";
import { es } from "./es/locale.ts";
import { fr } from "./fr/locale.ts";
import { ja } from "./ja/locale.ts";
import type { Locale } from "./locale.ts";
import { pt } from "./pt/locale.ts";

/** All languages, English first. */
export const locales: readonly Locale[] = [en, de, fr, es, pt, ja];
