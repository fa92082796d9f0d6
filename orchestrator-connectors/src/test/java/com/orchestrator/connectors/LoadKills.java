package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.connectors.LoadProcess.Job;
import com.orchestrator.connectors.pack.LoadPackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever loads, or the database it loads into, is killed with -9 at each step of a load, and at any moment between; the load is begun
 * again, and repeated after that. What is in the table is what is in the file, once. {@code -Dkills=300} for many, {@code -Dseed=N} for the
 * same ones again, {@code -Ddisposition=merge} for one of them alone.
 */
abstract class LoadKills {

    /** Those of a build: every disposition and every victim. */
    private static final int SAMPLE = 3;

    private static final long SEED = Long.getLong("seed", 17);
    private static final int ROWS = 20_000;
    private static final int MOST_MILLIS_BETWEEN_STEPS = 60;
    private static final List<String> STEPS =
            List.of("recorded", "written", "committed", "locked", "packed", "reading", "shaped");
    private static final List<String> DISPOSITIONS = System.getProperty("disposition") == null
            ? List.of("merge", "replace", "append")
            : List.of(System.getProperty("disposition"));

    /** Who is killed. */
    protected enum Victim {
        WORKER,
        DATABASE
    }

    @TempDir
    protected Path folder;

    protected abstract List<Victim> victims();

    /** Type and configuration, for the command line. */
    protected abstract List<String> target(String more);

    protected abstract List<String> query(String sql);

    protected abstract void clear();

    /** What of a load is not in its transaction, and should be gone. */
    protected abstract String staged();

    protected abstract void killDatabase();

    protected abstract void restartDatabase();

    @BeforeEach
    void prepare() {
        clear();
    }

    /** Three and two have nothing in common with seven: after 42 kills every step has met every disposition and every victim. */
    @Test
    void whatIsKilled_isBegunAgain_andTheTableEqualsTheFile() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int kills = Integer.getInteger("kills", SAMPLE * victims().size());
        for (int kill = 0; kill < kills; kill++) {
            String disposition = DISPOSITIONS.get(kill % DISPOSITIONS.size());
            Victim victim = victims().get(kill / DISPOSITIONS.size() % victims().size());
            String step = STEPS.get(kill % STEPS.size());
            int rows = ROWS + random.nextInt(ROWS);
            // A replacement has something to replace.
            if (!disposition.equals("replace")) {
                clear();
            }
            writeSales(rows, kill);
            LoadPackage.drop(folder.resolve("package"));
            String what = "kill " + kill + ", " + victim + " at " + step + ", " + disposition + ", seed " + SEED;
            Job job = job(kill, disposition);
            // Every other one somewhere behind the step instead of right at it.
            int behind = random.nextBoolean() ? 0 : 1 + random.nextInt(MOST_MILLIS_BETWEEN_STEPS);
            if (victim == Victim.WORKER) {
                killWorker(job, step, behind);
            } else {
                killDatabase(job, step, behind);
            }
            job.run(reached -> {});
            job.run(reached -> {});
            requireEqual(what, rows, kill);
        }
    }

    private Job job(int kill, String disposition) {
        boolean merges = disposition.equals("merge");
        List<String> target = target(", 'disposition': '" + disposition + "'" + (merges ? ", 'keys': ['id']" : ""));
        return new Job(
                folder,
                "run-" + kill,
                target.get(0),
                target.get(1),
                disposition.equals("append") ? "id" : "",
                merges ? "id" : "");
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
        assertThat(query(staged())).as(what).containsExactly("0");
        assertThat(query("SELECT count(*) FROM etl_loads WHERE run = 'run-" + version + "'"))
                .as(what)
                .containsExactly("1");
    }

    private void killWorker(Job job, String step, int behind) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                behind == 0 ? step : ""));
        command.addAll(job.words());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals(step)) {
                line = out.readLine();
            }
            assertThat(line).as("what the worker said last").isEqualTo(step);
            process.waitFor(behind, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** While this process is the worker, which comes back when the database does. */
    private void killDatabase(Job job, String step, int behind) throws InterruptedException {
        Thread killer = new Thread(this::killDatabase, "killer");
        try {
            job.run(reached -> {
                if (reached.equals(step) && killer.getState() == Thread.State.NEW) {
                    killer.start();
                    join(killer, behind);
                }
            });
        } catch (ConnectorException expected) {
            assertThat(expected.isPassing())
                    .as("%s: %s", expected.code(), expected.getMessage())
                    .isTrue();
        }
        killer.join();
        restartDatabase();
    }

    /** Until it is done, or only begun. */
    private static void join(Thread killer, int behind) {
        try {
            killer.join(behind);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
