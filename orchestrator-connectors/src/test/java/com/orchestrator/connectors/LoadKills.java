package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.connectors.pack.LoadPackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A loader that is killed at each of its steps, and at any moment between, and begun again: what is in the table is what is in the file.
 * {@code -Dkills=300} for many, {@code -Dseed=N} for the same ones again.
 */
abstract class LoadKills {

    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final long SEED = Long.getLong("seed", 17);
    private static final int ROWS = 20_000;
    private static final int MOST_MILLIS_BETWEEN_STEPS = 60;
    private static final List<String> STEPS =
            List.of("recorded", "written", "committed", "locked", "packed", "reading", "shaped");
    private static final List<String> DISPOSITIONS = List.of("merge", "replace", "append");

    @TempDir
    protected Path folder;

    /** Type and configuration, for the command line. */
    protected abstract List<String> target(String more);

    protected abstract List<String> query(String sql);

    protected abstract void clear();

    @BeforeEach
    void prepare() {
        clear();
    }

    @Test
    void whatIsKilled_isBegunAgain_andTheTableEqualsTheFile() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            String disposition = DISPOSITIONS.get(kill % DISPOSITIONS.size());
            String step = STEPS.get((kill + kill / STEPS.size()) % STEPS.size());
            int rows = ROWS + random.nextInt(ROWS);
            // A replacement has something to replace.
            if (!disposition.equals("replace")) {
                clear();
            }
            writeSales(rows, kill);
            LoadPackage.drop(folder.resolve("package"));
            String what = "kill " + kill + " at " + step + ", " + disposition + ", seed " + SEED;
            runAndKill(kill, disposition, step, random.nextInt(MOST_MILLIS_BETWEEN_STEPS));
            assertThat(run(kill, disposition, "")).as(what).contains("done");
            assertThat(run(kill, disposition, "")).as(what + ", repeated").contains("done");
            requireEqual(what, rows, kill);
        }
    }

    /** Ids from 1, so that the cursor's last row is the file's last. */
    private void writeSales(int rows, int version) throws IOException {
        StringBuilder text = new StringBuilder("id,name,amount\n");
        for (int id = 1; id <= rows; id++) {
            text.append(id).append(",v").append(version).append(',').append(id).append(".25\n");
        }
        Files.writeString(folder.resolve("in.csv"), text);
    }

    private void requireEqual(String what, int rows, int version) {
        assertThat(query(
                        "SELECT concat(count(*), ' ', count(DISTINCT id), ' ', max(id), ' ', sum(amount), ' ', min(name),"
                                + " ' ', max(name)) FROM sales"))
                .as(what)
                .containsExactly(rows + " " + rows + " " + rows + " "
                        + ((long) rows * (rows + 1) / 2 + rows / 4) + "."
                        + List.of("00", "25", "50", "75").get(rows % 4)
                        + " v" + version + " v" + version);
        assertThat(query("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'etl_stage%'"
                        + " OR table_name LIKE 'etl_part%'"))
                .as(what)
                .containsExactly("0");
    }

    private void runAndKill(int kill, String disposition, String step, long millis)
            throws IOException, InterruptedException {
        // Every other one somewhere behind the step instead of right at it.
        Process process = start(kill, disposition, kill % 2 == 0 ? step : "");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals(step)) {
                line = out.readLine();
            }
            if (kill % 2 == 1) {
                process.waitFor(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private String run(int kill, String disposition, String stop) throws IOException, InterruptedException {
        Process process = start(kill, disposition, stop);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private Process start(int kill, String disposition, String stop) throws IOException {
        boolean merges = disposition.equals("merge");
        List<String> target = target(", 'disposition': '" + disposition + "'" + (merges ? ", 'keys': ['id']" : ""));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadProcess.class.getName(),
                        folder.toString(),
                        "run-" + kill,
                        stop,
                        target.get(0),
                        target.get(1),
                        disposition.equals("append") ? "id" : "",
                        merges ? "id" : "")
                .redirectErrorStream(true)
                .start();
    }
}
