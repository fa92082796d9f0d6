package com.orchestrator.projections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of the processes of PostgreSQL that serve a test's database; without those that tidy up behind them. */
final class ServerCpu {

    private static final Path PROCESSES = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ServerCpu() {}

    /** Seconds so far; not a number where the machine does not tell. */
    static double seconds(World world) throws IOException {
        if (!Files.isReadable(PROCESSES.resolve("self/stat"))) {
            return Double.NaN;
        }
        long ticks = 0;
        for (String pid : world.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")) {
            ticks += ticks(PROCESSES.resolve(pid).resolve("stat"));
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long ticks(Path stat) throws IOException {
        try {
            String line = Files.readString(stat);
            String[] behindTheName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(behindTheName[USER_TICKS]) + Long.parseLong(behindTheName[SYSTEM_TICKS]);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
