package com.orchestrator.etl.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One measurement: a warm-up with another file, and the move that counts. Says seconds, CPU seconds of this process, the most MiB it had
 * (heap and all beside it), and how many rows are there with which sum.
 */
public final class MoverMain {

    private static final double NANOS = 1e9;

    private MoverMain() {}

    /** Mover, route, file, file to warm up with; folder, and PostgreSQL's URL, user and password. */
    public static void main(String[] words) throws IOException, SQLException {
        Mover mover = Mover.valueOf(words[0]);
        Route route = Route.valueOf(words[1]);
        Places places = new Places(Path.of(words[4]), words[5], words[6], words[7]);
        clear(places);
        mover.move(route, Path.of(words[3]), places);
        clear(places);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long started = System.nanoTime();
        mover.move(route, Path.of(words[2]), places);
        double seconds = (System.nanoTime() - started) / NANOS;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / NANOS;
        // What is read afterwards is not the move's.
        double megabytes = mostMegabytes();
        System.out.println("MEASURED " + seconds + " " + cpuSeconds + " " + megabytes + " " + places.result(route));
    }

    private static void clear(Places places) throws IOException, SQLException {
        Files.deleteIfExists(places.parquet());
        Files.deleteIfExists(places.database());
        Files.deleteIfExists(places.folder().resolve("sales.duckdb.wal"));
        try (Connection postgres = places.postgres()) {
            Places.execute(
                    postgres,
                    "DROP TABLE IF EXISTS " + Places.TABLE + ", etl_loads, etl_state",
                    Places.createTable(),
                    "CHECKPOINT");
        }
    }

    private static double mostMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
