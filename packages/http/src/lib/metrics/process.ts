import { family, sample } from "./text-format.ts";

/** What Node, Bun and Deno tell of a process. */
interface ProcessFacts {
  cpuUsage?(): { readonly user: number; readonly system: number };
  memoryUsage?(): { readonly rss: number; readonly heapUsed: number };
  uptime?(): number;
}

/** Processor time, memory and start of the process, under the names that Prometheus' own clients use. */
export function processText(): readonly string[] {
  const { process } = globalThis as { readonly process?: ProcessFacts };
  const families: string[] = [];
  const add = (name: string, help: string, value: number) =>
    families.push(
      family({ name, help, type: name.endsWith("_total") ? "counter" : "gauge" }, [sample(name, {}, value)]),
    );
  const cpu = process?.cpuUsage?.();
  if (cpu) add("process_cpu_seconds_total", "Processor time in seconds.", (cpu.user + cpu.system) / 1e6);
  const memory = process?.memoryUsage?.();
  if (memory) {
    add("process_resident_memory_bytes", "Resident memory in bytes.", memory.rss);
    add("nodejs_heap_size_used_bytes", "Heap in use, in bytes.", memory.heapUsed);
  }
  const uptime = process?.uptime?.();
  if (uptime !== undefined) {
    const started = Date.now() / 1000 - uptime;
    add("process_start_time_seconds", "Start of the process, in seconds since 1970.", started);
  }
  return families;
}
