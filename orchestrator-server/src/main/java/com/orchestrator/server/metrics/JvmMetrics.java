package com.orchestrator.server.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;

/** Memory, threads, garbage collection, uptime, and which build this is. */
public final class JvmMetrics implements MetricsSource {

    private final String version;

    public JvmMetrics(String version) {
        this.version = version;
    }

    @Override
    public void writeTo(MetricsText text) {
        text.metric("orchestrator_build_info", MetricsText.Type.GAUGE, "Always 1; the labels say which build this is.")
                .sample(
                        "orchestrator_build_info",
                        Map.of("version", version, "java", Runtime.version().toString()),
                        1);
        memory(text);
        threads(text);
        collections(text);
        text.metric("process_uptime_seconds", MetricsText.Type.GAUGE, "Time since the process started.")
                .sample(
                        "process_uptime_seconds",
                        Map.of(),
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }

    private static void memory(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        text.metric("jvm_memory_used_bytes", MetricsText.Type.GAUGE, "Memory in use.")
                .sample("jvm_memory_used_bytes", Map.of("area", "heap"), heap.getUsed())
                .sample("jvm_memory_used_bytes", Map.of("area", "nonheap"), other.getUsed());
        text.metric("jvm_memory_max_bytes", MetricsText.Type.GAUGE, "Memory that may be used.")
                .sample("jvm_memory_max_bytes", Map.of("area", "heap"), heap.getMax());
    }

    private static void threads(MetricsText text) {
        text.metric("jvm_threads_current", MetricsText.Type.GAUGE, "Live threads.")
                .sample(
                        "jvm_threads_current",
                        Map.of(),
                        ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static void collections(MetricsText text) {
        text.metric("jvm_gc_collections_total", MetricsText.Type.COUNTER, "Garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.sample("jvm_gc_collections_total", Map.of("gc", collector.getName()), collector.getCollectionCount());
        }
        text.metric("jvm_gc_collection_seconds_total", MetricsText.Type.COUNTER, "Time spent collecting garbage.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.sample(
                    "jvm_gc_collection_seconds_total",
                    Map.of("gc", collector.getName()),
                    collector.getCollectionTime() / 1e3);
        }
    }
}
