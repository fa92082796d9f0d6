package com.orchestrator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was measured on. */
final class Environment {

    private Environment() {}

    static Map<String, String> read(Database database) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", processor());
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("postgresql", database.text("SHOW server_version"));
        for (String setting : new String[] {
            "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "wal_sync_method"
        }) {
            facts.put(setting, database.text("SHOW " + setting));
        }
        facts.put("load before", load());
        facts.put("cpu measured", String.valueOf(CpuMeter.isAvailable()));
        return facts;
    }

    private static String processor() {
        return firstLine("/proc/cpuinfo", "model name", System.getProperty("os.arch"));
    }

    private static String load() {
        return firstLine("/proc/loadavg", "", "unknown");
    }

    private static String firstLine(String file, String start, String otherwise) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
