package com.orchestrator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.conformance.rig.OwnServers;
import com.orchestrator.conformance.scenario.Scenarios;
import com.orchestrator.launcher.os.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole suite against one real server. */
class ConformanceIT {

    private static final Path WORK = Path.of("target/conformance").toAbsolutePath();

    @Test
    void oneServer_keepsEveryPromise() throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(WORK), "rig-");
        Path root = Path.of("..").toAbsolutePath().normalize();
        try (OwnServers servers = OwnServers.start(root, WORK.resolve("cache"), directory, 1)) {
            List<Verdict> verdicts = new Suite(servers, verdict -> {}).play(Scenarios.ALL);

            String table = new Report(verdicts).table();
            System.out.println(table);
            assertThat(verdicts)
                    .filteredOn(verdict -> !isAsExpected(verdict))
                    .as(table)
                    .isEmpty();
        } finally {
            FileTree.delete(directory);
        }
    }

    private static boolean isAsExpected(Verdict verdict) {
        return switch (verdict.outcome()) {
            case PASSED -> true;
            case FAILED, MISSING -> false;
            case SKIPPED -> verdict.scenario().equals("two-servers-race-to-undo");
        };
    }
}
